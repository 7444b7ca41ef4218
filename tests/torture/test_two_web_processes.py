"""Two web processes on one PostgreSQL and one Redis: agents and readers at either see one plan and one history."""

import threading
from pathlib import Path

import httpx

from tests.support.history import assert_history_holds
from tests.support.load import Team, reading
from tests.support.processes import manage, signalbox
from tests.support.services import needed, redis_server
from tests.torture.test_server_killed import TASKS, prepare


def test_agents_at_two_processes_work_off_one_plan_and_both_sockets_tell_all_of_it(home: Path, empty_database: str) -> None:
    redis = needed(redis_server(), "Redis")
    environment = {"REDIS_URL": redis}
    with signalbox(home, empty_database, **environment) as one, signalbox(home, empty_database, **environment) as two:
        assert one.token == two.token
        prepare(one)
        left, right = (Team(server.url, server.token, "web", size=4, names=name) for server, name in ((one, "l"), (two, "r")))
        with reading(one.url, one.token, "web") as at_one, reading(two.url, two.token, "web") as at_two:
            for server in (one, two):  # the first request of a process reads the plan, which the other would use to do all of it
                httpx.get(f"{server.url}/api/v1/projects/web/lint", headers=server.headers, timeout=30).raise_for_status()
            threads = [threading.Thread(target=team.run) for team in (right, left)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(120)
            both = Team(one.url, one.token, "web", size=0)
            both.acknowledged = left.acknowledged + right.acknowledged
            both.refusals = left.refusals + right.refusals
            both.errors = left.errors + right.errors
            assert left.acknowledged and right.acknowledged
            head = assert_history_holds(two, "web", both, tasks=TASKS)
            for reader in (at_one, at_two):
                reader.wait_for(head)
                assert reader.sequences == list(range(reader.sequences[0], head + 1))
    checked = manage(home, "parity", "--json", database=empty_database)
    assert checked.returncode == 0, checked.stdout + checked.stderr
