"""Who gave whom which right, and who came in: written in the same transaction as what it tells of, and never changed.

Rights are no part of a plan: they hold across projects, and a log that is exported or restored elsewhere must neither carry
nor grant them. So they are kept, and told, beside the logs. Holds no secret.
"""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from coordinator.access.models import AccessChange

WHAT = (
    "person.signed_in", "person.turned_away", "person.added", "member.added", "member.changed", "member.removed", "link.made",
    "token.issued", "token.revoked",
)


def note(actor: str, what: str, about: str, project_id: int | None = None, before: str = "", after: str = "") -> None:
    """`what` is past tense, such as member.added; `before` and `after` say what became of it."""
    AccessChange.objects.create(
        project_id=project_id, at=timezone.now(), actor=actor[:120], what=what, about=about[:200], before=before[:200],
        after=after[:200],
    )


@receiver(user_logged_in)
def came_in(user: Any, **_: Any) -> None:
    note(user.get_username(), "person.signed_in", user.get_username())


@receiver(user_login_failed)
def was_turned_away(credentials: dict[str, Any], **_: Any) -> None:
    """Somebody tried a name with a wrong password; how often one may is limited at the door."""
    tried = str(credentials.get("username", ""))
    note(tried, "person.turned_away", tried)
