"""Going back: the plan as it was at a moment, or one command undone. What that changes is shown before it is done."""

from django.http import Http404, HttpRequest

from coordinator import travelling
from coordinator.travelling import Outcome
from coordinator.web.differences import WORD_OF, shown
from coordinator.web.pages import Facts, Place, number_asked
from coordinator.web.sheets.sheet import Sheet
from tracks.commands import Rollback, Undo
from tracks.errors import Refusal

MOST_CHOICES = 200
MOST_SHOWN = 100
LONGEST_KEY = 220


def rollback(place: Place, request: HttpRequest) -> Facts:
    """To the event `to`, the whole plan or only some things of it: those that `only` names."""
    to = number_asked(request, "to")
    if to is None or not 1 <= to <= place.sequence:
        raise Http404
    wanted = tuple(dict.fromkeys(word for word in request.GET.getlist("only") if len(word) <= LONGEST_KEY))
    despite = "despite_leases" in request.GET
    try:
        whole = travelling.preview_rollback(Rollback(project=place.slug, to=to, despite_leases=despite), "")
        outcome = whole
        if wanted:
            part = Rollback(project=place.slug, to=to, only=wanted, despite_leases=despite)
            outcome = travelling.preview_rollback(part, "")
    except Refusal as refusal:
        return {"to": to, "refusal": refusal, "wanted": wanted, "despite": despite}
    changed = [one for one in whole.changes if one.kind in WORD_OF]
    return {
        "to": to, "wanted": wanted, "despite": despite, "choices": shown(place.slug, changed[:MOST_CHOICES]),
        "others": max(0, len(changed) - MOST_CHOICES),
    } | of(outcome, place)


def undo(place: Place, request: HttpRequest) -> Facts:
    """The command that recorded the event `sequence`, alone or with what followed from it."""
    sequence = number_asked(request, "sequence")
    if sequence is None or not 1 <= sequence <= place.sequence:
        raise Http404
    followed, despite = (name in request.GET for name in ("with_what_followed", "despite_leases"))
    facts = {"sequence": sequence, "with_what_followed": followed, "despite": despite}
    command = Undo(project=place.slug, sequence=sequence, with_what_followed=followed, despite_leases=despite)
    try:
        outcome = travelling.preview_undo(command, "")
    except Refusal as refusal:
        return facts | {"refusal": refusal}
    told = {"undone": outcome.undone, "followed": outcome.followed, "followed_count": len(outcome.followed)}
    return facts | of(outcome, place) | told


def of(outcome: Outcome, place: Place) -> Facts:
    return {
        "outcome": outcome, "refusal": outcome.refusal, "changes": shown(place.slug, outcome.changes[:MOST_SHOWN]),
        "unseen": max(0, len(outcome.changes) - MOST_SHOWN),
    }


SHEETS = {"rollback": Sheet(rollback), "undo": Sheet(undo)}
