"""One history, one plan: however the events are portioned, wherever they are folded, and nothing decided on the way."""

import os
import random
import subprocess
import sys
from dataclasses import fields
from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.given import NOON, claimed, given, task
from tests.support.random_history import history
from tests.support.recount import assert_follows
from tracks.draft import Draft
from tracks.events import TaskCompleted, TaskProgressed
from tracks.evolve import EVOLVE, evolve, fold
from tracks.happened import Happened
from tracks.persistent import Map
from tracks.plan import Plan

CHECKOUT = Path(__file__).resolve().parents[2]
SEEDS = range(8)


def digest(plan: Plan) -> str:
    """A fingerprint of everything a plan holds, in an order of its own."""
    lines = []
    for one in fields(Plan):
        value = getattr(plan, one.name)
        if isinstance(value, Map):
            value = sorted((key, sorted(inner) if isinstance(inner, Map) else inner) for key, inner in value.items())
        lines.append(f"{one.name}: {value!r}")
    return sha256("\n".join(lines).encode()).hexdigest()


@pytest.mark.parametrize("seed", SEEDS)
def test_events_may_be_folded_one_by_one_all_at_once_or_in_any_portions(seed: int) -> None:
    events = history(seed)
    one_by_one = Plan()
    for happened in events:
        one_by_one = evolve(one_by_one, happened)
    all_at_once, _ = fold(Plan(), events)
    chooser = random.Random(seed)
    in_portions, rest = Plan(), events
    while rest:
        size = chooser.randrange(1, 40)
        in_portions, _ = fold(in_portions, rest[:size])
        rest = rest[size:]
    assert one_by_one == all_at_once == in_portions
    assert digest(one_by_one) == digest(all_at_once) == digest(in_portions)
    assert_follows(all_at_once)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_said_to_have_changed_is_all_that_did(seed: int) -> None:
    events = history(seed, commands=200)
    plan = Plan()
    for happened in events:
        after, changes = fold(plan, [happened])
        for kind in ("tracks", "tasks", "dependencies", "agents", "sync_points", "notes", "imports"):
            before, now = getattr(plan, kind), getattr(after, kind)
            told = changes.of_kind.get(kind, {})
            for key in {*before, *now}:
                if key in told:
                    assert told[key] == now.get(key)
                else:
                    assert before.get(key) == now.get(key), f"{kind} {key} changed without a word"
        plan = after


def test_an_older_plan_stays_as_it_was() -> None:
    events = history(1, commands=300)
    plans = [Plan()]
    for happened in events:
        plans.append(evolve(plans[-1], happened))
    for place in range(0, len(plans), 37):
        assert plans[place] == fold(Plan(), events[:place])[0]


def test_no_events_make_no_difference() -> None:
    plan = given(task("1")).plan
    after, changes = fold(plan, [])
    assert after == plan and not changes.of_kind


def test_the_fold_never_touches_a_task_that_others_may_be_reading() -> None:
    plan = given(task("1"), claimed("1")).plan
    before = plan.tasks["1"]
    later = [TaskProgressed(key="1", percent=40), TaskProgressed(key="1", percent=60), TaskCompleted(key="1")]
    after, _ = fold(plan, [Happened(event, 7 + place, NOON, "maria") for place, event in enumerate(later)])
    assert (before.percent, before.status, after.tasks["1"].percent) == (0, "claimed", 100)


def test_a_draft_reads_like_a_plan() -> None:
    plan = given(task("1")).plan
    draft = Draft(plan)
    assert draft.tally("track/web") == plan.tally("track/web")
    assert draft.exists("task/1") and not draft.exists("task/2") and not draft.exists("agent/ada") and not draft.exists("1")


def test_an_unknown_event_stops_the_fold() -> None:
    with pytest.raises(KeyError):
        fold(Plan(), [Happened(object(), 1, NOON, "maria")])
    assert object not in EVOLVE


REPLAY = "from tests.tracks.test_fold import *; print(digest(fold(Plan(), history(3))[0]))"


def test_a_replay_gives_the_same_plan_whatever_the_surroundings() -> None:
    """Hash seeds, time zones and languages differ from process to process; what happened does not."""
    surroundings = [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8"},
        {"PYTHONHASHSEED": "4294967295", "TZ": "America/St_Johns", "LC_ALL": "de_DE.UTF-8", "PYTHONUTF8": "1"},
    ]
    found = {
        subprocess.run(
            [sys.executable, "-c", REPLAY], cwd=CHECKOUT, env={**os.environ, **one}, capture_output=True, text=True, check=True
        ).stdout
        for one in surroundings
    }
    assert found == {digest(fold(Plan(), history(3))[0]) + "\n"}
