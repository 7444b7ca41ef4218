"""Every command has its rule, every event its place in the fold, and every one of them, and every refusal, its test."""

import ast
from pathlib import Path

import pytest

from agents import commands as agent_commands
from coordinator.catalog import COMMANDS, EVENTS, REFUSALS
from tracks import commands
from tracks.decider import DECIDE
from tracks.errors import Refusal
from tracks.evolve import EVOLVE
from tracks.lifecycle import DECISIONS
from tracks.transitions import TRANSITIONS

TESTS = Path(__file__).resolve().parents[1]
BASES = {"OfTask", "Subtask"}


def names_in(*folders: str) -> set[str]:
    """The names that the tests in these folders use, this file's own left out."""
    paths = [path for folder in folders for path in (TESTS / folder).glob("*.py") if path != Path(__file__).resolve()]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }


RULES = names_in("tracks", "agents")
DOOR = names_in("tracks", "agents", "coordinator", "coordinator/api")


def test_every_command_has_its_rule() -> None:
    for module in (commands, agent_commands):
        stated = {one for one in vars(module).values() if isinstance(one, type) and one.__module__.startswith(module.__name__)}
        assert stated and {one for one in stated if one.__name__ not in BASES} <= set(DECIDE)


def test_every_event_has_its_place_in_the_fold() -> None:
    assert set(EVENTS.values()) == set(EVOLVE)


def test_every_verb_stands_in_the_table_of_transitions() -> None:
    assert set(DECISIONS) <= set(TRANSITIONS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_is_tried(name: str) -> None:
    assert name in RULES


@pytest.mark.parametrize("name", sorted(event.__name__ for event in EVENTS.values()))
def test_an_event_is_seen(name: str) -> None:
    assert name in RULES


@pytest.mark.parametrize("name", sorted(name for name, refusal in REFUSALS.items() if not refusal.__subclasses__()))
def test_a_refusal_is_met(name: str) -> None:
    assert name in DOOR


@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_a_refusal_has_its_code_its_status_and_its_message(name: str) -> None:
    refusal: type[Refusal] = REFUSALS[name]
    assert refusal.__doc__ and refusal.status in (403, 404, 409, 412, 422)
    assert refusal.next or refusal.__subclasses__()
