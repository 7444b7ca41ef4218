"""Makes the Python environment of Signalbox and goes on inside it. Standard library only, and it names no package index.

The environment is `.venv` in the checkout, or `venv` in the home where the checkout cannot be written.
A stamp with the digest of the requirements is written last, so a start that finds it has nothing to do,
and an install that was cut short is never taken for a whole one.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
RUN = "requirements.txt"
TEST = "tests/requirements.txt"  # holds everything of RUN, at the same versions
UNFINISHED = "signalbox.unfinished"
ENTERED = "SIGNALBOX_ENTERED"  # set over the exec, so that an environment that cannot be entered is not tried for ever


def enter_environment(argv: list[str]) -> None:
    """Returns inside an environment that has what this command needs; replaces the process where it must."""
    if os.environ.get("SIGNALBOX_ENVIRONMENT") == "as-is":
        return  # an image or a package manager has installed the requirements
    requirements = TEST if argv[1:2] == ["test"] else RUN
    environment = environment_folder(requirements)
    if is_inside(environment) and is_ready(environment, requirements):
        os.environ.pop(ENTERED, None)
        return
    if os.environ.get(ENTERED) == str(environment):
        sys.exit(f"{python_of(environment)} does not run in {environment}; delete that folder and start again.")
    if not is_ready(environment, requirements):
        with one_at_a_time(environment.parent):
            if not is_ready(environment, requirements):
                make(environment, requirements)
    os.environ[ENTERED] = str(environment)
    python = str(python_of(environment))
    os.execv(python, [python, *argv])


def environment_folder(requirements: str) -> Path:
    beside = CHECKOUT / ".venv"
    if is_ready(beside, requirements) or os.access(CHECKOUT, os.W_OK):
        return beside
    home = CHECKOUT / os.environ.get("SIGNALBOX_HOME", "var")
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"{CHECKOUT} cannot be written, and {home} neither ({error.strerror}): set SIGNALBOX_HOME to a folder of yours.")
    return home / "venv"


def is_inside(environment: Path) -> bool:
    return Path(sys.prefix).resolve() == environment.resolve()


def is_ready(environment: Path, requirements: str) -> bool:
    try:
        return stamp_of(environment, requirements).read_text() == digest(requirements) and is_runnable(environment)
    except OSError:
        return False


def is_runnable(environment: Path) -> bool:
    """Whether its interpreter is there, and still in the version the packages were installed for."""
    packages = packages_of(environment)
    if packages is None or not os.access(python_of(environment), os.X_OK):
        return False
    return not is_inside(environment) or packages.parent.name == f"python3.{sys.version_info.minor}"


def packages_of(environment: Path) -> Path | None:
    return next(environment.glob("lib/python3*/site-packages"), None)


def stamp_of(environment: Path, requirements: str) -> Path:
    return environment / f"signalbox.{requirements.replace('/', '-')}.stamp"


def digest(requirements: str) -> str:
    return hashlib.sha256((CHECKOUT / requirements).read_bytes()).hexdigest()


def python_of(environment: Path) -> Path:
    return environment / "bin" / "python"


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Holds a lock on the folder; the kernel frees it even if this process is killed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another start is making the environment; waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def make(environment: Path, requirements: str) -> None:
    """Creates or completes the environment. A failure ends the process with one line that says what to do."""
    uv = None if pip_is_configured() else shutil.which("uv")
    if uv is None and find_spec("ensurepip") is None:
        sys.exit(
            "This Python comes without its venv module. On Debian or Ubuntu: "
            f"apt install python3.{sys.version_info.minor}-venv, then run this again."
        )
    packages = packages_of(environment)
    if packages is None or not is_runnable(environment) or (environment / UNFINISHED).exists():
        create(environment, with_pip=uv is None)
    elif uv is None and not (packages / "pip").exists():
        run([str(python_of(environment)), "-m", "ensurepip"], "pip could not be put into the environment")
    (environment / UNFINISHED).touch()
    install(environment, requirements, uv)
    for installed in (RUN, requirements):
        stamp_of(environment, installed).write_text(digest(installed))
    (environment / UNFINISHED).unlink()


def create(environment: Path, with_pip: bool) -> None:
    say(f"making the environment in {environment} (once)")
    base = getattr(sys, "_base_executable", sys.executable)
    options = ["--clear"] if with_pip else ["--clear", "--without-pip"]
    run([base, "-m", "venv", *options, str(environment)], "the environment could not be made")


def install(environment: Path, requirements: str, uv: str | None) -> None:
    python = str(python_of(environment))
    with_pip = [python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    # The file names every package, so nothing is left to resolve. Most modules are never imported: Python compiles
    # the others when they are, which makes the first start five seconds shorter.
    with_pip += ["--no-deps", "--no-compile"]
    installer = [uv, "pip", "install", "--python", python] if uv else with_pip
    options = ["--require-hashes", "--only-binary", ":all:", "-r", str(CHECKOUT / requirements)]
    say(f"installing the packages of {requirements} (once)")
    run(installer + options, "the packages could not be installed; the next start tries again")


def pip_is_configured() -> bool:
    """Whether pip was told anything, such as another index. uv would not hear it, so pip itself is used then."""
    if any(name.startswith("PIP_") and name not in ("PIP_CONFIG_FILE", "PIP_DISABLE_PIP_VERSION_CHECK") for name in os.environ):
        return True
    named = os.environ.get("PIP_CONFIG_FILE")
    if named == os.devnull:  # pip's own way to say: read no file at all
        return False
    configured = Path(os.environ.get("XDG_CONFIG_HOME", Path.home() / ".config"))
    shared = os.environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(os.pathsep)
    files = [
        *([Path(named)] if named else []),
        *(Path(folder, "pip", "pip.conf") for folder in shared),
        Path("/etc/pip.conf"),
        Path("/Library/Application Support/pip/pip.conf"),
        Path.home() / "Library/Application Support/pip/pip.conf",
        Path.home() / ".pip" / "pip.conf",
        configured / "pip" / "pip.conf",
        Path(sys.base_prefix, "pip.conf"),
    ]
    return any(file.is_file() for file in files)


def run(command: list[str], failure: str) -> None:
    """Runs it, showing one moving line on a terminal; on failure the end of its output and what went wrong."""
    last: deque[str] = deque(maxlen=20)
    moving = sys.stderr.isatty()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace") as process:
        assert process.stdout is not None
        for line in process.stdout:
            last.append(line.rstrip())
            if moving:
                print(f"\r\033[K  {line.strip()[:76]}", end="", file=sys.stderr, flush=True)
    if moving:
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    if process.returncode != 0:
        print("\n".join(last), file=sys.stderr)
        sys.exit(f"Signalbox: {failure} (see above).")


def say(what: str) -> None:
    print(f"Signalbox: {what} …", file=sys.stderr, flush=True)
