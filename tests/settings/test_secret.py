"""The key that signs sessions is made once, and only its owner can read it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from coordinator.settings.secret import secret_key


def test_a_given_key_is_taken_and_nothing_is_written(home: Path) -> None:
    assert secret_key("given", home) == "given"
    assert not home.exists()


def test_a_key_is_made_once_and_read_again(home: Path) -> None:
    first = secret_key("", home)
    assert len(first) >= 50
    assert secret_key("", home) == first
    assert (home / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in home.iterdir()] == ["secret.key"]


def test_first_starts_at_once_agree_on_one_key(home: Path) -> None:
    with ThreadPoolExecutor(8) as starts:
        keys = set(starts.map(lambda _: secret_key("", home), range(8)))
    assert len(keys) == 1
