"""The documentation names every command, event, refusal, setting, operator's verb and endpoint there is."""

import os
import re
import subprocess
import sys

import pytest
from django.core.management import get_commands
from django.urls import URLPattern, URLResolver, get_resolver

from coordinator.catalog import COMMANDS, EVENTS, REFUSALS
from coordinator.settings.table import TABLE
from coordinator.web.docs import pages
from tests.support.processes import CHECKOUT
from tracks.errors import snake_case


@pytest.fixture(scope="module")
def told() -> str:
    return " ".join(page.html for page in pages().values())


def assert_all_told(names: list[str], told: str) -> None:
    assert names, "there is something to document"
    missing = [name for name in names if f"<code>{name}</code>" not in told]
    assert not missing, f"undocumented: {', '.join(missing)}"


def test_every_command_is_documented(told: str) -> None:
    assert_all_told(list(COMMANDS), told)


def test_every_event_is_documented(told: str) -> None:
    assert_all_told(list(EVENTS), told)


def test_every_refusal_is_documented(told: str) -> None:
    assert_all_told([snake_case(name) for name in REFUSALS], told)


def test_every_setting_is_documented(told: str) -> None:
    assert_all_told([setting.name for setting in TABLE], told)


def test_every_operators_verb_is_documented_with_what_it_does(told: str) -> None:
    ours = [name for name, app in get_commands().items() if app.startswith("coordinator")]
    assert_all_told([f"manage.py {name}" for name in ours], told)
    assert "<td></td>" not in pages()["operating"].html.partition("Settings")[0]


def endpoints(resolver: URLResolver, prefix: str = "") -> list[str]:
    found = []
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += endpoints(pattern, route)
        elif isinstance(pattern, URLPattern) and route.startswith("api/v1/"):
            found.append("/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route))
    return found


def test_every_endpoint_is_documented(told: str) -> None:
    missing = [route for route in endpoints(get_resolver()) if route.removeprefix("/api/v1/") not in told]
    assert not missing, f"undocumented: {', '.join(missing)}"


def test_every_page_begins_with_its_title() -> None:
    assert all(page.title and f"<h1>{page.title}</h1>" in page.html for page in pages().values())


def test_the_documentation_is_served_where_no_tests_are_installed() -> None:
    """Its tables are drawn from the product's own modules, none of which may need what only tests bring along."""
    program = (
        "import sys; sys.modules['pytest'] = None; sys.modules['hypothesis'] = None\n"
        "import django; django.setup()\n"
        "from coordinator.web.docs import pages; print(len(pages()))\n"
        "import benchmarks; from importlib import import_module; from pathlib import Path\n"
        "for file in Path(benchmarks.__file__).parent.glob('*.py'): import_module('benchmarks.' + file.stem)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False, cwd=CHECKOUT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "coordinator.settings"},
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10
