"""A real browser for the journeys: Debian's Chromium driven by Playwright."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.services import browser as browser_path
from tests.support.services import needed

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
PATIENCE = 15_000  # milliseconds: whatever is expected of a page is waited for; a busy machine is no fault of the page


@contextmanager
def chromium() -> Iterator[Browser]:
    path = needed(browser_path(), "Chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield running
        finally:
            running.close()


class Watched:
    """What a page did that no page of ours may do: errors on the console, requests to other hosts."""

    def __init__(self, page: Page, url: str) -> None:
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith((url, "data:")) else self.faults.append(request.url))


def sign_in(page: Page, link: str) -> None:
    """Opens the one-time link, which is all it takes."""
    page.goto(link)
