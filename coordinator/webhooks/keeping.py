"""The row beside the log that goes with a webhook: made and changed after the command that the log knows of.

A crash in between leaves the command without its row; the same request sent again puts that right.
"""

from coordinator import plans
from coordinator.eventlog import store
from coordinator.eventlog.store import Head
from coordinator.webhooks import signing
from coordinator.webhooks.models import Attempt, Cursor


def keep_address(head: Head, key: str, url: str) -> None:
    """Where the webhook leads, unless it was made to lead somewhere else since."""
    webhook = plans.catch_up(head).webhooks.get(key)
    if webhook is None or webhook.digest != signing.digest_of(url):
        return
    begins = {"address": signing.sealed(url), "sequence": webhook.added, "next_try_at": store.clock()}
    cursor, is_new = Cursor.objects.get_or_create(project_id=head.id, key=key, defaults=begins)
    if is_new:
        return
    if cursor.sequence < webhook.added:  # left behind by another webhook of that name
        forget(head, key)
        Cursor.objects.create(project_id=head.id, key=key, **begins)
        return
    Cursor.objects.filter(pk=cursor.pk).update(address=begins["address"], next_try_at=begins["next_try_at"])


def try_now(head: Head, key: str) -> None:
    """Begins a failing webhook's patience anew."""
    Cursor.objects.filter(project=head.id, key=key).update(failures=0, failing_since=None, next_try_at=store.clock())


def tell_again(head: Head, key: str, after: int, until: int) -> None:
    """Has what lies between told once more, before anything new is."""
    Cursor.objects.filter(project=head.id, key=key).update(
        again_after=after, again_until=until, next_try_at=store.clock()
    )


def forget(head: Head, key: str) -> None:
    Cursor.objects.filter(project=head.id, key=key).delete()
    Attempt.objects.filter(project=head.id, key=key).delete()
