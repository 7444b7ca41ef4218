"""Rules of the house that no tool knows."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
# What in the packages of the rules is about tables and programs, and so not a rule.
TABLES = ("__init__", "admin", "apps", "migrations", "models", "queries", "tables", "llm", "runtime")
LOCKS = ("requirements.txt", "tests/requirements.txt")
# Put together here, so that this file does not hold the words it looks for.
LEFT_BEHIND = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
ASLEEP = re.compile(r"\btime\." + r"sleep\(")


def files(*endings: str) -> list[Path]:
    """The files of the project by their endings, committed or about to be."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout, so nothing tells which files are the project's")
    named = (CHECKOUT / name for name in listed.stdout.splitlines())
    return [path for path in named if path.suffix in endings and path.is_file() and "migrations" not in path.parts]


def holding(pattern: re.Pattern[str], among: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(CHECKOUT)}:{number}: {line.strip()}"
        for path in among
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def pins(lock: str) -> dict[str, str]:
    """Package and marker to version."""
    found = re.findall(r"^([a-z0-9.-]+)==(\S+)( ;[^\\\n]+)?", (CHECKOUT / lock).read_text(), re.MULTILINE)
    return {f"{name}{marker.rstrip()}": version for name, version, marker in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_address(lock: str) -> None:
    assert holding(re.compile("://"), [CHECKOUT / lock]) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_hashes(lock: str) -> None:
    entries = re.split(r"^(?=[a-z0-9.-]+==)", (CHECKOUT / lock).read_text(), flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(lock))
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_tests_run_with_the_very_packages_of_the_product() -> None:
    run, test = pins(LOCKS[0]), pins(LOCKS[1])
    names = {name.split(" ;")[0]: version for name, version in test.items()}
    assert {name: version for name, version in run.items() if names.get(name.split(" ;")[0]) is None} == {}
    assert set(run.values()) <= set(test.values())


def test_every_module_of_the_rules_is_held_to_the_standard_library_and_to_strict_types() -> None:
    settings = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]
    alone = next(rule for rule in settings["importlinter"]["contracts"] if rule["name"].startswith("The rules need"))
    strict = next(rule for rule in settings["mypy"]["overrides"] if "tracks.decider" in rule["module"])
    rules = {
        f"{package}.{path.stem}"
        for package in ("tracks", "agents")
        for path in (CHECKOUT / package).iterdir()
        if path.stem not in TABLES and (path.suffix == ".py" or (path / "__init__.py").exists())
    }
    assert rules - set(alone["source_modules"]) == set()
    assert rules - {name.removesuffix(".*") for name in strict["module"]} == set()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    asked = project["project"]["dependencies"] + project["dependency-groups"]["test"]
    names = {re.split(r"[\[<>=;~! ]", requirement)[0] for requirement in asked}
    assert names - {name.split(" ;")[0] for name in pins(LOCKS[1])} == set()


def test_what_installs_packages_names_no_index() -> None:
    assert holding(re.compile("://"), [CHECKOUT / "manage.py", CHECKOUT / "coordinator/bootstrap.py"]) == []


def test_nothing_is_left_for_later() -> None:
    assert holding(LEFT_BEHIND, files(".py", ".js", ".css", ".html")) == []


def test_tests_wait_for_what_happens_and_not_for_time_to_pass() -> None:
    assert holding(ASLEEP, [path for path in files(".py") if "tests" in path.parts]) == []


def test_every_file_says_first_what_it_is_for() -> None:
    silent = [path for path in files(".py") if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))]
    assert [str(path.relative_to(CHECKOUT)) for path in silent] == []
