"""The page about the API is complete and true: every address, every refusal, and requests that the doors take."""

import re
import shlex
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve
from django.utils.html import escape

from coordinator.api.door import Operation
from coordinator.api.errors import DOOR_REFUSALS
from coordinator.api.urls import of_project
from coordinator.catalog import REFUSALS
from coordinator.web.docs import pages
from tracks.errors import Refusal, snake_case

SOURCE = Path(settings.CHECKOUT, "templates", "docs", "api.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^curl .*$", SOURCE, re.MULTILINE)
ALL = {**REFUSALS, **DOOR_REFUSALS}


@pytest.fixture(scope="module")
def page() -> str:
    return str(pages()["api"].html)


@pytest.mark.parametrize("refusal", ALL.values(), ids=list(ALL))
def test_every_refusal_stands_in_a_table_with_its_status(page: str, refusal: type[Refusal]) -> None:
    assert f"<td><code>{snake_case(refusal.__name__)}</code></td>\n<td>{refusal.status}</td>" in page


def test_every_address_stands_in_the_table_with_its_right(page: str) -> None:
    missing = []
    for url in of_project:
        for method in ("get", "post", "put", "patch", "delete"):
            promised = getattr(getattr(url.callback.cls, method, None), "operation", None)
            if promised is None:
                continue
            route = re.sub("<[a-z]+:([a-z]+)>", r"{\1}", str(url.pattern))
            cells = (f"<code>{method.upper()} /api/v1/projects/{{project}}/{route}</code>", promised.needs, promised.summary)
            row = "".join(f"<td>{cell if cell.startswith('<') else escape(cell)}</td>\n" for cell in cells)
            if row not in page.replace("&#39;", "&#x27;"):
                missing.append(row)
    assert missing == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_request_it_shows_is_one_that_is_taken(command: str) -> None:
    words = shlex.split(command)
    method = words[words.index("-X") + 1] if "-X" in words else "GET"
    address = next(word for word in words if word.startswith("localhost"))
    path, _, query = address.removeprefix("localhost:8000").partition("?")
    view: Any = resolve(path).func
    promised: Operation = getattr(view.cls, method.lower()).operation
    if "-d" in words:
        assert promised.body is not None
        msgspec.json.decode(words[words.index("-d") + 1], type=promised.body)
    if query:
        msgspec.convert(dict([query.split("=")]), promised.query, strict=False)


def test_it_shows_the_whole_way() -> None:
    assert len(COMMANDS) >= 9


def test_it_is_served_with_the_documentation(client: Client) -> None:
    answer = client.get("/docs/api/")
    assert answer.status_code == 200
    assert "<h1>The REST API</h1>" in answer.text
