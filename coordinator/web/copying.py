"""A task's address and its claim in words for other programs: what the Copy menu puts on the clipboard."""

import json
import shlex

from django.http import HttpRequest
from django.urls import reverse

from coordinator.web.pages import Place
from tracks.models import Task


def copies(request: HttpRequest, place: Place, task: Task) -> dict[str, str]:
    """The token is not ours to give: whoever pastes this has its own in SIGNALBOX_TOKEN."""
    link = request.build_absolute_uri(reverse("task", args=[place.slug, task.key]))
    door = request.build_absolute_uri(f"/api/v1/projects/{place.slug}/tasks/{task.key}/claim")
    body = json.dumps({"agent": task.assignee} if task.assignee else {})
    call = {"method": "tools/call", "params": {"name": "claim", "arguments": {"project": place.slug, "key": task.key}}}
    curl = (
        f'curl -X POST {shlex.quote(door)} -H "Authorization: Bearer $SIGNALBOX_TOKEN" '
        f"-H 'Content-Type: application/json' -d {shlex.quote(body)}"
    )
    return {"link": link, "request": curl, "mcp": json.dumps(call)}
