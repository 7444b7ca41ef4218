"""The page on which documents are read in: what a preview says, and that it changes nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_person

PLAN = """# Plan

## Track A: Infrastructure

Status: WIP

- [x] **A.1** Start the services
- [ ] **A.2** <script>alert(1)</script>
"""
PREVIEW = "/projects/web/imports/preview/"


def test_a_preview_says_what_a_document_would_become_and_changes_nothing(maria: Client, project: LogHead) -> None:
    answer = maria.post(PREVIEW, {"file": SimpleUploadedFile("plan.md", PLAN.encode()), "format": "auto"})

    assert answer.status_code == 200
    for said in ("1 tracks", "2 tasks", "Infrastructure", "Start the services", "&lt;script&gt;alert(1)&lt;/script&gt;", "WIP"):
        assert said in answer.text
    project.refresh_from_db()
    assert project.sequence == 1


def test_a_pasted_text_is_read_like_a_file(maria: Client) -> None:
    assert "Start the services" in maria.post(PREVIEW, {"text": PLAN, "format": "markdown"}).text


NO_TEXT = SimpleUploadedFile("a.md", b"\x00\xff\xfe\x01")


@pytest.mark.parametrize("sent", [{"text": " "}, {"text": "", "format": "auto"}, {"file": NO_TEXT}])
def test_what_cannot_be_read_is_refused_in_words(maria: Client, sent: dict[str, object]) -> None:
    answer = maria.post(PREVIEW, sent)

    assert answer.status_code == 422
    assert "Nothing was changed" in answer.text


def test_a_viewer_is_shown_no_form_and_previews_nothing(client: Client, project: LogHead) -> None:
    client.force_login(a_person("vera", project, Role.VIEWER))

    assert "<form" not in client.get(reverse("imports", args=[PROJECT])).text.partition("<main")[2]
    assert client.post(PREVIEW, {"text": PLAN}).status_code == 403


def test_a_preview_is_asked_for_with_post_alone(maria: Client) -> None:
    assert maria.get(PREVIEW).status_code == 405
