"""The addresses of the REST doors. Keys may hold any character, so they are paths."""

from django.urls import include, path, re_path

from coordinator.api import lists, verbs
from coordinator.api.agents import Agents, FreshToken, OneAgent, StopOne
from coordinator.api.claims import Claims, ClaimThis
from coordinator.api.dependencies import Dependencies
from coordinator.api.documentation import page, schema
from coordinator.api.events import Events
from coordinator.api.exports import ExportLog
from coordinator.api.heartbeat import Heartbeat
from coordinator.api.imports import Imports
from coordinator.api.nowhere import nowhere
from coordinator.api.projects import OneProject, Projects
from coordinator.api.sync_points import Pass, Reopen, SyncPoints
from coordinator.api.tasks import OneTask, Tasks
from coordinator.api.tracks import DeliverablesOfAll, OneTrack, Tracks
from coordinator.api.verify import Verify

of_project = [
    path("tracks", Tracks.as_view()),
    path("tracks/<path:key>", OneTrack.as_view()),
    path("deliverables", DeliverablesOfAll.as_view()),
    path("tasks", Tasks.as_view()),
    path("tasks/<path:key>/claim", ClaimThis.as_view()),
    *(path(f"tasks/<path:key>/{verb.name}", verbs.door_of(verb).as_view()) for verb in verbs.VERBS),
    path("tasks/<path:key>", OneTask.as_view()),
    path("claims", Claims.as_view()),
    path("agents", Agents.as_view()),
    path("agents/<path:name>/heartbeat", Heartbeat.as_view()),
    path("agents/<path:name>/stop", StopOne.as_view()),
    path("agents/<path:name>/token", FreshToken.as_view()),
    path("agents/<path:name>", OneAgent.as_view()),
    path("dependencies", Dependencies.as_view()),
    path("sync-points", SyncPoints.as_view()),
    path("sync-points/<path:key>/pass", Pass.as_view()),
    path("sync-points/<path:key>/reopen", Reopen.as_view()),
    *(path(f"{listed.address}", lists.door_of(listed).as_view()) for listed in lists.LISTS),
    path("events", Events.as_view()),
    path("imports", Imports.as_view()),
    path("exports/log", ExportLog.as_view()),
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
