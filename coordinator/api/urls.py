"""The addresses of the REST doors. Keys may hold any character, so they are paths."""

from django.urls import include, path, re_path, register_converter
from django.urls.converters import IntConverter

from coordinator.api import verbs
from coordinator.api.access_tokens import OneToken, Tokens
from coordinator.api.agents import Agents, FreshToken, MetricsOf, OneAgent, StopOne
from coordinator.api.allocations import Allocations
from coordinator.api.attention import Attention
from coordinator.api.changes import ChangesSince
from coordinator.api.claims import ClaimThis, Claims
from coordinator.api.conflicts import ActualConflicts, Conflicts, OneConflictArea, PredictedConflicts, ResolveArea
from coordinator.api.criteria import Criteria, MeetCriterion, OneCriterion
from coordinator.api.decisions import Decisions, OneDecision
from coordinator.api.decompose import Decompose
from coordinator.api.deliverables import Deliverables, DeliverablesOfTrack, MeetOne, OneDeliverable, WithdrawOne
from coordinator.api.dependencies import Dependencies
from coordinator.api.documentation import page, schema
from coordinator.api.events import Events
from coordinator.api.exports import ExportLog, ExportProject
from coordinator.api.forecast import ForecastOf
from coordinator.api.graph import DependencyGraph
from coordinator.api.heartbeat import Heartbeat
from coordinator.api.imports import Imports
from coordinator.api.integration_points import (
    IntegratedThere, IntegrationPoints, OneIntegrationPoint, ReadyThere, ReopenThere,
)
from coordinator.api.lint import Lint
from coordinator.api.measurements import Measurements, OneMeasurement, Readings, TargetOf
from coordinator.api.members import AccessLog, Members, OneMember, SignInLinkOf
from coordinator.api.messages import Acknowledge, InboxOf, Messages, OneMessage, Resolve
from coordinator.api.notes import Notes, OneNote
from coordinator.api.nowhere import nowhere
from coordinator.api.offers import Accept, Dismiss, Offers
from coordinator.api.projects import Archive, OneProject, Projects, Unarchive
from coordinator.api.reports import DailyReport, Metrics
from coordinator.api.reservations import CheckFiles, ExtendOne, OneReservation, Reservations
from coordinator.api.schedule import ScheduleOf
from coordinator.api.stream import Stream
from coordinator.api.sync_points import OneCheck, OneSyncPoint, Pass, Reopen, SyncPoints
from coordinator.api.tasks import OneTask, Tasks
from coordinator.api.terms import TermsOfTask, TermsOfTrack
from coordinator.api.tracks import OneTrack, Tracks
from coordinator.api.travel import Diff, RollBack, UndoThis
from coordinator.api.verify import Verify
from coordinator.api.webhooks import (
    OneWebhook, Redeliver, SwitchOff, SwitchOn, PingWebhook, WebhookAttempts, Webhooks, WebhookSecret,
)


class NumberConverter(IntConverter):
    """A place in a list: short enough that no rule has to think of numbers beyond all reason."""

    regex = "[0-9]{1,6}"


register_converter(NumberConverter, "number")

