"""What agents and people write to each other: what waits for somebody first, inboxes, and one conversation at a time.

The list is that of the sequence `until`, which it keeps as it fetches itself anew: letters change where they stand, and
what has come since is counted on a button instead of moving what one reads.
"""

from dataclasses import dataclass

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, NullIf
from django.http import Http404, HttpRequest, HttpResponse

from agents.messages import KINDS, PERSON
from agents.models import Delivery, Message
from coordinator import mailbox
from coordinator.eventlog.models import Event
from coordinator.web.pages import Facts, Place, draw, number_asked, project_page

PAGE = 50
OF_A_THREAD = 200
MOST_NEW = 100
INBOXES = 200
MOVING = ("message.sent", "message.resolved")  # what brings letters to the list, and takes them from what is open


@dataclass(frozen=True, slots=True)
class Inbox:
    name: str
    unread: int


@project_page
def messages(request: HttpRequest, place: Place) -> HttpResponse:
    return draw(request, "messages/page.html", {"letters": letters, "inboxes": inboxes}, place, request, kinds=KINDS)


def letters(place: Place, request: HttpRequest) -> Facts:
    """A page of what the address asks for. Without a word about it: what is open, where something is."""
    until, before = number_asked(request, "until"), number_asked(request, "before")
    until = newest(place) if until is None else until
    asked = {name: request.GET.get(name, "").strip() for name in ("to", "kind", "about", "q", "unread", "show")}
    is_open = asked["show"] == "open" or not asked["show"] and has_open(place)
    rows = narrowed(mailbox.messages(place.id, place.sequence), asked, place)
    if is_open:
        rows = open_at(rows, until)
    newer = rows.filter(sequence__gt=until)[: MOST_NEW + 1].count()
    rows = rows.filter(sequence__lte=until, **({"sequence__lt": before} if before else {})).order_by("-sequence")
    found = mailbox.letters(place.id, rows[: PAGE + 1], place.sequence)
    return {
        "letters": found[:PAGE], "older_before": found[PAGE - 1].row.sequence if len(found) > PAGE else None,
        "until": until, "before": before, "newer": newer, "most_new": MOST_NEW, "asked": asked, "is_open": is_open,
        "shown": "open" if is_open else "all",
        "open_count": len(place.plan.unsettled), "reader": asked["to"] if asked["to"].startswith("agent/") else "",
        "is_narrowed": any(asked[name] for name in ("to", "kind", "about", "q", "unread")),
    }


def newest(place: Place) -> int:
    """The last time that something was written or settled. Two looks into an index."""
    events = Event.objects.filter(project=place.id, sequence__lte=place.sequence).order_by("-sequence")
    found = (events.filter(type=type_).values_list("sequence", flat=True).first() for type_ in MOVING)
    return max(sequence or 0 for sequence in found)


def has_open(place: Place) -> bool:
    return bool(len(place.plan.unsettled))


def narrowed(rows: QuerySet[Message], asked: dict[str, str], place: Place) -> QuerySet[Message]:
    """By kind, recipient, what it is about, a few words, and whether somebody has not read it."""
    to = asked["to"]
    if to == PERSON or to.startswith("agent/"):
        rows = rows.filter(Exists(Delivery.objects.filter(
            project=OuterRef("project"), message=OuterRef("sequence"), recipient=to,
        )))
    elif to:
        rows = rows.filter(to=to)
    if asked["unread"]:
        rows = rows.filter(mailbox.unread_by(to if to == PERSON or to.startswith("agent/") else "", place.sequence))
    if asked["about"]:
        rows = rows.filter(about__in=[asked["about"], *(f"{kind}/{asked['about']}" for kind in ("task", "track", "sync"))])
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    return rows.filter(text__icontains=asked["q"]) if asked["q"] else rows


def open_at(rows: QuerySet[Message], at: int) -> QuerySet[Message]:
    """Questions that had no answer then, and blockers that nobody had resolved."""
    unanswered = Q(answered__isnull=True) | Q(answered__gt=at)
    rows = rows.annotate(answered=Cast(NullIf("answer", Value("")), BigIntegerField()))
    return rows.filter(Q(resolved__isnull=True) | Q(resolved__gt=at), Q(kind="blocker") | Q(kind="question") & unanswered)


def inboxes(place: Place, request: HttpRequest) -> Facts:
    """Everybody to whom something can be written and how much each has not read; those with most of it first."""
    plan = place.plan
    names = [PERSON, *(f"agent/{name}" for name, one in plan.agents.items() if one.joined and not one.stopped)]
    unread = {name: len(mail) for name, mail in plan.inboxes.items() if len(mail)}
    found = [Inbox(name, unread.get(name, 0)) for name in dict.fromkeys([*names, *unread])]
    found.sort(key=lambda one: (one.name != PERSON, -one.unread, one.name))
    return {"inboxes": found[:INBOXES], "inbox_count": len(found), "to": request.GET.get("to", "")}


# One conversation ----------------------------------------------------------------------------------------------------


@project_page
def conversation(request: HttpRequest, place: Place, key: str) -> HttpResponse:
    """The thread of which the message with this key is part."""
    asked = mailbox.letter(place.id, key, place.sequence)
    if asked is None:
        raise Http404
    first = mailbox.letter(place.id, asked.row.thread, place.sequence) or asked
    return draw(request, "messages/conversation.html", {"thread": thread}, place, first, request, first=first)


def thread(place: Place, first: mailbox.Letter, request: HttpRequest) -> Facts:
    """From the first word to the last, and what is answered by what one writes below: the oldest open, or the last."""
    before = number_asked(request, "before")
    rows = mailbox.messages(place.id, place.sequence).filter(thread=first.row.thread)
    rows = (rows.filter(sequence__lt=before) if before else rows).order_by("-sequence")
    found = mailbox.letters(place.id, rows[: OF_A_THREAD + 1], place.sequence)
    shown = found[:OF_A_THREAD][::-1]
    answered = next((one for one in shown if one.is_open), shown[-1] if shown else first)
    return {
        "letters": shown, "before": before, "answered": answered, "back_to": back_to(answered),
        "older_before": shown[0].row.sequence if len(found) > OF_A_THREAD else None, "among": True,
    }


def back_to(letter: mailbox.Letter) -> str:
    """Whom an answer of a person goes to: the agent that wrote, else whom the person had written to."""
    return letter.row.sender if letter.row.sender.startswith("agent/") else letter.row.to
