"""Signs a checkpoint behind every thousandth event, beside the writers: none of them waits for it or fails with it."""

import logging

from coordinator.eventlog import checkpoints, store
from coordinator.eventlog.checkpoints import EVERY, ChainIsBroken
from coordinator.live.growth import whenever_grown

log = logging.getLogger(__name__)


async def sign_checkpoints() -> None:
    """Until cancelled."""
    await whenever_grown(sign_what_is_due, EVERY, "signer")


def sign_what_is_due() -> None:
    for project in checkpoints.due():
        head = store.find_head(project)
        try:
            if head:
                checkpoints.sign(head, only_due=True)
        except ChainIsBroken as error:
            log.error("%s Run `manage.py verify %s`.", error, project)
