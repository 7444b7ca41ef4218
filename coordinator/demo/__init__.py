"""The demonstration: a plan of our own in a project, and scripted agents in a process of their own that work it off.

The agents come in through the REST API like any others.
"""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from django.conf import settings

from coordinator import importing, plans
from coordinator.command_handler import handle
from coordinator.transfer import read_document
from tracks.commands import CreateProject

PLAN = Path(__file__).with_name("plan.md")
ACTOR = "system/demo"
AGENTS = "4"
PACE = "2"


def prepare() -> str:
    """The slug of a project with work left to do: the newest demo, or a new one when that is finished."""
    number = 1
    while (known := plans.current(slug(number))) and known[1].tally("tasks").is_settled:
        number += 1
    project = slug(number)
    if known is None:
        document = read_document(PLAN.read_bytes(), PLAN.name)
        handle(CreateProject(project=project, name="Tide Watch"), actor=ACTOR)
        importing.apply(project, document, PLAN.name, partial(handle, actor=ACTOR))
    return project


def slug(number: int) -> str:
    return "demo" if number == 1 else f"demo-{number}"


def start(url: str, token: str, project: str) -> subprocess.Popen[bytes]:
    """Lets the agents loose; whoever started them terminates them."""
    command = [
        sys.executable, "-m", "agents.runtime.scripted", "--url", url, "--project", project, "--agents", AGENTS,
        "--pace", PACE, "--blocks-every", "3", "--reviews-every", "3",
    ]
    return subprocess.Popen(command, cwd=settings.CHECKOUT, env=os.environ | {"SIGNALBOX_TOKEN": token})
