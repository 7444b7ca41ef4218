"""The list of projects one may see, and the form that makes another."""

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coordinator.access.permissions import visible_projects
from coordinator.command_handler import handle
from coordinator.eventlog.models import LogHead
from tracks import queries
from tracks.commands import CreateProject
from tracks.errors import Refusal
from tracks.models import ProjectSummary

Row = tuple[LogHead, ProjectSummary | None]


class NewProject(forms.Form):
    """The shape of the form; whether the project may be made is for the rules to say. `key` makes a second press harmless."""

    name = forms.CharField(max_length=200)
    slug = forms.SlugField(max_length=60)
    key = forms.CharField(max_length=100)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def projects(request: HttpRequest) -> HttpResponse:
    form = NewProject(request.POST or None, initial={"key": f"page-{uuid4()}"})
    if request.method == "POST" and form.is_valid() and create(request, form):
        return redirect("overview", form.cleaned_data["slug"])
    heads = list(visible_projects(request.user).order_by("project"))
    summaries = queries.summaries(head.pk for head in heads)
    rows, archived = list[Row](), list[Row]()
    for head in heads:
        summary = summaries.get(head.pk)
        (archived if summary and summary.archived_at else rows).append((head, summary))
    context = {"rows": rows, "archived": archived, "form": form, "may_create": request.user.is_superuser}
    return render(request, "projects/list.html", context)


def create(request: HttpRequest, form: NewProject) -> bool:
    if not request.user.is_superuser:
        raise PermissionDenied
    wish = CreateProject(project=form.cleaned_data["slug"], name=form.cleaned_data["name"])
    try:
        handle(wish, actor=request.user.get_username(), key=form.cleaned_data["key"])
    except Refusal as refusal:
        form.add_error("slug", f"{refusal} {refusal.advice}")
        return False
    messages.success(request, f"{wish.name} is there.")
    return True
