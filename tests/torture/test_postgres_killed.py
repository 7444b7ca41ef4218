"""kill -9 of PostgreSQL in the middle of load: nothing acknowledged is lost, and the server finds its way back."""

import threading
from pathlib import Path

from tests.support.history import assert_history_holds
from tests.support.load import Team, reading
from tests.support.postgres import binaries, cluster
from tests.support.processes import manage, signalbox
from tests.support.services import needed
from tests.torture.test_server_killed import TASKS, prepare


def test_what_was_acknowledged_survives_two_kills_of_postgresql(home: Path) -> None:
    programs = Path(needed(str(binaries() or "") or None, "PostgreSQL's own programs"))
    with cluster(programs) as database, signalbox(home, database.url) as server:
        prepare(server)
        team = Team(server.url, server.token, "web", size=6)
        with reading(server.url, server.token, "web") as reader:
            working = threading.Thread(target=team.run)
            working.start()
            for answers in (50, 150):
                team.wait_for(answers)
                database.kill()
                database.start()
            working.join(120)
            assert not working.is_alive()
            head = assert_history_holds(server, "web", team, tasks=TASKS)
            reader.wait_for(head)
            first = reader.sequences[0]
            assert reader.sequences == list(range(first, head + 1)), "the socket lost or repeated an event"
        assert server.stop() == 0
        for command in ("verify", "parity"):
            checked = manage(home, command, "--json", database=database.url)
            assert checked.returncode == 0, f"{command}: {checked.stdout}{checked.stderr}"
