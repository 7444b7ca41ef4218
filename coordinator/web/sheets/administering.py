"""Forms of the settings: the project itself, people, tokens and webhooks."""

from django.http import Http404, HttpRequest

from coordinator.access.models import Membership, Token
from coordinator.access.permissions import allows
from coordinator.web.pages import Facts, Place
from coordinator.web.sheets.sheet import Sheet
from coordinator.webhooks.models import Webhook

ROLES = [("viewer", "Viewer: sees everything"), ("operator", "Operator: runs the plan"), ("admin", "Admin: also decides who may")]


def new_person(place: Place, request: HttpRequest) -> Facts:
    return {"roles": ROLES}


def person(place: Place, request: HttpRequest) -> Facts:
    name = request.GET.get("key", "")
    member = Membership.objects.filter(project=place.id, user__username=name).first()
    if member is None:
        raise Http404
    return {"person": name, "role": member.role, "roles": ROLES}


def token(place: Place, request: HttpRequest) -> Facts:
    """Somebody else's is shown to administrators alone."""
    number = request.GET.get("key", "")
    own = {} if allows(place.role, "administer") else {"user": request.user.pk}
    found = Token.objects.filter(project=place.id, pk=number, **own).first() if number.isdecimal() else None
    if found is None:
        raise Http404
    return {"token": found}


def webhook(place: Place, request: HttpRequest) -> Facts:
    found = place.of(Webhook).filter(key=request.GET.get("key", "")).first()
    if found is None:
        raise Http404
    return {"webhook": found}


SHEETS = {
    "project-rename": Sheet(needs="administer"),
    "project-archive": Sheet(needs="administer"),
    "person-new": Sheet(new_person, needs="administer"),
    **{f"person-{what}": Sheet(person, needs="administer") for what in ("role", "remove", "link")},
    "token-new": Sheet(new_person, needs="view"),
    "token-revoke": Sheet(token, needs="view"),
    "webhook-new": Sheet(needs="administer"),
    **{f"webhook-{what}": Sheet(webhook, needs="administer") for what in ("edit", "disable", "redeliver", "secret", "remove")},
}