of_project = [
    path("archive", Archive.as_view()),
    path("unarchive", Unarchive.as_view()),
    path("tracks", Tracks.as_view()),
    path("tracks/<path:key>/deliverables", DeliverablesOfTrack.as_view()),
    path("tracks/<path:key>/deliverables/<number:number>", OneDeliverable.as_view()),
    path("tracks/<path:key>/deliverables/<number:number>/met", MeetOne.as_view()),
    path("tracks/<path:key>/deliverables/<number:number>/withdraw", WithdrawOne.as_view()),
    path("tracks/<path:key>/terms", TermsOfTrack.as_view()),
    path("tracks/<path:key>", OneTrack.as_view()),
    path("deliverables", Deliverables.as_view()),
    path("tasks", Tasks.as_view()),
    path("tasks/<path:key>/claim", ClaimThis.as_view()),
    *(path(f"tasks/<path:key>/{verb.name}", verbs.door_of(verb).as_view()) for verb in verbs.VERBS),
    path("tasks/<path:key>/decompose", Decompose.as_view()),
    path("tasks/<path:key>/terms", TermsOfTask.as_view()),
    path("tasks/<path:key>/offers", Offers.as_view()),
    path("tasks/<path:key>/offers/<int:offer>/accept", Accept.as_view()),
    path("tasks/<path:key>/offers/<int:offer>/dismiss", Dismiss.as_view()),
    path("tasks/<path:key>", OneTask.as_view()),
    path("attention", Attention.as_view()),
    path("claims", Claims.as_view()),
    path("agents", Agents.as_view()),
    path("agents/<path:name>/heartbeat", Heartbeat.as_view()),
    path("agents/<path:name>/metrics", MetricsOf.as_view()),
    path("agents/<path:name>/inbox", InboxOf.as_view()),
    path("agents/<path:name>/stop", StopOne.as_view()),
    path("agents/<path:name>/token", FreshToken.as_view()),
    path("agents/<path:name>", OneAgent.as_view()),
    path("messages", Messages.as_view()),
    path("messages/<path:key>/ack", Acknowledge.as_view()),
    path("messages/<path:key>/resolve", Resolve.as_view()),
    path("messages/<path:key>", OneMessage.as_view()),
    path("dependencies", Dependencies.as_view()),
    path("conflicts", Conflicts.as_view()),
    path("conflicts/predicted", PredictedConflicts.as_view()),
    path("conflicts/actual", ActualConflicts.as_view()),
    path("conflicts/<path:key>/resolve", ResolveArea.as_view()),
    path("conflicts/<path:key>", OneConflictArea.as_view()),
    path("reservations", Reservations.as_view()),
    path("reservations/check", CheckFiles.as_view()),
    path("reservations/<path:key>/extend", ExtendOne.as_view()),
    path("reservations/<path:key>", OneReservation.as_view()),
    path("sync-points", SyncPoints.as_view()),
    path("sync-points/<path:key>/pass", Pass.as_view()),
    path("sync-points/<path:key>/reopen", Reopen.as_view()),
    path("sync-points/<path:key>/checks/<number:number>", OneCheck.as_view()),
    path("sync-points/<path:key>", OneSyncPoint.as_view()),
    path("allocations", Allocations.as_view()),
    path("integration-points", IntegrationPoints.as_view()),
    path("integration-points/<path:key>/ready", ReadyThere.as_view()),
    path("integration-points/<path:key>/integrated", IntegratedThere.as_view()),
    path("integration-points/<path:key>/reopen", ReopenThere.as_view()),
    path("integration-points/<path:key>", OneIntegrationPoint.as_view()),
    path("criteria", Criteria.as_view()),
    path("criteria/<path:key>/met", MeetCriterion.as_view()),
    path("criteria/<path:key>", OneCriterion.as_view()),
    path("notes", Notes.as_view()),
    path("notes/<path:key>", OneNote.as_view()),
    path("decisions", Decisions.as_view()),
    path("decisions/<path:key>", OneDecision.as_view()),
    path("measurements", Measurements.as_view()),
    path("measurements/<path:name>/readings", Readings.as_view()),
    path("measurements/<path:name>/target", TargetOf.as_view()),
    path("measurements/<path:name>", OneMeasurement.as_view()),
    path("graph", DependencyGraph.as_view()),
    path("schedule", ScheduleOf.as_view()),
    path("forecast", ForecastOf.as_view()),
    path("lint", Lint.as_view()),
    path("reports/daily", DailyReport.as_view()),
    path("reports/metrics", Metrics.as_view()),
    path("events", Events.as_view()),
    path("events/stream", Stream.as_view()),
    path("diff", Diff.as_view()),
    path("changes", ChangesSince.as_view()),
    path("rollback", RollBack.as_view()),
    path("undo", UndoThis.as_view()),
    path("imports", Imports.as_view()),
    path("exports/log", ExportLog.as_view()),
    path("exports/project", ExportProject.as_view()),
    path("webhooks", Webhooks.as_view()),
    path("webhooks/<path:key>/secret", WebhookSecret.as_view()),
    path("webhooks/<path:key>/enable", SwitchOn.as_view()),
    path("webhooks/<path:key>/disable", SwitchOff.as_view()),
    path("webhooks/<path:key>/redeliver", Redeliver.as_view()),
    path("webhooks/<path:key>/test", PingWebhook.as_view()),
    path("webhooks/<path:key>/attempts", WebhookAttempts.as_view()),
    path("webhooks/<path:key>", OneWebhook.as_view()),
    path("members", Members.as_view()),
    path("members/<path:name>/sign-in-link", SignInLinkOf.as_view()),
    path("members/<path:name>", OneMember.as_view()),
    path("tokens", Tokens.as_view()),
    path("tokens/<int:number>", OneToken.as_view()),
    path("access-log", AccessLog.as_view()),
    path("verify", Verify.as_view()),
]

urlpatterns = [
    path("v1/projects", Projects.as_view()),
    path("v1/projects/<slug:project>", OneProject.as_view()),
    path("v1/projects/<slug:project>/", include(of_project)),
    path("schema/", schema, name="api-schema"),
    path("docs/", page, name="api-docs"),
    re_path("", nowhere),
]
