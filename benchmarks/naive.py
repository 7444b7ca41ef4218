"""The baseline that anybody would write first: models, `save()`, and a transaction for each command."""

import uuid

from django.db import transaction
from django.db.models import Avg
from django.utils import timezone

from coordinator.eventlog.chain import GENESIS
from coordinator.eventlog.models import Event, LogHead
from tracks.models import ProjectSummary, Task, Track

TRACKS = 4


class NaiveProject:
    """A project in the same tables, behind the same triggers, without rules, receipts or hashes that mean anything."""

    def __init__(self, slug: str, tasks: int) -> None:
        now = timezone.now()
        self.head = LogHead.objects.create(project=slug, log_id=str(uuid.uuid4()), hash=GENESIS, recorded_at=now)
        ProjectSummary.objects.create(project=self.head, key=slug, name=slug, created_at=now)
        for number in range(TRACKS):
            Track.objects.create(project=self.head, key=f"T{number}", title="A track", position=number)
        for number in range(tasks):
            Task.objects.create(
                project=self.head, key=f"T{number % TRACKS}.{number}", title="A task", track=f"T{number % TRACKS}",
                position=number, status="in_progress", created_at=now, changed_at=now,
            )

    def progress(self, caller: int, number: int) -> None:
        key, percent = f"T{caller % TRACKS}.{caller}", number % 99
        with transaction.atomic():
            head = LogHead.objects.select_for_update().get(pk=self.head.pk)
            event = Event.objects.create(
                project=head, sequence=head.sequence + 1, event_id=str(uuid.uuid4()), type="task.progressed",
                subject=f"task/{key}", body=f'{{"key":"{key}","note":"compiles {number}","percent":{percent},"steps_done":[]}}',
                actor="benchmark", command_key=str(uuid.uuid4()), correlation_id="", recorded_at=timezone.now(),
                prev_hash=head.hash, hash=uuid.uuid4().hex * 2,
            )
            task = Task.objects.get(project=head, key=key)
            task.percent, task.version, task.changed_at = percent, event.sequence, event.recorded_at
            task.save()
            track = Track.objects.get(project=head, key=task.track)
            track.percent = Task.objects.filter(project=head, track=task.track).aggregate(all=Avg("percent"))["all"]
            track.save()
            summary = ProjectSummary.objects.get(project=head)
            summary.percent = Task.objects.filter(project=head).aggregate(all=Avg("percent"))["all"]
            summary.save()
            head.sequence, head.hash, head.recorded_at = event.sequence, event.hash, event.recorded_at
            head.save()
