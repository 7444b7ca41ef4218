"""A small world for tests: the project `web` with people and agents in it, made through the one door like everything else."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser

from agents.commands import RegisterAgent
from coordinator.access.models import Membership
from coordinator.command_handler import Receipt, handle
from coordinator.eventlog.models import LogHead
from tracks.commands import AddTask, AddTrack, ClaimTask, CreateProject, OfTask

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


def claimed(key: str, agent: str = "ada") -> int:
    """Lets `agent` claim a task; answers the fence."""
    return told(ClaimTask(project=PROJECT, key=key, agent=agent), actor=f"agent/{agent}").events[-1].sequence


def by_holder(command: type[OfTask], key: str, fence: int, agent: str = "ada", **fields: Any) -> Receipt:
    """A command about a task's life from whoever holds it."""
    return told(command(project=PROJECT, key=key, fence=fence, **fields), actor=f"agent/{agent}")
