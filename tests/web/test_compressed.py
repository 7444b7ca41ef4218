"""A first page is small on the wire: what it consists of is compressed, and the font is no more than what is used of it."""

import gzip

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT

MOST_OF_A_FONT = 60_000  # bytes


def test_pages_and_pieces_go_out_compressed_to_those_who_read_that(maria: Client, project: LogHead) -> None:
    overview = reverse("overview", args=[PROJECT])
    plain = maria.get(overview)
    packed = maria.get(overview, headers={"Accept-Encoding": "gzip"})
    piece = maria.get(overview, {"fragment": "tracks"}, headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == piece.headers["Content-Encoding"] == "gzip"
    assert b"data-live" in gzip.decompress(packed.content)
    assert len(packed.content) < len(plain.content) / 2


def test_answers_of_the_api_go_out_as_they_are(maria: Client, project: LogHead) -> None:
    answer = maria.get(f"/api/v1/projects/{PROJECT}/tasks", headers={"Accept-Encoding": "gzip"})

    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_the_font_has_the_letters_of_our_pages_and_is_small() -> None:
    from fontTools.ttLib import TTFont

    path = finders.find("fonts/inter.woff2")
    letters = TTFont(path).getBestCmap()

    with open(path, "rb") as file:
        assert len(file.read()) <= MOST_OF_A_FONT
    assert all(ord(letter) in letters for letter in "Signalbox äöß čšž Ελλάδα Привет – “quoted” … → ≤ −")
