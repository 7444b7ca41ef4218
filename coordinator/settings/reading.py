"""Reads the settings: default, then signalbox.yaml, then environment; the later one wins.

Every mistake is collected and named with its key and where it was given, so that one start shows all of them.
"""

import atexit
import difflib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .table import ENVIRONMENT_ONLY, TABLE, Setting

CHECKOUT = Path(__file__).resolve().parents[2]
FILE_NAME = "signalbox.yaml"
YES = ("1", "true", "yes", "on")
NO = ("0", "false", "no", "off")


def read_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """Every setting of the table by name, converted and checked.

    Raises ImproperlyConfigured with one line for each mistake.
    """
    mistakes: list[str] = []
    home = find_home(environment)
    in_file, path = read_file(home, mistakes)
    values: dict[str, Any] = {}
    for setting in TABLE:
        value, source = setting.default, "default"
        if setting.yaml_key in in_file:
            value, source = in_file[setting.yaml_key], str(path)
        if setting.name in environment:
            value, source = environment[setting.name], "environment"
        try:
            values[setting.name] = convert(value, setting)
        except ValueError as error:
            mistakes.append(f"{setting.name} ({source}): {error}")
    values["SIGNALBOX_HOME"] = home
    if "SIGNALBOX_ENV" not in environment and "env" not in in_file and "PYTEST_VERSION" in environment:
        values["SIGNALBOX_ENV"] = "test"
    if not mistakes:
        mistakes += unsafe(values)
    if mistakes:
        raise ImproperlyConfigured("\n".join(mistakes))
    return values


def find_home(environment: Mapping[str, str]) -> Path:
    given = environment.get("SIGNALBOX_HOME")
    if given:
        return (CHECKOUT / Path(given).expanduser()).resolve()
    if "PYTEST_VERSION" in environment or environment.get("SIGNALBOX_ENV") == "test":
        return home_of_a_test_run()
    return CHECKOUT / "var"


def home_of_a_test_run() -> Path:
    """A folder that goes away with the process, so that a test can never touch somebody's data."""
    home = Path(tempfile.mkdtemp(prefix="signalbox-test-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


def read_file(home: Path, mistakes: list[str]) -> tuple[dict[str, Any], Path | None]:
    path = next((folder / FILE_NAME for folder in (home, CHECKOUT) if (folder / FILE_NAME).is_file()), None)
    if path is None:
        return {}, None
    import yaml  # only where the file exists: every start would pay for the import

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mistakes.append(f"{path}: cannot be read: {error}")
        return {}, path
    if not isinstance(content, dict):
        mistakes.append(f"{path}: must hold `key: value` lines.")
        return {}, path
    known = {setting.yaml_key for setting in TABLE if setting.name not in ENVIRONMENT_ONLY}
    for key in content:
        if key not in known:
            mistakes.append(f"{path}: {key}: {unknown_key(str(key), known)}")
    return {key: value for key, value in content.items() if key in known}, path


def unknown_key(key: str, known: set[str]) -> str:
    if key.upper() in {name.removeprefix("SIGNALBOX_") for name in ENVIRONMENT_ONLY}:
        return "can only be given in the environment."
    close = difflib.get_close_matches(key, known, n=1)
    return f"no such setting; did you mean {close[0]}?" if close else "no such setting."


def convert(value: Any, setting: Setting) -> Any:
    """The value in the setting's type. Raises ValueError with what is wrong with it."""
    match setting.kind:
        case "number":
            return whole_number(value)
        case "flag":
            return flag(value)
        case "list":
            return words(value)
        case "text" | "path":
            return str(value).strip()
        case choices:
            if str(value) not in choices.split("|"):
                raise ValueError(f"{str(value)!r} is not one of {', '.join(choices.split('|'))}.")
            return str(value)


def whole_number(value: Any) -> int:
    try:
        number = int(str(value).replace("_", ""))
    except ValueError:
        raise ValueError(f"{str(value)!r} is not a whole number.") from None
    if number < 0:
        raise ValueError(f"{number} is negative.")
    return number


def flag(value: Any) -> bool:
    word = str(value).strip().lower()
    if word not in YES + NO:
        raise ValueError(f"{str(value)!r} is neither yes nor no.")
    return word in YES


def words(value: Any) -> list[str]:
    if isinstance(value, str):
        return [word.strip() for word in value.split(",") if word.strip()]
    if isinstance(value, list | tuple):
        return [str(word) for word in value]
    raise ValueError(f"{value!r} is not a list.")


def unsafe(values: Mapping[str, Any]) -> list[str]:
    """What production must not run with."""
    if values["SIGNALBOX_ENV"] != "production":
        return []
    refused = []
    if values["SIGNALBOX_DEBUG"]:
        refused.append("SIGNALBOX_DEBUG: debug pages show secrets; production refuses them.")
    if any("*" in host for host in values["SIGNALBOX_ALLOWED_HOSTS"]):
        refused.append("SIGNALBOX_ALLOWED_HOSTS: production needs host names, not a wildcard.")
    key = values["SIGNALBOX_SECRET_KEY"]
    if key and len(key) < 32:
        refused.append("SIGNALBOX_SECRET_KEY: production needs at least 32 characters.")
    return refused
