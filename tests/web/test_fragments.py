"""Every part of a page that follows the log gets just what the page shows. What comes later is not there at first."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_task, a_track, people
from tests.web.test_page_access import PAGES


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_every_fragment_that_a_page_names_is_the_part_of_the_page(
    maria: Client, project: LogHead, noon: None, name: str, args: list[str]
) -> None:
    if name.removesuffix("s") in ("agent", "message", "decision"):  # elsewhere an agent makes a forecast, which comes later
        people()
    a_track("A")
    a_task("A.1", track="A")
    url = reverse(name, args=[PROJECT, *args])
    whole = maria.get(url).text

    pieces = set(re.findall(r'data-live="[^"]*" hx-get="(\?[^"]+)"', whole))
    assert pieces
    for piece in pieces:
        answer = maria.get(url + unescape(piece))
        assert answer.status_code == 200, piece
        assert without_secrets(answer.text.strip()) in without_secrets(whole), piece


def without_secrets(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)
