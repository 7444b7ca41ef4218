"""Every part of a page that fetches itself anew gets just what the page shows."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_task, a_track, people
from tests.web.test_page_access import PAGES


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_every_fragment_that_a_page_names_is_the_part_of_the_page(
    maria: Client, project: LogHead, name: str, args: list[str]
) -> None:
    if name.removesuffix("s") in ("agent", "message", "decision"):  # elsewhere an agent makes a forecast, which comes later
        people()
    a_track("A")
    a_task("A.1", track="A")
    url = reverse(name, args=[PROJECT, *args])
    whole = maria.get(url).text

    fragments = set(re.findall(r'hx-get="\?fragment=(\w+)', whole))
    assert fragments
    for fragment in fragments:
        answer = maria.get(url, {"fragment": fragment})
        assert answer.status_code == 200, fragment
        assert without_secrets(answer.text.strip()) in without_secrets(whole), fragment


def without_secrets(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)
