"""Notes over the API: write, read, narrow, edit, take away."""

from tests.support.api import Api, assert_problem, head_of


def test_what_is_written_is_what_is_read(maria: Api, ada: Api) -> None:
    maria.post("tracks", {"key": "B", "title": "Pages"})
    said = {"kind": "risk", "text": "no maintainer", "about": "B", "severity": "high", "owner": "maria"}
    answer = ada.post("notes", said)
    assert answer.status_code == 201
    note = maria.get(answer.headers["Location"]).json()
    then = maria.get(f"notes/{note['key']}", at=head_of()).json()
    assert note == answer.json() == maria.get("notes").json()["notes"][0] == then
    assert note.items() >= {**said, "about": "track/B", "state": "open", "author": "agent/ada", "date": None}.items()
    assert note["written_at"] == maria.get("events", type="note.added").json()["events"][0]["recorded_at"]


def test_the_list_can_be_narrowed(maria: Api) -> None:
    maria.post("tracks", {"key": "B", "title": "Pages"})
    for kind, about in (("risk", None), ("next_step", "B"), ("progress", "B"), ("overview", None)):
        maria.post("notes", {"kind": kind, "text": kind, "about": about})
    step = maria.get("notes", kind="next_step").json()["notes"][0]
    maria.patch(f"notes/{step['key']}", {"state": "done"})

    def kinds(**query: str) -> list[str]:
        return [one["kind"] for one in maria.get("notes", **query).json()["notes"]]

    assert kinds() == ["risk", "next_step", "progress", "overview"]
    assert kinds(kind="risk,progress") == ["risk", "progress"]
    assert kinds(about="B") == ["next_step", "progress"]
    assert (kinds(state="open"), kinds(state="done")) == (["risk"], ["next_step"])


def test_an_agent_edits_its_own_and_an_operator_all(ada: Api, bob: Api, olga: Api) -> None:
    key = ada.post("notes", {"kind": "progress", "text": "half"}).json()["key"]
    assert_problem(bob.patch(f"notes/{key}", {"text": "all"}), 403, "not_allowed")
    assert_problem(bob.delete(f"notes/{key}"), 403, "not_allowed")
    assert ada.patch(f"notes/{key}", {"text": "most"}).json()["text"] == "most"
    assert olga.patch(f"notes/{key}", {"text": "all"}).json()["author"] == "agent/ada"
    assert ada.delete(f"notes/{key}").status_code == 204
    assert_problem(ada.get(f"notes/{key}"), 404, "unknown_note")


def test_an_edit_of_what_was_changed_since_is_refused(maria: Api) -> None:
    answer = maria.post("notes", {"kind": "risk", "text": "it may rain"})
    key, etag = answer.json()["key"], answer.headers["ETag"]
    assert maria.patch(f"notes/{key}", {"state": "closed"}, If_Match=etag).status_code == 200
    assert_problem(maria.patch(f"notes/{key}", {"state": "open"}, If_Match=etag), 412, "version_mismatch")
    assert_problem(maria.delete(f"notes/{key}", If_Match=etag), 412, "version_mismatch")


def test_an_agent_writes_no_overview(ada: Api) -> None:
    before = head_of()
    assert_problem(ada.post("notes", {"kind": "overview", "text": "I lead"}), 403, "not_allowed")
    assert head_of() == before
