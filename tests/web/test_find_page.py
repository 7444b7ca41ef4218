"""The page with everything that was found, and the ways to it from every page."""

import re

from django.test import Client
from django.urls import reverse

from tests.support.world import PROJECT, a_task, a_track, an_agent, told
from tracks.commands import RenameProject


def page(browser: Client, **query: str | int) -> str:
    return browser.get(reverse("find", args=[PROJECT]), query).text


def test_what_is_found_stands_by_its_kind_and_leads_there(maria: Client) -> None:
    an_agent("parsimonious")
    a_track("P", "Parsers")
    a_task("P.1", "Dates", track="P")
    a_task("P.2", "A <b>parser</b>", track="P")

    shown = page(maria, q="pars")

    assert re.findall(r"<h2>(\w[\w ]*)</h2>", shown) == ["Tasks", "Tracks", "Agents"]
    assert f'href="{reverse("task", args=[PROJECT, "P.2"])}"' in shown
    assert "A &lt;b&gt;parser&lt;/b&gt;" in shown
    assert "P.1" not in shown


def test_without_words_and_without_finds_the_page_says_what_can_be_looked_for(maria: Client) -> None:
    assert "Search this project" in page(maria)
    assert "Nothing holds all of these words" in page(maria, q="xyzzy plugh")


def test_the_past_is_kept_while_one_looks_for_something_else(maria: Client) -> None:
    a_task("A.1", "Old")
    told(RenameProject(project=PROJECT, name="Another"))

    shown = page(maria, q="old", at=2)

    assert '<input type="hidden" name="at" value="2">' in shown
    assert f'content="{reverse("search", args=[PROJECT])}?at=2"' in shown


def test_every_key_is_in_the_list_of_keys(maria: Client) -> None:
    shown = maria.get(reverse("overview", args=[PROJECT])).text
    listed = shown[shown.index('id="keys"'):]

    for key in ("/", "Ctrl K", "c", "m", "x", "Esc"):
        assert f"<kbd>{key}</kbd>" in listed
    for key in re.findall(r'data-go="(.)"', shown):
        assert f"<kbd>g</kbd> <kbd>{key}</kbd>" in listed
