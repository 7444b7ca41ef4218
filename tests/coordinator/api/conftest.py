"""The project `web` and those who call its API: maria may do everything, olga operates, ada is an agent, vera looks on."""

import pytest

from agents.commands import RegisterAgent
from coordinator.access.models import Role
from coordinator.access.tokens import issue
from coordinator.eventlog.models import LogHead
from tests.support.api import Api
from tests.support.world import PROJECT, a_project, told


@pytest.fixture
def project(db: None) -> LogHead:
    return a_project()


@pytest.fixture
def maria(project: LogHead) -> Api:
    return Api(issue("maria", Role.ADMIN)[1])


@pytest.fixture
def olga(project: LogHead) -> Api:
    return Api(issue("olga", Role.OPERATOR, project)[1])


@pytest.fixture
def vera(project: LogHead) -> Api:
    return Api(issue("vera", Role.VIEWER, project)[1])


@pytest.fixture
def ada(project: LogHead) -> Api:
    told(RegisterAgent(project=PROJECT, name="ada", capacity=10))
    return Api(issue("ada", Role.AGENT, project, "ada")[1])


@pytest.fixture
def bob(project: LogHead) -> Api:
    told(RegisterAgent(project=PROJECT, name="bob"))
    return Api(issue("bob", Role.AGENT, project, "bob")[1])
