"""A project with a plan in which some work was done, made through the one door."""

import pytest

from tests.support.world import PROJECT, a_project, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import AddDependency, CompleteTask

TASKS = 12


@pytest.fixture
def plan(transactional_db: None) -> None:
    a_project()
    for track in ("A", "B"):
        a_track(track)
        for number in range(1, TASKS + 1):
            a_task(f"{track}.{number}", track=track)
    told(AddDependency(project=PROJECT, item="track/B", needs="task/A.1"))
    an_agent("ada", capacity=5)
    by_holder(CompleteTask, "A.1", claimed("A.1"))
    claimed("A.2")
