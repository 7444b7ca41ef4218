"""The same things said otherwise: other languages, other marks, headings, boxes and tables for tasks."""

import pytest

from tests.support.reading import needs, notes, read, reasons, task, track
from tracks.document import BLOCKED, DONE, IN_PROGRESS, NOT_STARTED

GERMAN = """\
# Parallele Arbeit

## Aktive Spuren

### Spur X1: Infrastruktur

**Fokus**: Netz
**Verantwortlich**: Infra-Agent
**Status**: In Bearbeitung

#### Aufgaben

1. **X1.1** Netz prüfen ✅
   - [x] Dienste
   - [ ] Zustand
2. **X1.2** Skripte (erledigt)

#### Liefergegenstände

- Befehl

#### Abhängigkeiten

- Keine (kann sofort starten)

### Spur Y2: Kern

**Status**: Blockiert durch Spur X1.2

#### Aufgaben

1. **Y2.1** Anlegen
2. **Y2.2** Einstellen (nach Y2.1)

#### Abhängigkeiten

- Spur X1.2 (Skripte)

### Spur Z: Prüfung

**Status**: Startbereit (nach Spur Y2)

#### Aufgaben

1. **Z.1** Prüfen

## Zeitplan

### Woche 1-2

| Spur | Aufgaben | Parallelisierbar |
|---|---|---|
| X1 | X1.1, X1.2 | Ja |
| Y2 | Y2.1, Y2.2 | Sequenziell |

### Synchronisationspunkte

1. **Nach Spur X1 + Y2**: Alles läuft

### Konfliktbereiche

| Bereich | Spuren | Lösung |
|---|---|---|
| Einstellungen | X1, Y2 | In Spur Y2 zuerst festlegen |

## Ressourcenzuteilung

### Mit KI-Agenten

- **Infra-Agent**: Spur X1
- **Kern-Agent**: Spur Y2, Z
"""


def test_a_german_document_is_read_like_an_english_one() -> None:
    plan = read(GERMAN)
    assert [(one.key, one.title, one.status) for one in plan.tracks] == [
        ("X1", "Infrastruktur", IN_PROGRESS),
        ("Y2", "Kern", BLOCKED),
        ("Z", "Prüfung", NOT_STARTED),
    ]
    assert [task(plan, key).status for key in ("X1.1", "X1.2", "Y2.1")] == [DONE, DONE, NOT_STARTED]
    assert needs(plan) == {("track/Y2", "task/X1.2"), ("task/Y2.2", "task/Y2.1"), ("track/Z", "track/Y2")}
    assert track(plan, "X1").weeks == (1, 2)
    assert not task(plan, "Y2.1").parallel
    assert plan.sync_points[0].after == ("track/X1", "track/Y2")
    assert (plan.conflict_areas[0].tracks, plan.conflict_areas[0].first) == (("X1", "Y2"), "Y2")
    assert [(agent.name, agent.tracks) for agent in plan.agents] == [("Infra-Agent", ("X1",)), ("Kern-Agent", ("Y2", "Z"))]
    assert [one.text for one in track(plan, "X1").deliverables] == ["Befehl"]
    assert reasons(plan) == []


@pytest.mark.parametrize(
    ("heading", "key"),
    [("### Stream 3: Pages 🔐", "3"), ("## WS-1: Pages", "1"), ("### Agent 1A: Pages", "1A"), ("## 🎯 Track N: Pages", "N"),
     ("### Workstream B - Pages", "B"), ("#### Parallel Track X: Pages", "X"), ("### **AGENT 4: Pages**", "4"),
     ("### Pista C: Pages", "C")],
)  # fmt: skip
def test_streams_of_work_have_many_names(heading: str, key: str) -> None:
    plan = read(f"# Plan\n{heading}\n- [ ] Draw\n- [x] Paint\n")
    assert [(one.key, one.title) for one in plan.tracks] == [(key, "Pages")]
    assert [(one.key, one.status) for one in plan.tasks] == [(f"{key}.1", NOT_STARTED), (f"{key}.2", DONE)]


