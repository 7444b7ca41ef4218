"""An exported log proves itself on any machine with Python: the script agrees with us, and finds what was changed."""

import ast
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from coordinator.eventlog import checkpoints, export, store
from coordinator.eventlog.models import Event
from tests.support.logs import a_log

SCRIPT = settings.CHECKOUT / "static" / "verify_log.py"

specification = importlib.util.spec_from_file_location("verify_log", SCRIPT)
assert specification and specification.loader
verify_log: Any = importlib.util.module_from_spec(specification)
specification.loader.exec_module(verify_log)


@pytest.fixture
def exported(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The lines of a log with checkpoints at #10 and #15."""
    monkeypatch.setattr(checkpoints, "EVERY", 10)
    monkeypatch.setattr(verify_log, "EVERY", 10)
    head = a_log("web", 15, receipts=False)
    checkpoints.sign(head)
    return lines_of(head)


def lines_of(head: store.Head) -> list[bytes]:
    return b"".join(export.lines(head)).splitlines(keepends=True)


def proved(lines: list[bytes], *keys: str) -> dict[str, Any]:
    result: dict[str, Any] = verify_log.prove(lines, list(keys))
    return result


def test_an_export_is_a_header_the_events_with_their_checkpoints_and_an_end(exported: list[bytes]) -> None:
    lines = [json.loads(line) for line in exported]
    assert [line["line"] for line in lines] == ["header", *["event"] * 10, "checkpoint", *["event"] * 5, "checkpoint", "end"]
    head = store.find_head("web")
    assert head is not None
    assert lines[0] == {
        "line": "header", "format": "signalbox-log", "version": 1, "project": "web", "log_id": head.log_id, "incarnation": 0,
        "sequence": 15, "hash": head.hash, "recorded_at": export.timestamp(head.recorded_at),
        "public_keys": [checkpoints.public_half(checkpoints.private_key())],
    }  # fmt: skip
    assert set(lines[1]) == {"line", *store.COLUMNS}
    assert lines[1]["body"] == Event.objects.get(sequence=1).body


def test_the_script_finds_an_untouched_export_sound(exported: list[bytes]) -> None:
    result = proved(exported)
    head = store.find_head("web")
    assert head is not None
    assert (result["ok"], result["events"], result["head_hash"], result["checkpoints"]) == (True, 15, head.hash, 2)


def test_an_export_without_checkpoints_is_sound(transactional_db: None) -> None:
    head = a_log("web", 3, receipts=False)
    assert proved(lines_of(head))["ok"]


def test_the_script_needs_nothing_but_python(exported: list[bytes], tmp_path: Path) -> None:
    file = tmp_path / "web.jsonl"
    file.write_bytes(b"".join(exported))
    ran = run("-I", "-S", str(SCRIPT), str(file), "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["ok"] is True
    file.write_bytes(b"".join(exported).replace(b"maria", b"mario", 1))
    ran = run("-I", "-S", str(SCRIPT), str(file))
    assert (ran.returncode, ran.stdout.splitlines()[0]) == (1, "NOT SOUND from event #1 on (1 faults)")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, timeout=60)


def test_the_script_is_written_for_python_3_9_and_imports_the_standard_library_alone() -> None:
    tree = ast.parse(SCRIPT.read_text(), feature_version=(3, 9))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)} | {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    assert {str(name).partition(".")[0] for name in imported} <= sys.stdlib_module_names


@pytest.mark.parametrize("column", store.COLUMNS)
def test_a_change_in_any_field_of_an_event_is_found(exported: list[bytes], column: str) -> None:
    event = json.loads(exported[5])
    value = event[column]
    event[column] = value + 1 if isinstance(value, int) else 1 if value is None else value[:-1] + chr(ord(value[-1]) ^ 1)
    result = proved([*exported[:5], json.dumps(event).encode(), *exported[6:]])
    assert (result["ok"], result["first_bad"]) == (False, 5)


@pytest.mark.parametrize("field", ["sequence", "hash", "signed_at", "public_key", "signature"])
def test_a_change_in_any_field_of_a_checkpoint_is_found(exported: list[bytes], field: str) -> None:
    checkpoint = json.loads(exported[11])
    value = checkpoint[field]
    checkpoint[field] = value + 1 if isinstance(value, int) else value[:4] + ("A" if value[4] != "A" else "B") + value[5:]
    result = proved([*exported[:11], json.dumps(checkpoint).encode(), *exported[12:]])
    assert not result["ok"]


@pytest.mark.parametrize("gone", [1, 2, 7, 11, 16, 17, 18])
def test_a_line_that_is_gone_is_missed(exported: list[bytes], gone: int) -> None:
    assert not proved(exported[:gone] + exported[gone + 1 :])["ok"]


@pytest.mark.parametrize("line", [1, 7, 11, 18])
def test_a_line_that_comes_twice_is_found(exported: list[bytes], line: int) -> None:
    assert proved(exported[: line + 1] + exported[line:])["ok"] is (line == 11)


def test_lines_in_another_order_are_found(exported: list[bytes]) -> None:
    exported[10], exported[11] = exported[11], exported[10]
    assert proved(exported)["first_bad"] == 10


@pytest.mark.parametrize(
    "garbage", [b"", b"\xff\xff", b"[]", b"7", b"{", b'{"line": "event"}', b'{"line": "event", "sequence": "x"}']
)
def test_a_line_that_cannot_be_read_is_told_and_not_the_end(exported: list[bytes], garbage: bytes) -> None:
    result = proved([*exported[:5], garbage + b"\n", *exported[5:]])
    assert (result["ok"], result["first_bad"], result["events"]) == (False, 5, 15)


@pytest.mark.parametrize("keep", [1, 6, 11, 18])
def test_a_file_that_was_cut_off_is_not_sound(exported: list[bytes], keep: int) -> None:
    result = proved(exported[:keep])
    assert (result["ok"], result["problems"][-1]["problem"]) == (False, "the file ends before the log does")


def test_a_head_that_lies_about_the_end_is_found(exported: list[bytes]) -> None:
    header = json.loads(exported[0]) | {"hash": "f" * 64}
    assert not proved([json.dumps(header).encode(), *exported[1:]])["ok"]


def test_a_log_that_somebody_else_signed_is_found_by_who_knows_the_key(exported: list[bytes]) -> None:
    known = json.loads(exported[0])["public_keys"][0]
    forged = signed_by_another(exported)
    assert proved(forged)["ok"], "a file alone shows only that it agrees with itself"
    assert proved(exported, known)["ok"]
    assert proved(forged, known)["first_bad"] == 10


def signed_by_another(lines: list[bytes]) -> list[bytes]:
    key = Ed25519PrivateKey.generate()
    changed = []
    log_id = json.loads(lines[0])["log_id"]
    for line in map(json.loads, lines):
        if line["line"] == "header":
            line["public_keys"] = [checkpoints.public_half(key)]
        elif line["line"] == "checkpoint":
            line["public_key"] = checkpoints.public_half(key)
            line["signature"] = checkpoints.b64encode(key.sign(verify_log.statement(log_id, line))).decode()
        changed.append(json.dumps(line).encode())
    return changed


@pytest.mark.parametrize(
    "content", [b"", b"hello\n", b"{}\n", b"[1]\n", b'{"line":"header","format":"signalbox-log","version":2}\n']
)
def test_what_is_no_export_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    assert verify_log.main([str(file)]) == 2


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_log.main([str(tmp_path / "none")]) == 2
    assert "No such file" in capsys.readouterr().err


# Ed25519 of its own --------------------------------------------------------------------------------------------------

# RFC 8032, section 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_script_agrees_with_the_examples_of_the_standard(key: str, message: str, signature: str) -> None:
    assert verify_log.verify(bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature))


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=300), bit=st.integers(0, 511))
def test_the_script_takes_a_true_signature_and_none_with_another_bit(seed: bytes, message: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert verify_log.verify(public, message, signature)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    assert not verify_log.verify(public, message, bytes(changed))
    assert not verify_log.verify(public, message + b"!", signature)


def test_a_signature_of_twice_the_order_or_the_wrong_length_is_not_taken() -> None:
    key = Ed25519PrivateKey.generate()
    public, signature = key.public_key().public_bytes_raw(), key.sign(b"hello")
    larger = int.from_bytes(signature[32:], "little") + verify_log.ORDER
    assert not verify_log.verify(public, b"hello", signature[:32] + larger.to_bytes(32, "little"))
    assert not verify_log.verify(public, b"hello", signature + b"\0")
    assert not verify_log.verify(public[:31], b"hello", signature)
    assert not verify_log.verify(b"\xff" * 32, b"hello", signature)
