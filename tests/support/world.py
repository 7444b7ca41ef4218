"""A small world for tests: the project `web` with people and agents in it, made through the one door like everything else."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser

from agents.commands import RegisterAgent, SendMessage
from coordinator.access.models import Membership
from coordinator.command_handler import Receipt, handle
from coordinator.eventlog.models import LogHead
from tracks.commands import AddTask, AddTrack, ClaimTask, CreateProject, OfTask, RecordDecision

PROJECT = "web"


def told(command: Any, actor: str = "maria") -> Receipt:
    """Sends a command as somebody who may step in."""
    return handle(command, actor=actor, may_step_in=True)


def a_project(slug: str = PROJECT, name: str = "The web") -> LogHead:
    told(CreateProject(project=slug, name=name))
    return LogHead.objects.get(project=slug)


def a_track(key: str, title: str = "", **fields: Any) -> Receipt:
    return told(AddTrack(project=PROJECT, key=key, title=title or f"Track {key}", **fields))


def a_task(key: str, title: str = "", **fields: Any) -> Receipt:
    return told(AddTask(project=PROJECT, key=key, title=title or f"Task {key}", **fields))


def an_agent(name: str, **fields: Any) -> Receipt:
    return told(RegisterAgent(project=PROJECT, name=name, **fields))


def a_person(name: str, project: LogHead | None = None, role: str | None = None) -> AbstractUser:
    """Somebody who can sign in; with `role`, a member of `project`."""
    user = get_user_model().objects.create_user(name, password="a long pass phrase")
    if role is not None:
        Membership.objects.create(user=user, project=project, role=role)
    return user


def an_administrator(name: str = "maria") -> AbstractUser:
    return get_user_model().objects.create_superuser(name, password="a long pass phrase")


def a_message(text: str, to: str = "person", **fields: Any) -> str:
    """Somebody writes; answers the key of the message."""
    return told(SendMessage(project=PROJECT, to=to, text=text, **fields)).events[-1].subject.partition("/")[2]


def a_decision(question: str, chosen: str, **fields: Any) -> str:
    """Something is decided; answers its key."""
    return str(told(RecordDecision(project=PROJECT, question=question, chosen=chosen, **fields)).events[-1].sequence)


def people() -> None:
    """As the first that happens in the project: Ada joins (2), somebody writes to her (3), something is decided (4)."""
    an_agent("ada", capabilities=("python",))
    a_message("Which of the two formats?", "agent/ada", kind="question")
    a_decision("Which format?", "JSON")


def claimed(key: str, agent: str = "ada") -> int:
    """Lets `agent` claim a task; answers the fence."""
    return told(ClaimTask(project=PROJECT, key=key, agent=agent), actor=f"agent/{agent}").events[-1].sequence


def by_holder(command: type[OfTask], key: str, fence: int, agent: str = "ada", **fields: Any) -> Receipt:
    """A command about a task's life from whoever holds it."""
    return told(command(project=PROJECT, key=key, fence=fence, **fields), actor=f"agent/{agent}")
