"""An agent that follows a script: takes what is next, ticks its steps one by one, finishes. For demos, tests and load.

    python -m agents.runtime.scripted --url http://127.0.0.1:8000 --project demo --agents 4 --pace 2

reads the token from SIGNALBOX_TOKEN. Does what an agent does, over HTTP alone; decides nothing by chance.
"""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from agents.runtime.client import Claim, Client, Refused, Unreachable

NAMES = ("ada", "bob", "cleo", "dan", "eve", "finn", "gwen", "hugo")


@dataclass(frozen=True, slots=True)
class Script:
    """What makes a run worth watching. Places count the tasks an agent takes, from 1.

    Every `blocks_every`-th task is blocked for a while with a question, every `reviews_every`-th is submitted for
    review in place of being completed; 0 means never.
    """

    pace: float = 2.0
    blocks_every: int = 0
    reviews_every: int = 0


class ScriptedAgent:
    """One worker. `run` ends when the plan is finished or `stopping` is set; whoever ends says goodbye."""

    def __init__(self, client: Client, name: str, script: Script, stopping: threading.Event) -> None:
        self.client, self.name, self.script, self.stopping = client, name, script, stopping
        self.taken = 0

    def run(self) -> None:
        while not self.stopping.is_set():
            claim = self.client.claim_next(self.name, wait=5)
            if claim:
                self.taken += 1
                try:
                    self.handle(claim)
                except Refused as refused:
                    # Somebody stepped in, or the lease was lost: the answer says so, and there is other work.
                    print(f"{self.name}: {claim.task}: {refused}", file=sys.stderr)
            elif self.is_finished():
                break
        self.client.post(f"agents/{quote(self.name, safe='')}/stop", {"reason": "There is nothing left to do here."})

    def is_finished(self) -> bool:
        counts = self.client.get("")["counts"]
        return counts["total"] == counts["done"] + counts["cancelled"]

    def handle(self, claim: Claim) -> None:
        self.client.report(claim, "start")
        if self.is_turn(self.script.blocks_every):
            self.client.report(claim, "block", reason="Which of the two formats is meant?")
            self.pause(2 * self.script.pace)
            self.client.report(claim, "unblock", note="The first one, says the lead.")
        for place in range(len(claim.steps)):
            self.pause(self.script.pace)
            if self.stopping.is_set():
                self.client.report(claim, "release", reason="The agent was told to stop.")
                return
            self.client.beat(self.name, [claim])
            self.client.report(claim, "progress", steps=[{"place": place, "done": True}])
        self.pause(self.script.pace)
        evidence = [{"kind": "text", "text": f"Checked by {self.name}: every step is ticked."}]
        verb = "submit" if self.is_turn(self.script.reviews_every) else "complete"
        self.client.report(claim, verb, summary=f"Finished as planned, {len(claim.steps)} steps.", evidence=evidence)

    def is_turn(self, every: int) -> bool:
        return every > 0 and self.taken % every == 0

    def pause(self, seconds: float) -> None:
        self.stopping.wait(seconds)


def work_off(url: str, project: str, token: str, names: tuple[str, ...], script: Script,
             stopping: threading.Event, failed: Callable[[str, Exception], None]) -> None:
    """Registers the agents and lets them work side by side until the plan is finished."""
    lead = Client(url, token, project)
    threads = []
    for place, name in enumerate(names):
        agent = ScriptedAgent(lead.with_token(lead.register(name)), name, varied(script, place), stopping)
        threads.append(threading.Thread(target=guarded, args=(agent, failed), name=name))
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        approve_what_waits(lead, script.pace, stopping)
    lead.close()


def approve_what_waits(lead: Client, pace: float, stopping: threading.Event) -> None:
    """Stands in for the person who reviews: gives whoever watches the time to see it, then approves."""
    waiting = lead.get("tasks", status="in_review")["tasks"]
    stopping.wait(3 * pace)
    for task in waiting:
        try:
            lead.post(f"tasks/{quote(task['key'], safe='')}/approve", {"note": "Read and found good."})
        except Refused as refused:
            # A person was quicker.
            print(f"review of {task['key']}: {refused}", file=sys.stderr)


def varied(script: Script, place: int) -> Script:
    """The first agent blocks now and then, the second asks for reviews, the others just work, each at its own speed."""
    return Script(
        pace=script.pace * (1 + 0.15 * place),
        blocks_every=script.blocks_every if place == 0 else 0,
        reviews_every=script.reviews_every if place == 1 else 0,
    )


def guarded(agent: ScriptedAgent, failed: Callable[[str, Exception], None]) -> None:
    try:
        agent.run()
    except (Refused, Unreachable) as error:
        failed(agent.name, error)
    finally:
        agent.client.close()


def main() -> int:
    parser = argparse.ArgumentParser(description="Scripted agents that work off a plan over the REST API.")
    parser.add_argument("--url", required=True)
    parser.add_argument("--project", required=True)
    parser.add_argument("--agents", type=int, default=4, help="how many, up to 8")
    parser.add_argument("--pace", type=float, default=2.0, help="seconds between two reports of one agent")
    parser.add_argument("--blocks-every", type=int, default=0)
    parser.add_argument("--reviews-every", type=int, default=0)
    said = parser.parse_args()
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    failures: list[str] = []
    script = Script(said.pace, said.blocks_every, said.reviews_every)
    work_off(
        said.url, said.project, os.environ["SIGNALBOX_TOKEN"], NAMES[: said.agents], script, stopping,
        lambda name, error: failures.append(f"{name}: {error}"),
    )
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures and not stopping.is_set() else 0


if __name__ == "__main__":
    sys.exit(main())
