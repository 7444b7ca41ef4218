"""The schedule: which track works in which week, and what of it can run in parallel."""

import re
from collections.abc import Container
from dataclasses import replace

from ..inline import plain
from ..keys import looks_like_key
from ..mentions import bare_keys, mentions
from ..nouns import TASK, TRACK, WORKER
from ..statuses import read_mark
from ..waits import waits_for
from .columns import Row, Table
from .draft import INFO, Draft
from .entities import Need, TrackDraft
from .owners import find_named
from .place import Place, Reader
from .remarks import read_parallel
from .tasklines import read_task_line
from .tree import Node

_WEEKS = re.compile(
    r"\b(?:weeks?|wochen?|semanas?|semaines?|settiman[ae]|недел[яи])\s*(?P<first>\d{1,3})(?:\s*(?:-|–|—|to|bis|&|and|und|,)\s*(?P<last>\d{1,3}))?"
    r"|第?\s*(?P<cjk>\d{1,3})\s*[周週]",
    re.IGNORECASE,
)


def weeks_named(text: str) -> list[int]:
    """`Weeks 2-3` as [2, 3]; empty for a text that names no week."""
    found = _WEEKS.search(text)
    if not found:
        return []
    first = int(found["first"] or found["cjk"])
    last = int(found["last"] or first)
    return list(range(first, last + 1)) if first <= last <= first + 60 else [first]


def read_schedule_table(reader: Reader, table: Table, place: Place) -> None:
    heading = next((weeks for text in reversed(place.headings) if (weeks := weeks_named(text))), [])
    for row in table.rows:
        track = track_of(reader, row)
        if track is None:
            name = plain(row.get("track"))
            reader.draft.problem(row.line, f"There is no track “{name}” in this document; the row is kept as a note")
            reader.draft.note("note", " | ".join(row.texts), row.line)
        else:
            _schedule(reader, row, track, weeks_named(row.get("week")) or _numbers(row.get("week")) or heading)


def read_schedule_line(reader: Reader, node: Node, place: Place) -> None:
    """`- **Week 1**: Track A, B`, or words about the schedule. A line that is a task is read as one."""
    if read_task_line(node.text) or read_mark(node.text).mark.startswith("["):
        reader.visit(node, replace(place, section=""))
        return
    weeks = weeks_named(node.text) or next((found for text in reversed(place.headings) if (found := weeks_named(text))), [])
    text = plain(node.text)
    reader.draft.keep("note", node, place.about, place.date)
    if weeks:
        reader.draft.later.append(lambda: _plan_weeks(reader.draft, text, weeks))


def _plan_weeks(draft: Draft, text: str, weeks: list[int]) -> None:
    known = {track.key for track in draft.tracks.values()}
    named = [key for mention in mentions(text, known) if mention.kind in (TRACK, WORKER) for key in mention.keys]
    for track in (draft.track(key) for key in named):
        if track:
            track.weeks += [week for week in weeks if week not in track.weeks]


def track_of(reader: Reader, row: Row) -> TrackDraft | None:
    """The track a row is about, by key (`A`) or name (`Track A`, `Instance 2`, its title)."""
    name = plain(row.get("track") or row.get("worker"))
    wanted = name.casefold()
    by_key = reader.draft.track(name) or find_named(reader.draft, name)[0]
    titles = (track for track in reader.draft.tracks.values() if wanted in (track.title.casefold(), track.name.casefold()))
    first = name.partition(" ")[0].strip(":.")
    return by_key or next(titles, None) or (reader.draft.track(first) if looks_like_key(first) else None)


def _schedule(reader: Reader, row: Row, track: TrackDraft, weeks: list[int]) -> None:
    track.weeks += [week for week in weeks if week not in track.weeks]
    parallel = plain(row.get("parallel"))
    if parallel:
        track.parallelizable = f"{track.parallelizable}; {parallel}" if track.parallelizable else parallel
    if what := waits_for(parallel):
        reader.draft.needs.append(Need(track, what, row.line, is_weak=True, is_told=True))
    named = _tasks_named(plain(row.get("tasks")), reader.draft.spellings())
    for key in named:
        _mark(reader, key, row, parallel)
    if not named and read_parallel(parallel) is False:
        reader.draft.sequential.add(track.key)
    for head, text in row.others:
        track.notes.append(f"{head}: {plain(text)}" if head else plain(text))


def _mark(reader: Reader, key: str, row: Row, parallel: str) -> None:
    task = reader.draft.task(key)
    if task is None:
        reader.draft.problem(row.line, f"The schedule names {key}, which the document does not describe", INFO)
    elif task.parallel is None:
        task.parallel = read_parallel(parallel)


def _tasks_named(text: str, known: Container[str]) -> list[str]:
    """The keys a cell lists; a lone number is how many there are."""
    named = [key for mention in mentions(text, known) if mention.kind == TASK for key in mention.keys]
    return named or ([] if text.isdigit() else bare_keys(text, known))


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\b\d{1,3}\b", text)]
