"""Checkpoints: signed with a key that only its owner reads, in order, and only over what can be proved."""

import asyncio
import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from coordinator.eventlog import checkpoints, store
from coordinator.eventlog.checkpoints import ChainIsBroken, sign
from coordinator.eventlog.models import Checkpoint, Event
from coordinator.eventlog.verification import verify
from coordinator.live import signer, wake
from tests.support.guards import no_guards
from tests.support.logs import a_log, grown

pytestmark = pytest.mark.django_db(transaction=True)


def places() -> list[int]:
    return list(Checkpoint.objects.values_list("sequence", flat=True))


def test_signing_states_where_the_log_stands_now() -> None:
    head = a_log("web", 3, receipts=False)
    (checkpoint,) = sign(head)
    assert (checkpoint.sequence, checkpoint.hash) == (3, head.hash)
    assert checkpoints.is_genuine(Checkpoint.objects.get(), head.log_id)


def test_signing_again_signs_nothing_new() -> None:
    head = a_log("web", 3, receipts=False)
    sign(head)
    assert sign(head) == []


def test_every_thousandth_event_is_signed_on_the_way() -> None:
    head = a_log("web", 2_050, receipts=False)
    sign(head)
    assert places() == [1_000, 2_000, 2_050]
    sign(grown(head, 1_000, receipts=False), only_due=True)
    assert places() == [1_000, 2_000, 2_050, 3_000]


def test_only_round_numbers_are_due() -> None:
    head = a_log("web", 999, receipts=False)
    a_log("api", 1_000, receipts=False)
    assert checkpoints.due() == ["api"]
    sign(head)
    grown(head, 1, receipts=False)
    assert checkpoints.due() == ["api", "web"]


def test_two_processes_that_sign_at_once_leave_one_signature_a_place() -> None:
    head = a_log("web", 3_000, receipts=False)

    def signs() -> None:
        sign(head)
        connection.close()

    with ThreadPoolExecutor(4) as processes:
        for one in [processes.submit(signs) for _ in range(4)]:
            one.result()
    assert places() == [1_000, 2_000, 3_000]
    assert verify("web").ok


def test_a_log_that_was_altered_is_not_signed() -> None:
    head = a_log("web", 1_200, receipts=False)
    with no_guards():
        Event.objects.filter(sequence=700).update(actor="mallory")
    with pytest.raises(ChainIsBroken, match="#700"):
        sign(head)
    assert places() == []


def test_a_log_that_was_rewritten_behind_a_checkpoint_is_not_signed() -> None:
    """The new events agree with each other; they do not go on from what was signed."""
    head = a_log("web", 3, receipts=False)
    sign(head)
    with no_guards():
        Event.objects.filter(sequence=3).update(hash="e" * 64)
        head = grown(replace(head, hash="e" * 64), 2, receipts=False)
    with pytest.raises(ChainIsBroken, match="#4"):
        sign(head)


def test_a_head_that_its_events_do_not_lead_to_is_not_signed() -> None:
    head = a_log("web", 3, receipts=False)
    with no_guards():
        Event.objects.filter(sequence=3).delete()
    with pytest.raises(ChainIsBroken, match="#3"):
        sign(head)


def test_a_checkpoint_of_an_unknown_key_is_not_built_upon() -> None:
    """Or somebody could sign a forged log and have us go on from there."""
    head = a_log("web", 3, receipts=False)
    with no_guards():
        Event.objects.filter(sequence=2).update(actor="mallory")
        foreign = checkpoints.signed_checkpoint(Ed25519PrivateKey.generate(), head, 3, head.hash, store.clock())
        foreign.save()
    with pytest.raises(ChainIsBroken, match="#2"):
        sign(grown(head, 1, receipts=False))


def test_the_key_is_made_once_and_only_its_owner_reads_it(own_home: Path) -> None:
    first = checkpoints.public_half(checkpoints.private_key())
    assert checkpoints.public_half(checkpoints.private_key()) == first
    assert (own_home / "checkpoint.key").stat().st_mode & 0o777 == 0o600
    assert (own_home / "checkpoint.key").read_text().startswith("-----BEGIN PRIVATE KEY-----")


def test_what_is_signed_never_changes() -> None:
    """The bytes are part of the format: whoever has a checkpoint must be able to check it in years to come."""
    said = checkpoints.statement("0b0e7a5e", 12, "ab", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert said == (
        b"\0\0\0\x17signalbox-checkpoint-v1\0\0\0\x080b0e7a5e\0\0\0\x0212\0\0\0\x02ab\0\0\0\x1b2026-01-02T03:04:05.000000Z"
    )


def test_what_was_signed_is_remembered_outside_the_database(own_home: Path) -> None:
    head = a_log("web", 3, receipts=False)
    sign(head)
    (remembered,) = checkpoints.witnessed()
    assert (remembered.log_id, remembered.sequence, remembered.hash) == (head.log_id, 3, head.hash)
    assert (own_home / "checkpoints.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_line_of_memory_that_a_crash_cut_short_is_passed_over(own_home: Path) -> None:
    sign(a_log("web", 3, receipts=False))
    file = own_home / "checkpoints.jsonl"
    os.truncate(file, file.stat().st_size - 20)
    assert list(checkpoints.witnessed()) == []
    assert verify("web").ok


def test_after_the_key_was_lost_older_checkpoints_still_hold(own_home: Path) -> None:
    head = a_log("web", 3, receipts=False)
    sign(head)
    (own_home / "checkpoint.key").unlink()
    sign(grown(head, 1, receipts=False))
    verified = verify("web")
    assert (verified.ok, verified.checkpoints, verified.notes) == (True, 2, [])


def test_a_home_that_knows_nothing_of_the_key_says_so_and_finds_no_fault(own_home: Path) -> None:
    sign(a_log("web", 3, receipts=False))
    for file in own_home.iterdir():
        file.unlink()
    verified = verify("web")
    assert (verified.ok, verified.checkpoints, len(verified.notes)) == (True, 1, 1)


async def test_the_signer_signs_what_is_due_when_it_starts_and_when_a_log_has_grown() -> None:
    head = await in_thread(a_log, "web", 1_000, False)
    work = asyncio.create_task(signer.sign_checkpoints())
    try:
        await until(1_000)
        head = await in_thread(grown, head, 1_000, False)
        wake.wake(head.id, head.sequence)
        await until(2_000)
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


def test_the_signer_passes_over_a_broken_log_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    a_log("api", 1_000, receipts=False)
    a_log("web", 1_000, receipts=False)
    with no_guards():
        Event.objects.filter(sequence=7, project__project="api").update(actor="mallory")
    with caplog.at_level(logging.ERROR):
        signer.sign_what_is_due()
    assert list(Checkpoint.objects.values_list("project__project", flat=True)) == ["web"]
    assert "manage.py verify api" in caplog.text


async def until(sequence: int) -> None:
    async with asyncio.timeout(10):
        while sequence not in await in_thread(places):
            await asyncio.sleep(0.02)


async def in_thread(work: Callable[..., Any], *args: Any) -> Any:
    def job() -> Any:
        try:
            return work(*args)
        finally:
            connection.close()

    return await asyncio.to_thread(job)
