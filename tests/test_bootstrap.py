"""The environment is made on the first start, whole or not at all, and by one start at a time.

A checkout of three files and one small wheel stands for the real one; venv, pip and hashes are real. Where a test is not
about pip, a script that unpacks the wheel stands for uv, because making an environment with pip takes four seconds.
"""

import ast
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes import CHECKOUT

START = """
import sys
from coordinator import bootstrap
bootstrap.enter_environment(sys.argv)
import little
print(little.WHAT, sys.prefix)
"""


UV = """#!/bin/sh
echo "$@" > "{told}"
exec python3 -m zipfile -e "{wheels}"/little-*.whl "$(echo "$4" | sed 's:bin/python$:lib:')"/python3*/site-packages
"""


class Bare:
    """A bare machine: an empty HOME, a checkout, and a folder of wheels as the only index pip is configured for."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self.wheels = folder / "wheels"
        self.environment = self.checkout / ".venv"
        self.path = folder / "bin"
        for made in (folder / "home", self.wheels, self.path, self.checkout / "coordinator", self.checkout / "tests"):
            made.mkdir(parents=True)
        shutil.copy(CHECKOUT / "coordinator/bootstrap.py", self.checkout / "coordinator")
        (self.checkout / "coordinator/__init__.py").touch()
        (self.checkout / "start.py").write_text(START)
        self.variables = {
            "HOME": str(folder / "home"),
            "PATH": f"{self.path}:/usr/bin:/bin",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_CONFIG_FILE": os.devnull,
            "PYTHONDONTWRITEBYTECODE": "1",  # two versions of the little module may be written within a second
        }

    def offer_uv(self) -> Path:
        """Puts uv on the path; returns the file with what it was told."""
        told = self.path / "told"
        (self.path / "uv").write_text(UV.format(told=told, wheels=self.wheels))
        (self.path / "uv").chmod(0o755)
        return told

    def unconfigure_pip(self) -> None:
        del self.variables["PIP_NO_INDEX"], self.variables["PIP_FIND_LINKS"]

    def require(self, version: str, what: str) -> None:
        """Puts a wheel of the little package there, the only one, and requires it by its hash."""
        for other in self.wheels.iterdir():
            other.unlink()
        wheel = self.wheels / f"little-{version}-py3-none-any.whl"
        inside = f"little-{version}.dist-info"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("little.py", f"WHAT = {what!r}\n")
            archive.writestr(f"{inside}/METADATA", f"Metadata-Version: 2.1\nName: little\nVersion: {version}\n")
            archive.writestr(f"{inside}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{inside}/RECORD", "")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        for name in ("requirements.txt", "tests/requirements.txt"):
            (self.checkout / name).write_text(f"little=={version} --hash=sha256:{digest}\n")

    def command(self, *arguments: str) -> list[str]:
        return [getattr(sys, "_base_executable", sys.executable), "start.py", *arguments]

    def start(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=self.checkout,
            env=self.variables | variables,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Bare:
    """A machine after its first start, with pip. Tests that share it leave it as they found it."""
    bare = Bare(tmp_path_factory.mktemp("installed"))
    bare.require("1.0", "one")
    told = bare.offer_uv()
    first = bare.start()
    assert (first.returncode, first.stdout) == (0, f"one {bare.environment}\n"), first.stderr
    assert "installing the packages" in first.stderr
    assert not told.exists(), "pip is configured for an index that uv would not ask"
    return bare


@pytest.fixture
def bare(tmp_path: Path) -> Bare:
    bare = Bare(tmp_path)
    bare.require("1.0", "one")
    return bare


@pytest.fixture
def quick(bare: Bare) -> Bare:
    """A machine with uv, and pip not configured for anything."""
    bare.offer_uv()
    bare.unconfigure_pip()
    return bare


def test_the_second_start_has_nothing_to_do(installed: Bare) -> None:
    second = installed.start(PIP_FIND_LINKS="/nowhere")
    assert (second.returncode, second.stdout, second.stderr) == (0, f"one {installed.environment}\n", "")


def test_starting_with_the_interpreter_of_the_environment_is_the_same(installed: Bare) -> None:
    python = installed.environment / "bin/python"
    done = subprocess.run([python, "start.py"], cwd=installed.checkout, env=installed.variables, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (f"one {installed.environment}\n", "")


def test_test_needs_more_packages_than_the_other_commands(installed: Bare) -> None:
    (installed.checkout / "tests/requirements.txt").open("a").write("# more\n")
    assert installed.start("up").stderr == ""
    assert "installing the packages of tests/requirements.txt" in installed.start("test").stderr
    assert installed.start("test").stderr == ""
    assert installed.start("up").stderr == ""


def test_an_environment_that_cannot_be_entered_is_not_tried_for_ever(installed: Bare) -> None:
    shown = installed.start(SIGNALBOX_ENTERED=str(installed.environment))
    assert shown.returncode == 1
    assert shown.stderr.endswith("delete that folder and start again.\n")


def test_an_environment_made_by_others_is_taken_as_it_is(quick: Bare) -> None:
    (quick.checkout / "little.py").write_text("WHAT = 'theirs'\n")
    taken = quick.start(SIGNALBOX_ENVIRONMENT="as-is")
    assert taken.stdout.startswith("theirs ")
    assert not quick.environment.exists()


def test_changed_requirements_are_installed_once(quick: Bare) -> None:
    quick.start()
    quick.require("2.0", "two")
    assert quick.start().stdout.startswith("two ")
    assert quick.start().stderr == ""


def test_a_wheel_with_another_hash_is_refused_and_nothing_counts_as_installed(bare: Bare, installed: Bare) -> None:
    shutil.copytree(installed.environment, bare.environment, symlinks=True)
    required = (bare.checkout / "requirements.txt").read_text()
    bare.require("1.0", "forged")
    (bare.checkout / "requirements.txt").write_text(required + "# changed\n")
    next(bare.environment.glob("lib/python3*/site-packages/little-1.0.dist-info/METADATA")).unlink()
    refused = bare.start()
    assert refused.returncode == 1
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    assert refused.stderr.endswith("the next start tries again (see above).\n")
    bare.require("1.0", "one")
    assert bare.start().stdout.startswith("one ")


def test_an_install_that_was_cut_short_is_made_anew(quick: Bare) -> None:
    quick.start()
    packages = next(quick.environment.glob("lib/python3*/site-packages"))
    (packages / "little.py").unlink()
    (quick.environment / "signalbox.unfinished").touch()
    for stamp in quick.environment.glob("*.stamp"):
        stamp.unlink()
    assert quick.start().stdout.startswith("one ")


def test_an_environment_whose_python_is_gone_is_made_anew(quick: Bare) -> None:
    quick.start()
    for python in (quick.environment / "bin").glob("python*"):
        python.unlink()
    assert quick.start().stdout.startswith("one ")


def test_of_two_first_starts_at_once_one_makes_the_environment(quick: Bare) -> None:
    where: dict[str, Any] = {"cwd": quick.checkout, "env": quick.variables}
    starts = [subprocess.Popen(quick.command(), stdout=-1, stderr=-1, text=True, **where) for _ in range(2)]
    said = [start.communicate(timeout=120) for start in starts]
    assert [out for out, _ in said] == [f"one {quick.environment}\n"] * 2
    assert sum("making the environment in" in errors for _, errors in said) == 1
    assert sum("waiting for it" in errors for _, errors in said) == 1


def test_without_the_venv_module_one_line_says_what_to_install(bare: Bare) -> None:
    (bare.checkout / "start.py").write_text("import sys\nsys.modules['ensurepip'] = None\n" + START)
    shown = bare.start()
    assert shown.returncode == 1
    assert f"apt install python3.{sys.version_info.minor}-venv" in shown.stderr
    assert shown.stderr.count("\n") == 1
    assert not bare.environment.exists()


def test_uv_is_used_where_pip_is_not_configured_for_anything(quick: Bare) -> None:
    assert quick.start().stdout.startswith("one ")
    told = (quick.path / "told").read_text()
    assert told.startswith(f"pip install --python {quick.environment}/bin/python --require-hashes --only-binary :all: -r ")


def test_a_home_is_used_where_the_checkout_cannot_be_written(quick: Bare) -> None:
    refuse = "import os\nos.access = lambda path, mode: mode != os.W_OK\n"  # root may write anywhere, so its answer is changed
    (quick.checkout / "start.py").write_text(refuse + START)
    home = quick.checkout.parent / "data"
    assert quick.start(SIGNALBOX_HOME=str(home)).stdout == f"one {home}/venv\n"
    assert not quick.environment.exists()


def test_an_old_python_can_read_what_it_misses() -> None:
    source = (CHECKOUT / "manage.py").read_text()
    ast.parse(source, feature_version=(3, 4))
    pretend = "import sys, runpy; sys.version_info = (3, 10, 0); runpy.run_path('manage.py', run_name='__main__')"
    shown = subprocess.run([sys.executable, "-c", pretend], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert (shown.returncode, shown.stderr) == (1, "Signalbox needs Python 3.11 or newer; this is 3.10.\n")
