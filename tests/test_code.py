"""The code itself: style, types, who imports whom, migrations, the published schema."""

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
BESIDE = Path(sys.executable).parent


def check(*command: str) -> None:
    """Runs one of the tools. What it complains about is what the failing test shows."""
    done = subprocess.run(
        command, cwd=CHECKOUT, env=os.environ | {"SIGNALBOX_ENVIRONMENT": "as-is"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_style_is_kept() -> None:
    check(sys.executable, "-m", "ruff", "check", ".")


def test_the_types_hold() -> None:
    check(sys.executable, "-m", "mypy")


def test_imports_go_one_way() -> None:
    check(str(BESIDE / "lint-imports"), "--no-cache")


def test_every_change_of_a_model_has_its_migration() -> None:
    check(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")


def test_django_finds_nothing_to_complain_about() -> None:
    check(sys.executable, "manage.py", "check", "--fail-level", "WARNING")


def test_the_published_schema_is_valid_and_whole() -> None:
    check(sys.executable, "manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", os.devnull)
