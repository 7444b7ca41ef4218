"""Which part of the graph the address asks for, and the addresses of the other parts."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse

from coordinator.web.pages import Place, number_asked
from tracks.ahead.picture import View

STEPS = 2
MOST_STEPS = 20
MOST_KNOWN = 20_000  # nodes looked at, before states and folding make them fewer


@dataclass(frozen=True, slots=True)
class Asked:
    """Tracks, all tasks, the tasks of one track, or what is at most `steps` from the `focus`, a reference.

    `states` narrows by state, `critical` to what must not slip, `unfold` names folded chains to show whole.
    """

    address: str
    at: str = ""
    level: str = "tracks"
    track: str = ""
    focus: str = ""
    steps: int = STEPS
    states: tuple[str, ...] = ()
    critical: bool = False
    unfold: tuple[str, ...] = ()

    @property
    def view(self) -> View:
        if self.focus:
            return View("tasks", around=self.focus, hops=self.steps, limit=MOST_KNOWN)
        return View(self.level, within=self.track, limit=MOST_KNOWN)

    def url(self, **changes: Any) -> str:
        """Of this page with something else asked for."""
        other = replace(self, **changes)
        said: list[tuple[str, Any]] = [("at", other.at)] if other.at else []
        if other.focus:
            said += [("focus", other.focus), ("steps", other.steps)]
        elif other.track:
            said.append(("track", other.track))
        elif other.level == "tasks":
            said.append(("level", "tasks"))
        said += [("state", state) for state in other.states]
        said += [("critical", "only")] if other.critical else []
        said += [("unfold", name) for name in other.unfold]
        return f"{self.address}?{urlencode(said)}" if said else self.address

    @property
    def plain(self) -> dict[str, Any]:
        """What is changed to leave a part: nothing narrowed, nothing unfolded."""
        return {"level": "tracks", "track": "", "focus": "", "states": (), "critical": False, "unfold": ()}


def asked(request: HttpRequest, place: Place) -> Asked:
    """Raises Http404 where the address names a track or a level that is not there. What `focus` names may be unknown."""
    said = request.GET
    level, track = said.get("level", "tracks"), said.get("track", "")
    if level not in ("tracks", "tasks") or (track and track not in place.plan.tracks):
        raise Http404
    return Asked(
        address=reverse("graph", args=[place.slug]), at=said.get("at", ""),
        level="tasks" if track or not place.plan.tracks else level,
        track=track, focus=focus_asked(said, place),
        steps=max(0, min(MOST_STEPS, steps if (steps := number_asked(request, "steps")) is not None else STEPS)),
        states=tuple(sorted(set(said.getlist("state")))), critical=said.get("critical") == "only",
        unfold=tuple(dict.fromkeys(said.getlist("unfold"))),
    )


def focus_asked(said: QueryDict, place: Place) -> str:
    """A reference; a plain key is a task's, a track's or a sync point's. What names nothing comes back as it is."""
    word = said.get("focus", "").strip()
    meant = (reference for reference in (word, *(f"{kind}/{word}" for kind in ("task", "track", "sync"))))
    return next((reference for reference in meant if place.plan.exists(reference)), word)
