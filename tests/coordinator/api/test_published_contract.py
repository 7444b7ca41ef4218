"""The published OpenAPI document, held against a running server by a program that knows nothing but the document.

It sends what the document allows and what it forbids, alone and in chains where one answer feeds the next request.
Each answer must have a status and a body that the document promises, and what is forbidden must be refused.
"""

import os
import subprocess
import sys
from pathlib import Path

import httpx

from tests.support.processes import CHECKOUT, signalbox

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "3"))  # for each operation; more where there is time

# What fits the document may still not fit the plan (a key used twice, a moment to come): that is no fault of the caller's
# form, so such requests may be refused, in the promised way.
CONFIGURATION = """
hooks = "tests.support.contract_hooks"
request-timeout = 30
headers = {{ Authorization = "Bearer {token}" }}

[parameters]
"path.project" = "site"

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "304", "403", "404", "409", "412", "422", "429"]
"""


def test_whatever_the_document_allows_or_forbids_is_answered_as_it_promises(tmp_path: Path) -> None:
    with signalbox(tmp_path / "home") as server:
        with httpx.Client(base_url=f"{server.url}/api/v1/", headers=server.headers) as client:
            client.post("projects", json={"slug": "site", "name": "Site"}).raise_for_status()
            plan = (CHECKOUT / "coordinator" / "demo" / "plan.md").read_bytes()
            client.post("projects/site/imports", content=plan).raise_for_status()
        (tmp_path / "contract.toml").write_text(CONFIGURATION.format(token=server.token))
        done = subprocess.run(
            [
                Path(sys.executable).with_name("schemathesis"), "--config-file", "contract.toml", "--no-color", "run",
                f"{server.url}/api/schema/", "--phases", "examples,coverage,fuzzing,stateful",
                "--max-examples", str(EXAMPLES), "--generation-deterministic", "--no-shrink",
                "--workers", "1",  # Python 3.11 before .9 may fail to parse where two threads do it at once
            ],
            cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(CHECKOUT)}, capture_output=True, text=True, timeout=900,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
        assert "Stateful" in done.stdout
        assert httpx.get(f"{server.url}/healthz").status_code == 200
