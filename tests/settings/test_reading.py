"""Settings come from the table, signalbox.yaml and the environment, in that order, and a mistake is named."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from coordinator.settings.reading import CHECKOUT, read_settings
from coordinator.settings.table import TABLE


def read(home: Path, yaml: str = "", **environment: str) -> dict[str, Any]:
    home.mkdir(exist_ok=True)
    if yaml:
        (home / "signalbox.yaml").write_text(yaml, encoding="utf-8")
    return read_settings({"SIGNALBOX_HOME": str(home), **environment})


def mistakes(home: Path, yaml: str = "", **environment: str) -> str:
    with pytest.raises(ImproperlyConfigured) as refused:
        read(home, yaml, **environment)
    return str(refused.value)


def test_without_anything_given_the_table_counts(home: Path) -> None:
    values = read(home)
    given = {"SIGNALBOX_HOME": home}
    assert values == {setting.name: given.get(setting.name, expected(setting.default)) for setting in TABLE}


def expected(default: Any) -> Any:
    return list(default) if isinstance(default, tuple) else default


def test_the_file_counts_more_than_the_table_and_the_environment_most(home: Path) -> None:
    yaml = "port: 9000\nthreads: 4\nallowed_hosts: [box.example, www.box.example]\n"
    values = read(home, yaml, SIGNALBOX_THREADS="8")
    assert (values["SIGNALBOX_PORT"], values["SIGNALBOX_THREADS"]) == (9000, 8)
    assert values["SIGNALBOX_ALLOWED_HOSTS"] == ["box.example", "www.box.example"]


def test_a_list_in_the_environment_is_separated_by_commas(home: Path) -> None:
    assert read(home, SIGNALBOX_ALLOWED_HOSTS="a.example, b.example,")["SIGNALBOX_ALLOWED_HOSTS"] == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("SIGNALBOX_PORT", "eighty", "'eighty' is not a whole number."),
        ("SIGNALBOX_PORT", "-1", "-1 is negative."),
        ("SIGNALBOX_SERVER", "gunicorn", "'gunicorn' is not one of uvicorn, daphne."),
        ("SIGNALBOX_DEBUG", "maybe", "'maybe' is neither yes nor no."),
    ],
)
def test_a_wrong_value_is_named_with_its_key_and_place(home: Path, name: str, value: str, complaint: str) -> None:
    assert mistakes(home, **{name: value}) == f"{name} (environment): {complaint}"


def test_every_mistake_is_named_at_once(home: Path) -> None:
    said = mistakes(home, "prot: 9000\nthreads: many\n", SIGNALBOX_LOG_LEVEL="LOUD").splitlines()
    path = home / "signalbox.yaml"
    assert said == [
        f"{path}: prot: no such setting; did you mean port?",
        f"SIGNALBOX_THREADS ({path}): 'many' is not a whole number.",
        "SIGNALBOX_LOG_LEVEL (environment): 'LOUD' is not one of DEBUG, INFO, WARNING, ERROR.",
    ]


def test_the_home_cannot_be_moved_by_a_file_that_lies_in_it(home: Path) -> None:
    assert mistakes(home, "home: /elsewhere\n") == f"{home / 'signalbox.yaml'}: home: can only be given in the environment."


@pytest.mark.parametrize("yaml", ["- a\n- list\n", "port: [\n"])
def test_a_file_of_another_shape_is_refused(home: Path, yaml: str) -> None:
    assert mistakes(home, yaml).startswith(f"{home / 'signalbox.yaml'}: ")


def test_a_relative_home_counts_from_the_checkout() -> None:
    assert read_settings({"SIGNALBOX_HOME": "elsewhere"})["SIGNALBOX_HOME"] == CHECKOUT / "elsewhere"


@pytest.mark.parametrize("environment", [{"PYTEST_VERSION": "9"}, {"SIGNALBOX_ENV": "test"}])
def test_a_test_has_a_home_of_its_own(environment: dict[str, str]) -> None:
    home = read_settings(environment)["SIGNALBOX_HOME"]
    assert home.is_dir()
    assert CHECKOUT not in home.parents


def test_inside_pytest_it_is_a_test_unless_said_otherwise(home: Path) -> None:
    assert read(home, PYTEST_VERSION="9")["SIGNALBOX_ENV"] == "test"
    assert read(home, PYTEST_VERSION="9", SIGNALBOX_ENV="production")["SIGNALBOX_ENV"] == "production"


@pytest.mark.parametrize(
    ("name", "value"),
    [("SIGNALBOX_DEBUG", "yes"), ("SIGNALBOX_ALLOWED_HOSTS", "*"), ("SIGNALBOX_SECRET_KEY", "short")],
)
def test_production_refuses_what_is_unsafe(home: Path, name: str, value: str) -> None:
    assert read(home, SIGNALBOX_ENV="development", **{name: value})["SIGNALBOX_ENV"] == "development"
    assert mistakes(home, SIGNALBOX_ENV="production", **{name: value}).startswith(f"{name}: ")


def test_each_setting_says_what_it_is_for() -> None:
    assert [setting.name for setting in TABLE if len(setting.doc) < 20 or not setting.doc.endswith(".")] == []
