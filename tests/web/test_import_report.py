"""The report of one import, line by line."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.support.world import PROJECT, told
from tracks.commands import ImportDocument
from tracks.document import Document, Problem, Repair, TaskEntry, TrackEntry


@pytest.fixture
def sequence(maria: Client) -> int:
    """The event of an import with one guess, one remark and one repair."""
    document = Document(
        "markdown",
        "d" * 64,
        title="Parallel tracks",
        tracks=(TrackEntry("A", "Infrastructure", line=3),),
        tasks=(TaskEntry("A.1", "Compose", track="A", line=9),),
        problems=(
            Problem(9, "- Owner: <b>Coder?</b>", "two owners are named", "warning"),
            Problem(12, "a drawing", "not taken over", "info"),
        ),
        repairs=(Repair(3, "â€“", "–", "decoded twice"),),
    )
    return told(ImportDocument(project=PROJECT, document=document, filename="plan.md")).events[-1].sequence


def test_the_report_says_what_was_understood_guessed_and_repaired(maria: Client, sequence: int) -> None:
    page = maria.get(reverse("import", args=[PROJECT, sequence])).text

    for piece in ("plan.md", "1 tracks", "1 tasks", "two owners are named", "Guessed", "not taken over", "decoded twice"):
        assert piece in page
    assert "&lt;b&gt;Coder?&lt;/b&gt;" in page


def test_guesses_are_pointed_out_on_the_overview_and_remarks_are_not(maria: Client, sequence: int) -> None:
    attention = maria.get(reverse("overview", args=[PROJECT]), {"fragment": "attention"}).text

    assert "1 line of plan.md is in doubt" in attention
    assert reverse("import", args=[PROJECT, sequence]) in attention


def test_the_feed_leads_to_the_report(maria: Client, sequence: int) -> None:
    assert reverse("import", args=[PROJECT, sequence]) in maria.get(reverse("activity", args=[PROJECT])).text


def test_an_import_that_never_was_is_not_found(maria: Client) -> None:
    assert maria.get(reverse("import", args=[PROJECT, 999])).status_code == 404
