"""Members: who belongs to a project and as what, links that let them in, and who changed any of it."""

from datetime import timedelta
from typing import Annotated, Literal

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.http import HttpResponse
from django.urls import reverse
from msgspec import Meta

from coordinator.access import journal, members
from coordinator.access.members import LastAdministrator, UnknownMember, UnknownPerson
from coordinator.access.models import AccessChange, Membership, Role, SignInLink
from coordinator.access.permissions import HIGHEST
from coordinator.access.signin import make_link
from coordinator.access.tokens import digest
from coordinator.api.brief import PLACES
from coordinator.api.cursors import NumberPart, cursor_at, place_behind
from coordinator.api.door import Ask, Door, answer, operation
from coordinator.api.projects import may_create
from coordinator.api.reading import Strict
from coordinator.api.rows import Brief
from coordinator.api.wire.access import AccessFactList, Link, Member, MemberList, draw_fact, draw_member
from tracks.errors import NotAllowed

MOST = 1_000


class NewRole(Strict):
    role: Literal["viewer", "operator", "admin"]
    new: Annotated[bool, Meta(description="Whether somebody who is not known yet is to be let in.")] = False


class NewLink(Strict):
    minutes: Annotated[int, Meta(ge=1, le=1_440, description="How long it is good for.")] = 60


class Older(Brief, dict=True):
    limit: Annotated[int, Meta(ge=1, le=MOST, description="How many at once.")] = 100
    cursor: Annotated[str, Meta(max_length=40, description="The `cursor` of the page before this one.")] = ""


class Members(Door):
    @operation(
        "List who belongs to the project", needs="administer", query=Brief, answers={200: (MemberList, "By name.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        found = Membership.objects.select_related("user").filter(project=ask.head().id).order_by("user__username")
        everywhere = get_user_model().objects.filter(is_superuser=True, is_active=True).order_by("username")
        return answer(MemberList([draw_member(one) for one in found], [one.get_username() for one in everywhere]))


class OneMember(Door):
    @operation(
        "Give a person a role in the project", needs="administer", body=NewRole,
        answers={200: (Member, "The person has the role."), 201: (Member, "The person is a member now.")},
        refusals=(UnknownPerson, LastAdministrator), example={"role": "operator"},
    )
    def put(self, ask: Ask, name: str) -> HttpResponse:
        body: NewRole = ask.body
        member, is_new = members.put(ask.head(), ask.caller.actor, name, Role(body.role), body.new)
        return answer(draw_member(member), 201 if is_new else 200)

    @operation(
        "Take the role of a person away, and the tokens that came with it", needs="administer",
        answers={204: (None, "The person is no member any more.")}, refusals=(UnknownMember, LastAdministrator),
    )
    def delete(self, ask: Ask, name: str) -> HttpResponse:
        members.remove(ask.head(), ask.caller.actor, name)
        response = HttpResponse(status=204)
        del response.headers["Content-Type"]
        return response


class SignInLinkOf(Door):
    @operation(
        "Make a link that signs a member in, once", needs="administer", body=NewLink,
        answers={201: (Link, "The link is shown this once.")}, refusals=(UnknownMember,), example={"minutes": 60},
    )
    def post(self, ask: Ask, name: str) -> HttpResponse:
        head = ask.head()
        member = Membership.objects.select_related("user").filter(project=head.id, user__username=name).first()
        if member is None:
            raise UnknownMember(name=name, project=ask.project)
        check_may_let_in(ask, member.user)
        token = make_link(member.user, timedelta(minutes=ask.body.minutes))
        link = SignInLink.objects.get(digest=digest(token))
        journal.note(ask.caller.actor, "link.made", name, head.id, after=f"until {link.expires_at:%Y-%m-%d %H:%M} UTC")
        return answer(Link(name, ask.request.build_absolute_uri(reverse("sign-in-link", args=[token])), link.expires_at), 201)


class AccessLog(Door):
    @operation(
        "Read who changed who may do what", needs="administer", query=Older,
        answers={200: (AccessFactList, "The newest first.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        found = AccessChange.objects.filter(project=ask.head().id)
        if place := place_behind(ask.query.cursor, NumberPart):
            found = found.filter(pk__lt=place[0])
        rows = list(found[: ask.query.limit + 1])
        shown = rows[: ask.query.limit]
        vars(ask.query)[PLACES] = [[one.pk] for one in shown]
        cursor = cursor_at([shown[-1].pk]) if len(rows) > len(shown) else None
        return answer(AccessFactList([draw_fact(one) for one in shown], cursor))


def check_may_let_in(ask: Ask, person: AbstractUser) -> None:
    """Whoever signs in as somebody may do all that they may, everywhere; so only who may do that too makes the link."""
    if may_create(ask.caller):
        return
    elsewhere = Membership.objects.filter(user=person).exclude(project__project=ask.project)
    if not person.is_superuser and not person.is_staff and all(administers(ask, one) for one in elsewhere):
        return
    raise NotAllowed(actor=ask.caller.actor, role=f"{HIGHEST} of every project that {person.get_username()} may see")


def administers(ask: Ask, membership: Membership) -> bool:
    who = ask.caller.who
    return isinstance(who, AbstractUser) and Membership.objects.filter(
        user=who, project=membership.project_id, role=HIGHEST
    ).exists()
