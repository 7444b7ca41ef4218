"""The addresses of the pages. Keys may hold any character, so they are paths."""

from django.urls import include, path

from coordinator.web.activity import activity
from coordinator.web.agent import agent
from coordinator.web.activity import export as activity_export
from coordinator.web.agents import agents
from coordinator.web.board import board
from coordinator.web.attention import attention
from coordinator.web.chosen import chosen
from coordinator.web.conflicts import conflicts
from coordinator.web.decisions import decision, decisions
from coordinator.web.compare import compare
from coordinator.web.docs import doc, docs
from coordinator.web.graph import graph
from coordinator.web.events import event
from coordinator.web.imports import imports, preview, report
from coordinator.web.messages import conversation, messages
from coordinator.web.project_settings import general, people, tokens, webhook, webhooks
from coordinator.web.integration import integration
from coordinator.web.overview import overview
from coordinator.web.projects import projects
from coordinator.web.reports.days import report_of_day
from coordinator.web.reports.views import measurement, one_report, reports
from coordinator.web.search import find, projects_like, search
from coordinator.web.proof import proof, work
from coordinator.web.schedule import schedule, schedule_csv
from coordinator.web.sheets import sheet
from coordinator.web.task_list import tasks
from coordinator.web.sync_points import sync_point, sync_points
from coordinator.web.tasks import task
from coordinator.web.timeline import timeline
from coordinator.web.track import track
from coordinator.web.tracks import tracks

of_project = [
    path("", overview, name="overview"),
    path("tracks/", tracks, name="tracks"),
    path("tracks/<path:key>/", track, name="track"),
    path("chosen/", chosen, name="chosen"),
    path("tasks/", tasks, name="tasks"),
    path("tasks/<path:key>/", task, name="task"),
    path("graph/", graph, name="graph"),
    path("board/", board, name="board"),
    path("agents/", agents, name="agents"),
    path("schedule/", schedule, name="schedule"),
    path("sync-points/", sync_points, name="sync-points"),
    path("sync-points/<path:key>/", sync_point, name="sync"),
    path("conflicts/", conflicts, name="conflicts"),
    path("schedule.csv", schedule_csv, name="schedule-csv"),
    path("agents/<path:name>/", agent, name="agent"),
    path("messages/", messages, name="messages"),
    path("messages/<path:key>/", conversation, name="message"),
    path("decisions/", decisions, name="decisions"),
    path("decisions/<path:key>/", decision, name="decision"),
    path("activity/", activity, name="activity"),
    path("integration/", integration, name="integration"),
    path("reports/", reports, name="reports"),
    path("reports/daily/", report_of_day, name="report-of-day"),
    path("reports/measurements/<path:key>/", measurement, name="measurement"),
    path("reports/<slug:name>/", one_report, name="report"),
    path("activity.<slug:format>", activity_export, name="activity-export"),
    path("activity/<int:key>/", event, name="event"),
    path("imports/", imports, name="imports"),
    path("imports/preview/", preview, name="import-preview"),
    path("attention/", attention, name="attention"),
    path("imports/<int:key>/", report, name="import"),
    path("settings/", general, name="settings"),
    path("settings/people/", people, name="settings-people"),
    path("settings/tokens/", tokens, name="settings-tokens"),
    path("settings/proof/", proof, name="settings-proof"),
    path("settings/proof/<slug:name>/", work, name="proof-work"),
    path("settings/webhooks/", webhooks, name="settings-webhooks"),
    path("settings/webhooks/<path:key>/", webhook, name="settings-webhook"),
    path("compare/", compare, name="compare"),
    path("timeline/", timeline, name="timeline"),
    path("sheets/<slug:name>/", sheet, name="sheet"),
    path("search/", search, name="search"),
    path("find/", find, name="find"),
]

urlpatterns = [
    path("", projects, name="projects"),
    path("search/", projects_like, name="search-projects"),
    path("projects/<slug:slug>/", include(of_project)),
    path("docs/", docs, name="docs"),
    path("docs/<slug:name>/", doc, name="doc"),
]
