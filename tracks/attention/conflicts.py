"""What collides and needs a person: two agents on the same paths, and declared areas that nobody has resolved."""

from collections.abc import Iterator
from functools import partial

from tracks.attention.items import Action, Item, address, post
from tracks.attention.weights import behind_it, weight
from tracks.attention.work import Drawn
from tracks.blockers import track_status
from tracks.conflicts import Conflict, Party, actual, said
from tracks.meeting import ConflictArea
from tracks.plan import Plan
from tracks.work import split


def collisions(plan: Plan) -> Iterator[Drawn]:
    for conflict in actual(plan):
        one, other = conflict.parties
        holds_up = max(weight_of(plan, one), weight_of(plan, other))
        yield holds_up, f"conflict/{one.reference}/{other.reference}", partial(collision, conflict)


def weight_of(plan: Plan, party: Party) -> int:
    is_task = party.reference.startswith("task/")
    return weight(plan, party.reference if is_task else f"agent/{party.agent}")


def collision(conflict: Conflict, holds_up: int, id: str) -> Item:
    earlier, later = sorted(conflict.parties, key=lambda party: (party.since, party.reference))
    reason = f"{later.agent} ({said(later)}) and {earlier.agent} ({said(earlier)}) both have {later.path}"
    return Item(
        id, "conflict", later.reference, reason, conflict.next, conflict.since, f"agent/{later.agent}", holds_up,
        (free(later), post("Write to both", "messages", to="everyone", text="", about=about(later))),
    )


def free(party: Party) -> Action:
    kind, key = split(party.reference)
    if kind == "task":
        return post(f"Free {key}", "tasks", key, "release", step_in=True, reason="")
    return Action(f"Free reservation {key}", "DELETE", address("reservations", key))


def about(party: Party) -> str:
    return party.reference if party.reference.startswith("task/") else ""


def open_areas(plan: Plan) -> Iterator[Drawn]:
    """Declared areas without a resolution, while two of their tracks at least still have work."""
    for area in plan.conflict_areas.values():
        tracks = [plan.tracks[key] for key in area.tracks if key in plan.tracks]
        if area.status == "open" and sum(track_status(plan, track) != "done" for track in tracks) > 1:
            holds_up = max(weight(plan, f"track/{track.key}") for track in tracks)
            yield holds_up, f"conflict/{area.key}", partial(open_area, area)


def open_area(area: ConflictArea, holds_up: int, id: str) -> Item:
    return Item(
        id, "conflict", f"conflict/{area.key}", f"Tracks {', '.join(area.tracks)} touch {area.area}, and nobody has said how",
        behind_it(holds_up), None, "", holds_up,
        (post("Say how it is resolved", "conflicts", area.key, "resolve", resolution="", first="", order=False),),
    )