def test_tasks_may_be_headings_with_labels() -> None:
    plan = read("""\
        ## Track A: One
        ### Task 2.1: Build it ✅ COMPLETED
        - **Priority**: P1
        - **Depends on**: Task 2.2
        - **Owner**: Ada
        - **Effort**: 2-3 days
        - **Files**: `src/a.py`, `src/b.py`
        - **Skills**: python, sql
        ### Task 2.2: Test it
        **Status:** 🟡 In Progress (60%)
        **Blocks:** Task 2.3
        #### Steps
        - [x] One
        - [ ] Two
        ### Task 2.3: Ship it
        """)
    first, second = task(plan, "2.1"), task(plan, "2.2")
    assert (first.status, first.priority, first.assignee, first.estimate) == (DONE, "high", "Ada", 1440)
    assert (first.paths, first.capabilities, first.track) == (("src/a.py", "src/b.py"), ("python", "sql"), "A")
    assert (second.status, second.percent, [step.done for step in second.steps]) == (IN_PROGRESS, 60, [True, False])
    assert needs(plan) == {("task/2.1", "task/2.2"), ("task/2.3", "task/2.2")}


def test_tasks_may_be_rows_of_a_table() -> None:
    plan = read("""\
        ## Track A: One
        | ID | Task | Owner | Status | Hours | Blocked By |
        |----|------|-------|--------|-------|------------|
        | A.1 | Build | Ada | Done | 4h | - |
        | A.2 | Test `a|b` | Bob | In Progress | 2h | A.1 |
        """)
    assert [(one.key, one.title, one.status, one.assignee, one.estimate, one.track) for one in plan.tasks] == [
        ("A.1", "Build", DONE, "Ada", 240, "A"),
        ("A.2", "Test `a|b`", IN_PROGRESS, "Bob", 120, "A"),
    ]
    assert needs(plan) == {("task/A.2", "task/A.1")}


def test_labels_may_be_bullets_and_lists_may_use_other_marks() -> None:
    plan = read("""\
        ### Track A: One
        * **Focus:** pages
        * **Tasks:**
            + **A.1**: Draw
                + a circle
            + **A.2**: Paint
        """)
    assert track(plan, "A").focus == "pages"
    assert [(one.key, len(one.steps)) for one in plan.tasks] == [("A.1", 1), ("A.2", 0)]


def test_dependencies_may_stand_in_a_section_of_their_own() -> None:
    plan = read("""\
        ### Track A: One
        1. **A.1** First
        ### Track B: Two
        1. **B.1** Second
        ### Track C: Three
        1. **C.1** Third
        ## Dependencies
        - Track B depends on Track A
        - **Track C**: A.1, Track B
        - C(Three) ← A(One)
        """)
    assert needs(plan) == {("track/B", "track/A"), ("track/C", "task/A.1"), ("track/C", "track/B"), ("track/C", "track/A")}


def test_code_is_left_alone_and_a_plan_in_it_pointed_out() -> None:
    plan = read("""\
        ### Track A: One
        1. **A.1** First
        ```markdown
        ### Track Z: Template
        - [ ] **Z.1** Never
        - [ ] **Z.2** Nor this
        - [x] **Z.3** Nor that
        ```
        """)
    assert [one.key for one in plan.tracks] == ["A"]
    assert [one.key for one in plan.tasks] == ["A.1"]
    assert "Track Z: Template" in notes(plan, "note")[0]
    assert reasons(plan) == ["3 lines in this code block look like tasks or states; code is left alone"]


def test_headings_over_boxes_are_tracks_where_a_document_names_none() -> None:
    plan = read("""\
        # Release
        ## Backend work
        - [x] Schema
        - [ ] Endpoints
          - [ ] list
        ## Pages
        - [ ] Form
        """)
    assert [(one.key, one.title) for one in plan.tracks] == [("Backend-work", "Backend work"), ("Pages", "Pages")]
    assert [(one.key, one.track, one.status) for one in plan.tasks] == [
        ("Backend-work.1", "Backend-work", DONE),
        ("Backend-work.2", "Backend-work", NOT_STARTED),
        ("Pages.1", "Pages", NOT_STARTED),
    ]
    assert [step.text for step in task(plan, "Backend-work.2").steps] == ["list"]


