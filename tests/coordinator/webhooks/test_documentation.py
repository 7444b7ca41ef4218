"""The page about webhooks is true: its program knows our signatures, and its numbers are the numbers."""

import re
import time
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from typing import Any

from coordinator.settings import CHECKOUT
from coordinator.webhooks import cursors, sending, signing

PAGE = (CHECKOUT / "templates" / "docs" / "webhooks.md").read_text(encoding="utf-8")


def program() -> Any:
    found = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(found[1], names)
    return names["is_genuine"]


def test_the_program_on_the_page_tells_ours_from_others() -> None:
    is_genuine = program()
    secret, former = (signing.secret_of("log", "ci", number) for number in (8, 5))
    keys = [signing.key_of("log", "ci", number) for number in (8, 5)]
    headers = signing.headers("msg_1", datetime.now(UTC), b"{}", keys)
    assert is_genuine(secret, headers, b"{}")
    assert is_genuine(former, headers, b"{}")
    assert not is_genuine(signing.secret_of("log", "ci", 9), headers, b"{}")
    assert not is_genuine(secret, headers, b"{ }")
    assert not is_genuine(secret, headers | {"webhook-id": "msg_2"}, b"{}")
    old = signing.headers("msg_1", datetime.fromtimestamp(time.time(), UTC) - timedelta(minutes=6), b"{}", keys)
    assert not is_genuine(secret, old, b"{}")


def test_the_signature_is_the_one_of_the_standard() -> None:
    """The example in the specification's own text."""
    headers = signing.headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC), b'{"test": 2432232314}',
        [b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")],
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_numbers_on_the_page_are_the_numbers() -> None:
    assert f"up to {cursors.AT_ONCE} events come again" in PAGE
    assert f"within {cursors.HOLD.seconds} seconds" in PAGE
    assert f"the last {cursors.MOST_ATTEMPTS} attempts" in PAGE
    assert f"For {cursors.FORMER_SECRET_COUNTS.total_seconds() / 3600:.0f} hours" in PAGE
    assert (sending.WITHIN, cursors.FIRST_PAUSE, cursors.LONGEST_PAUSE) == (10, 1, 600)
