"""The product serves its own documentation."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from coordinator.web.docs import read_pages

NAMES = sorted(path.stem for path in (settings.CHECKOUT / "templates" / "docs").glob("*.md"))


@pytest.mark.parametrize("name", NAMES)
def test_every_page_can_be_read_without_signing_in(client: Client, name: str) -> None:
    answer = client.get(reverse("doc", args=[name]))

    assert answer.status_code == 200
    assert "<h1>" in answer.text


def test_the_first_page_stands_first_and_titles_are_unique() -> None:
    pages = read_pages()

    assert next(iter(pages)) == "index"
    assert len({page.title for page in pages.values()}) == len(pages)


@pytest.mark.parametrize("name", NAMES)
def test_links_within_the_documentation_lead_somewhere(client: Client, name: str) -> None:
    html = read_pages()[name].html
    for target in re.findall(r'href="(/docs/[^"#]*)', html):
        assert client.get(target).status_code == 200, target


@pytest.mark.parametrize("path", ["/docs/nothing/", "/docs/..%2Fbase/"])
def test_nothing_outside_the_folder_is_served(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
