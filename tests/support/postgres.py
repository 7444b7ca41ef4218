"""A PostgreSQL server of the test's own, which may be killed. Uses Debian's binaries; runs as `postgres` where we are root."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

STARTS_WITHIN = "30"


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl of the newest installed version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


class Cluster:
    """One data folder and, most of the time, a server on it. Durable: fsync stays on."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs = folder, programs
        self.user = "postgres" if os.getuid() == 0 else None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.run("initdb", "-D", str(folder), "-A", "trust", "-U", "postgres", "--no-instructions")
        self.start()

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=60"
        log = str(self.folder / "server.log")
        self.run("pg_ctl", "-D", str(self.folder), "-w", "-t", STARTS_WITHIN, "-l", log, "-o", options, "start")

    def run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.programs / program), *arguments],
            user=self.user, cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60,
        )

    def kill(self) -> None:
        """SIGKILL to the server and everything it forked, as when the machine loses its mind."""
        postmaster = int((self.folder / "postmaster.pid").read_text().split()[0])
        for process in (postmaster, *children_of(postmaster)):
            os.kill(process, signal.SIGKILL)
        self.wait_until_gone()
        # Where nobody reaps orphans, the dead server's number still answers, and the next start would believe it.
        (self.folder / "postmaster.pid").unlink()

    def wait_until_gone(self) -> None:
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=1).close()
            except psycopg.OperationalError:
                return

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder), "-m", "immediate", "-w", "stop")


def children_of(parent: int) -> list[int]:
    children = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        if int(fields[1]) == parent:
            children.append(int(status.parent.name))
    return children


@contextmanager
def cluster(programs: Path) -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="signalbox-postgres-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    try:
        running = Cluster(folder, programs)
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder)
