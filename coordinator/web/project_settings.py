"""The settings of a project: its name, who belongs to it, tokens, webhooks, and the leases that this installation grants.

People and tokens stand beside the log, so these pages show them as they are now, whatever moment is asked for.
"""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from coordinator.access.models import AccessChange, Membership, Token
from coordinator.access.permissions import allows
from coordinator.settings.table import TABLE
from coordinator.web.pages import Facts, Place, draw, project_page
from coordinator.webhooks.models import Attempt, Cursor, Webhook

CHANGES = 50
TOKENS = 200
SAID = {
    "member.added": "let in", "member.changed": "changed the role of", "member.removed": "removed", "person.added": "made known",
    "token.issued": "made the token", "token.revoked": "took back the token", "link.made": "made a sign-in link for",
}
OF_LEASES = ("SIGNALBOX_LEASE_SECONDS", "SIGNALBOX_STALE_SECONDS", "SIGNALBOX_LOST_SECONDS")


@project_page
def general(request: HttpRequest, place: Place) -> HttpResponse:
    return draw(request, "settings/general.html", {"about": about}, place, tab="settings")


def about(place: Place) -> Facts:
    leases = [(setting, settings.SIGNALBOX[setting.name]) for setting in TABLE if setting.name in OF_LEASES]
    return {"leases": leases, "administers": allows(place.role, "administer")}


@project_page
def people(request: HttpRequest, place: Place) -> HttpResponse:
    return draw(request, "settings/people.html", {"people": members}, place, tab="settings-people")


def members(place: Place) -> Facts:
    """Nobody but an administrator is told who else may do what."""
    if not allows(place.role, "administer"):
        return {"members": None}
    changes = AccessChange.objects.filter(project=place.id)[:CHANGES]
    return {
        "members": Membership.objects.select_related("user").filter(project=place.id).order_by("user__username"),
        "everywhere": get_user_model().objects.filter(is_superuser=True, is_active=True).order_by("username"),
        "changes": [(change, SAID.get(change.what, change.what)) for change in changes],
    }


@project_page
def tokens(request: HttpRequest, place: Place) -> HttpResponse:
    return draw(request, "settings/tokens.html", {"tokens": issued}, place, request, tab="settings-tokens")


def issued(place: Place, request: HttpRequest) -> Facts:
    """An administrator sees all of them, the others their own."""
    found: QuerySet[Token] = Token.objects.select_related("user").filter(project=place.id)
    if not allows(place.role, "administer"):
        found = found.filter(user=request.user.pk)
    return {"tokens": found.order_by("revoked_at", "-pk")[:TOKENS]}


@project_page
def webhooks(request: HttpRequest, place: Place) -> HttpResponse:
    return draw(request, "settings/webhooks.html", {"webhooks": told}, place, tab="settings-webhooks")


def told(place: Place) -> Facts:
    if not allows(place.role, "administer"):
        return {"webhooks": None}
    cursors = {cursor.key: cursor for cursor in Cursor.objects.filter(project=place.id)}
    return {"webhooks": [(webhook, cursors.get(webhook.key)) for webhook in place.of(Webhook)]}


@project_page
def webhook(request: HttpRequest, place: Place, key: str) -> HttpResponse:
    found = place.of(Webhook).filter(key=key).first() if allows(place.role, "administer") else None
    if found is None:
        raise Http404
    return draw(request, "settings/webhook.html", {"webhook": one}, place, found, tab="settings-webhooks", webhook=found)


def one(place: Place, webhook: Webhook) -> Facts:
    return {
        "cursor": Cursor.objects.filter(project=place.id, key=webhook.key).first(),
        "attempts": Attempt.objects.filter(project=place.id, key=webhook.key),
    }
