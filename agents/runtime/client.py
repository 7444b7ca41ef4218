"""A program's way into Signalbox over HTTP. Needs no Django and no database: it runs on any machine.

Every command carries an idempotency key, so a request whose answer got lost is simply sent again.
"""

import time
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

TRIES = 6
INCARNATION = uuid.uuid4().hex  # of this process: tells the service that an agent was started anew
LONGEST_PAUSE = 8.0  # seconds between two tries


@dataclass(frozen=True, slots=True)
class Claim:
    """A task in hand. `fence` goes with every report about it; `steps` are the texts of its checklist."""

    task: str
    title: str
    fence: int
    steps: tuple[str, ...]


class Refused(Exception):
    """The service said no. `code` is its reason for programs, `next` what it advises."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("code", "unknown"))
        self.detail = str(problem.get("detail", ""))
        self.next = str(problem.get("next", ""))
        super().__init__(f"{self.code}: {self.detail} {self.next}".strip())


class Unreachable(Exception):
    """The service did not answer, however often it was asked."""


class Client:
    """Speaks for one token in one project. Not shared between threads; `with_token` makes another."""

    def __init__(self, url: str, token: str, project: str, timeout: float = 30.0) -> None:
        self.url, self.token, self.project, self.timeout = url.rstrip("/"), token, project, timeout
        self._http = httpx.Client(
            base_url=f"{self.url}/api/v1/",
            headers={"Authorization": f"Bearer {token}"},
            timeout=timeout,
        )

    def create_project(self, name: str) -> None:
        """Makes the project that this client speaks of; the token must be an operator's of every project."""
        self._send("POST", "projects", json={"slug": self.project, "name": name})

    def with_token(self, token: str) -> "Client":
        return Client(self.url, token, self.project, self.timeout)

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, **query: Any) -> Any:
        return self._send("GET", self._inside(path), params=query)

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Sends a command; the same key goes with every try of it."""
        return self._send("POST", self._inside(path), json=body or {}, headers={"Idempotency-Key": str(uuid.uuid4())})

    def register(self, name: str, capabilities: tuple[str, ...] = (), capacity: int = 1) -> str:
        """Lets an agent join; answers its token. One that works here already is given a fresh token."""
        agent = {"name": name, "kind": "process", "capabilities": list(capabilities), "capacity": capacity}
        try:
            answer = self.post("agents", agent)
        except Refused as refused:
            if refused.code != "agent_exists":
                raise
            answer = self.post(f"agents/{quote(name, safe='')}/token")
        return str(answer["token"])

    def claim_next(self, agent: str, wait: int = 0) -> Claim | None:
        """The best task for this agent, waiting up to `wait` seconds for one; None when there is none."""
        answer = self.post("claims", {"agent": agent, "count": 1, "wait": wait})
        for claim in answer["claims"]:
            task = claim["task"]
            steps = tuple(step["text"] for step in task["steps"])
            return Claim(task["key"], task["title"], claim["fence"], steps)
        return None

    def report(self, claim: Claim, verb: str, **said: Any) -> Any:
        """One word about a task in hand: start, progress, block, unblock, submit, complete, fail, release."""
        return self.post(f"tasks/{quote(claim.task, safe='')}/{verb}", {"fence": claim.fence, **said})

    def beat(self, agent: str, claims: list[Claim]) -> Any:
        """Keeps the claims alive; the answer names those that are lost."""
        leases = [{"task": claim.task, "fence": claim.fence} for claim in claims]
        return self.post(f"agents/{quote(agent, safe='')}/heartbeat", {"leases": leases, "incarnation": INCARNATION})

    def _inside(self, path: str) -> str:
        return f"projects/{quote(self.project)}/{path}" if path else f"projects/{quote(self.project)}"

    def _send(self, method: str, path: str, **request: Any) -> Any:
        failure: Exception | None = None
        for attempt in range(TRIES):
            if attempt:
                time.sleep(min(LONGEST_PAUSE, 0.25 * 2**attempt))
            try:
                answer = self._http.request(method, path, **request)
            except httpx.TransportError as error:
                failure = error
                continue
            if answer.status_code in (429, 502, 503, 504):
                failure = Refused(answer.status_code, problem_of(answer))
                continue
            if answer.is_error:
                raise Refused(answer.status_code, problem_of(answer))
            return answer.json() if answer.content else None
        raise Unreachable(f"{method} {self._http.base_url}{path}: {failure}") from failure


def problem_of(answer: httpx.Response) -> dict[str, Any]:
    try:
        problem = answer.json()
    except ValueError:
        problem = None
    return problem if isinstance(problem, dict) else {"code": f"http_{answer.status_code}", "detail": answer.text[:300]}
