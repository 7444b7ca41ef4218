"""A whole project as one zip: its log, which proves itself, and everything that it amounts to, table by table.

Made piece by piece as it is sent, so its size costs no memory beyond the plan's.
"""

import zipfile
from collections.abc import Iterable, Iterator

import msgspec
from django.conf import settings

from coordinator import plans
from coordinator.eventlog.export import lines
from coordinator.eventlog.store import Head
from coordinator.projections import PROJECTIONS
from coordinator.projector import summary_row
from tracks.plan import Plan

README = """{name} ({project}), up to event #{sequence}

log.jsonl         every event with exactly what was hashed, and the signed checkpoints
verify_log.py     proves it: python3 verify_log.py log.jsonl
project.json      the project in numbers
tables/*.jsonl    what the log amounts to, a line of JSON for each track, task, agent ...

Take it into another installation, on whichever database: manage.py import_log log.jsonl
"""


def zipped(head: Head) -> Iterator[bytes]:
    """The project at `head`, as the bytes of a zip file."""
    pipe = Pipe()
    plan = plans.plan_at(head, head.sequence)
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, pieces in contents(head, plan):
            with archive.open(name, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
                    yield pipe.taken()
            yield pipe.taken()
    yield pipe.taken()


def contents(head: Head, plan: Plan) -> Iterator[tuple[str, Iterable[bytes]]]:
    words = README.format(name=plan.name, project=head.project, sequence=head.sequence)
    yield "README.txt", [words.encode()]
    yield "log.jsonl", lines(head)
    yield "verify_log.py", [(settings.CHECKOUT / "static" / "verify_log.py").read_bytes()]
    yield "project.json", [msgspec.json.encode(summary_row(plan))]
    for projection in PROJECTIONS:
        values = getattr(plan, projection.kind)
        yield f"tables/{projection.kind}.jsonl", (
            msgspec.json.encode(projection.row(plan, values[key])) + b"\n" for key in sorted(values)
        )


class Pipe:
    """What a zip file is written into: it cannot be sought in, and gives away what was written."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes, /) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """There is nothing to let go of."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
