"""Threads that call as often as they can, and the commands that they send."""

import threading
import time
from collections.abc import Callable

from django.db import connection

from agents.commands import RegisterAgent
from coordinator.command_handler import handle
from tracks import commands as c

TRACKS = 4


def calls_a_second(callers: int, seconds: float, call: Callable[[int, int], None]) -> float:
    """`call(caller, number)` in so many threads at once until the time is over. Raises what one of them raised."""
    done, errors = [0] * callers, list[Exception]()
    until = time.perf_counter() + seconds

    def work(caller: int) -> None:
        try:
            while time.perf_counter() < until and not errors:
                call(caller, done[caller])
                done[caller] += 1
        except Exception as error:  # noqa: BLE001 - told to the thread that waits
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(caller,)) for caller in range(callers)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return sum(done) / (time.perf_counter() - began)


def claimed_tasks(project: str, count: int) -> list[int]:
    """A project in which an agent works on so many tasks; the fence of each."""
    handle(c.CreateProject(project=project, name=project), actor="benchmark")
    handle(RegisterAgent(project=project, name="agent", capacity=1_000), actor="benchmark")
    for number in range(TRACKS):
        handle(c.AddTrack(project=project, key=f"T{number}", title=f"Track {number}"), actor="benchmark")
    return [claimed_task(project, number) for number in range(count)]


def claimed_task(project: str, number: int) -> int:
    key = f"T{number % TRACKS}.{number}"
    handle(c.AddTask(project=project, key=key, title=f"Task {number}", track=f"T{number % TRACKS}"), actor="benchmark")
    [claim] = handle(c.ClaimTask(project=project, key=key, agent="agent"), actor="agent/agent").events
    handle(c.StartTask(project=project, key=key, fence=claim.sequence), actor="agent/agent")
    return claim.sequence


def progress(project: str, caller: int, number: int, fence: int) -> None:
    key = f"T{caller % TRACKS}.{caller}"
    command = c.ReportProgress(project=project, key=key, fence=fence, percent=number % 99, note=f"compiles {number}")
    handle(command, actor="agent/agent")
