"""Who belongs to a project, and as what. A project that has had an administrator keeps one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction

from coordinator.access import journal
from coordinator.access.models import Membership, Role, Token
from coordinator.access.permissions import HIGHEST, LADDER
from coordinator.access.tokens import revoke
from coordinator.eventlog import store
from coordinator.eventlog.store import Head
from tracks.errors import InvalidField, Refusal


class UnknownPerson(Refusal):
    """Nobody is called {name} here."""

    status = 404
    next = 'Correct the name, or let somebody new in with `"new": true`.'


class UnknownMember(Refusal):
    """{name} is no member of {project}."""

    status = 404
    next = "List the members with GET /api/v1/projects/{project}/members."


class LastAdministrator(Refusal):
    """{name} is the last administrator of {project}."""

    next = "Make somebody else an administrator first."


def put(head: Head, actor: str, name: str, role: Role, new: bool = False) -> tuple[Membership, bool]:
    """Gives a person a role; whether they were no member before. Raises UnknownPerson, LastAdministrator."""
    with changing(head):
        person = get_user_model().objects.filter(username=name).first() or made(name, new, actor)
        membership = Membership.objects.select_related("user").filter(user=person, project=head.id).first()
        if membership is None:
            membership = Membership.objects.create(user=person, project_id=head.id, role=role)
            journal.note(actor, "member.added", name, head.id, after=role)
            return membership, True
        before = membership.role
        if before == role:
            return membership, False
        keep_an_administrator(head, membership)
        membership.role = role
        membership.save(update_fields=["role"])
        journal.note(actor, "member.changed", name, head.id, before=before, after=role)
        take_back_tokens(head, actor, person, role)
        return membership, False


def remove(head: Head, actor: str, name: str) -> None:
    """Raises UnknownMember, LastAdministrator."""
    with changing(head):
        membership = Membership.objects.select_related("user").filter(user__username=name, project=head.id).first()
        if membership is None:
            raise UnknownMember(name=name, project=head.project)
        keep_an_administrator(head, membership)
        membership.delete()
        journal.note(actor, "member.removed", name, head.id, before=membership.role)
        take_back_tokens(head, actor, membership.user, None)


@contextmanager
def changing(head: Head) -> Iterator[None]:
    """One change of a project's members at a time, all of it or nothing."""
    with transaction.atomic():
        store.lock_head(head.project)
        yield


def made(name: str, new: bool, actor: str) -> AbstractUser:
    """A new person, who can come in by a link alone."""
    if not new:
        raise UnknownPerson(name=name)
    person = get_user_model()(username=name)
    person.set_unusable_password()
    try:
        person.full_clean()
    except ValidationError as error:
        raise InvalidField(field="name", problem=" ".join(error.messages)) from None
    person.save()
    journal.note(actor, "person.added", name)
    return person


def keep_an_administrator(head: Head, membership: Membership) -> None:
    """Raises LastAdministrator where nobody else could administer the project as a member."""
    others = Membership.objects.filter(project=head.id, role=HIGHEST, user__is_active=True).exclude(pk=membership.pk)
    if membership.role == HIGHEST and not others.exists():
        raise LastAdministrator(name=membership.user.get_username(), project=head.project)


def take_back_tokens(head: Head, actor: str, person: AbstractUser, role: Role | None) -> None:
    """A person's tokens reach no further than the person; without a role they reach nowhere."""
    for token in Token.objects.filter(project=head.id, user=person, revoked_at=None):
        if role is None or LADDER.index(Role(token.role)) > LADDER.index(role):
            revoke(token)
            journal.note(actor, "token.revoked", str(token), head.id, before=token.role)