def test_a_made_up_key_never_takes_one_of_the_documents_own() -> None:
    plan = read("""\
        ### Track A: One
        - [ ] Without a key
        - [ ] **A.1** With one
        """)
    assert [(one.key, one.title) for one in plan.tasks] == [("A.2", "Without a key"), ("A.1", "With one")]


def test_sync_points_may_be_bullets_that_carry_their_own_name() -> None:
    plan = read("""\
        ### Track A: One
        1. **A.1** First
        ## Sync Points
        - **Sync 3 (after A.1)**: All green
        - **Gate B**: once Track A is done
        """)
    assert [(one.key, one.after) for one in plan.sync_points] == [("3", ("task/A.1",)), ("B", ("track/A",))]


def test_a_conflict_area_may_be_a_bullet() -> None:
    plan = read("""\
        ### Track A: One
        ### Track B: Two
        ## Conflict Areas
        - **Settings** (A, B): B defines the keys
        """)
    area = plan.conflict_areas[0]
    assert (area.area, area.tracks, area.first) == ("Settings", ("A", "B"), "B")


def test_a_schedule_may_be_a_list() -> None:
    plan = read("""\
        ### Track A: One
        ### Track B: Two
        ## Schedule
        - **Week 1**: Track A
        - **Weeks 2-3**: Tracks A, B
        """)
    assert (track(plan, "A").weeks, track(plan, "B").weeks) == ((1, 2, 3), (2, 3))


def test_mermaid_arrows_are_compared_with_what_is_declared() -> None:
    plan = read("""\
        ### Track A: One
        1. **A.1** First
        ### Track B: Two
        1. **B.1** Second
        ```mermaid
        graph TD
          A.1[First] --> B.1[Second]
        ```
        """)
    assert reasons(plan) == ["The drawing shows B.1 after A.1, but B.1 declares no such dependency; not taken over"]


def test_an_owner_may_be_named_by_the_words_before_the_noun() -> None:
    plan = read("""\
        ### Backend Agent: Services
        - [ ] Build
        ### Frontend Agent: Pages
        - [ ] Draw (after Backend.1)
        """)
    assert [(one.key, one.owner) for one in plan.tracks] == [("Backend", "Backend Agent"), ("Frontend", "Frontend Agent")]


def test_agents_with_a_heading_are_no_tracks_where_the_document_has_tracks() -> None:
    plan = read("""\
        ### Track A: One
        1. **A.1** First
        ## Team
        ### Agent 1: Painter
        **Role**: paints
        """)
    assert [one.key for one in plan.tracks] == ["A"]
    assert [(agent.name, agent.title, agent.role) for agent in plan.agents] == [("Agent 1", "Painter", "paints")]


def test_keys_may_be_words() -> None:
    plan = read("""\
        ### Track Alpha: One
        1. **Alpha.1** First
        ### Track Beta: Two
        1. **Beta.1** Second
        #### Dependencies
        - Track Alpha (first)
        ## Schedule
        - **Week 1**: Tracks Alpha, Beta
        ## Sync Points
        1. **After Track Alpha + Beta**: Green
        ## Conflict Areas
        | Area | Tracks | Resolution |
        |---|---|---|
        | Keys | Alpha, Beta | Beta goes first |
        ## Resource Allocation
        ### If Using AI Agents
        - **Painter**: Track Beta → Alpha
        """)
    assert needs(plan) == {("track/Beta", "track/Alpha")}
    assert plan.sync_points[0].after == ("track/Alpha", "track/Beta")
    assert (plan.conflict_areas[0].tracks, plan.conflict_areas[0].first) == (("Alpha", "Beta"), "Beta")
    assert [(agent.name, agent.tracks) for agent in plan.agents] == [("Painter", ("Beta", "Alpha"))]
    assert track(plan, "Beta").weeks == (1,)


def test_a_label_below_the_heading_of_another_list_is_no_entry_of_it() -> None:
    plan = read("""\
        ### Track A: One
        1. **A.1** First
        #### Deliverables
        - A thing
        **Dependencies**: None
        """)
    assert [one.text for one in track(plan, "A").deliverables] == ["A thing"]
    assert needs(plan) == set()
