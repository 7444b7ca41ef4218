"""Sets what a document states about its own progress beside what was counted in it. Differences are told, not decided."""

import re

from tracks.document import DONE, NOT_STARTED

from ..inline import plain
from ..references import Names
from ..statuses import read_percent, read_status
from .columns import Row, Table
from .draft import INFO, Draft
from .entities import LISTED, Need, Sighting, Stated, TaskDraft, TrackDraft
from .place import Place, Reader
from .schedule import track_of

_COUNTER = re.compile(r"(?P<done>\d{1,6})\s*(?:/|of|von|de|из)\s*(?P<all>\d{1,6})(?P<after>[^()]{0,40})", re.IGNORECASE)
_SUBTASKS = re.compile(r"sub-?tasks?|unteraufgaben|teilaufgaben|subtareas|sous-tâches|подзадач", re.IGNORECASE)
_TASKS = re.compile(r"tasks?|aufgaben|tareas|tâches|tarefas|задач|任务|overall|project|gesamt|total", re.IGNORECASE)


def read_progress_table(reader: Reader, table: Table, place: Place) -> None:
    """Takes down what each row says; a track with no status of its own gets this one."""
    draft = reader.draft
    for row in table.rows:
        track = track_of(reader, row)
        if track is None:
            name = plain(row.get("track") or row.get("worker"))
            draft.note("note", " | ".join(plain(text) for text in row.texts), row.line)
            draft.problem(row.line, f"There is no track “{name}” in this document; the row is kept as a note")
            continue
        _take_down(draft, row, track, place)


def compare_track(draft: Draft, stated: Stated, status: str, percent: int, needed: set[str], names: Names) -> None:
    """Tells where a row of the progress table differs from the rest of the document."""
    track, differences = stated.track, []
    if said := read_status(stated.status):
        if not said.known or said.doubt:
            draft.problem(stated.line, said.doubt)
        elif said.status != status:
            differences.append(f"the status {said.word} (elsewhere: {_status_told(track, status)})")
    said_percent = read_percent(stated.percent)
    if said_percent is not None and said_percent != percent:
        differences.append(f"{said_percent} % (we count {percent} %)")
    if stated.needs:
        differences += _other_blockers(stated, needed, names)
    if differences:
        draft.problem(stated.line, f"The table gives {track.name} {'; '.join(differences)}", INFO)


def compare_counters(draft: Draft, statuses: dict[str, str]) -> None:
    """`18/32 main tasks completed` beside our own count of tasks or subtasks."""
    for line, text in draft.counters:
        for found in _COUNTER.finditer(text):
            context = found["after"] + text[: found.start()]
            is_of_subtasks = bool(_SUBTASKS.search(context))
            if not is_of_subtasks and not _TASKS.search(context):
                continue
            counted = [task for task in draft.tasks.values() if bool(task.parent) == is_of_subtasks]
            done = sum(statuses[task.key] == DONE for task in counted)
            if (done, len(counted)) != (int(found["done"]), int(found["all"])):
                noun = "subtasks" if is_of_subtasks else "tasks"
                reason = f"The document says {found['done']}/{found['all']}; we count {done}/{len(counted)} {noun}"
                draft.problem(line, reason, INFO)


def _take_down(draft: Draft, row: Row, track: TrackDraft, place: Place) -> None:
    needs = plain(row.get("needs"))
    draft.stated.append(Stated(track, row.line, row.get("status"), row.get("percent"), needs))
    draft.note("progress", " | ".join(plain(text) for text in row.texts if text), row.line, track.reference, place.date)
    if (status := read_status(row.get("status"))) and status.known:
        track.sightings.append(Sighting(status.status, plain(row.get("status")), row.line, LISTED, place.when))
    if needs and not track.declares:
        draft.needs.append(Need(track, needs, row.line, is_weak=True, is_told=True))


def _status_told(track: TrackDraft, status: str) -> str:
    return next((sighting.word for sighting in track.sightings if sighting.status == status), status.replace("_", " "))


def _other_blockers(stated: Stated, needed: set[str], names: Names) -> list[str]:
    read = names.read(stated.needs, stated.track.reference)
    extra = [reference for reference in read.found if reference not in needed]
    absent = [reference for reference in sorted(needed) if reference not in read.found]
    told = []
    if extra:
        told.append(f"the blockers {_listed(extra)} that are no declared dependencies")
    if absent:
        told.append(f"no mention of {_listed(absent)} among its blockers")
    return told


def _listed(references: list[str]) -> str:
    return ", ".join(reference.partition("/")[2] for reference in references)


def percent_done(tasks: list[TaskDraft], statuses: dict[str, str]) -> int:
    """How many of a track's tasks are done, in whole percent, as a table would state it."""
    top = [task for task in tasks if not task.parent]
    return round(100 * sum(statuses.get(task.key, NOT_STARTED) == DONE for task in top) / len(top)) if top else 0
