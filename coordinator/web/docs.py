"""The documentation: Markdown files of the checkout, drawn as pages. Serves nothing outside their folder."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from coordinator.web.doc_tables import with_tables

FIRST = "index"


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    title: str
    html: SafeString


def docs(request: HttpRequest) -> HttpResponse:
    return doc(request, FIRST)


def doc(request: HttpRequest, name: str) -> HttpResponse:
    page = pages().get(name)
    if page is None:
        raise Http404
    return render(request, "docs/page.html", {"page": page, "pages": list(pages().values())})


def pages() -> dict[str, Page]:
    """Every page by name, the first one first, the others by title. Read once, or each time while debugging."""
    if settings.DEBUG:
        read_pages.cache_clear()
    return read_pages()


@cache
def read_pages() -> dict[str, Page]:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    found = []
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for path in (folder / "docs").glob("*.md"):
            text = path.read_text(encoding="utf-8")
            title = text.partition("\n")[0].removeprefix("#").strip()
            # Our own files, and the parser escapes any markup in them.
            found.append(Page(path.stem, title, mark_safe(markdown.render(with_tables(text)))))  # noqa: S308
    return {page.name: page for page in sorted(found, key=lambda page: (page.name != FIRST, page.title))}
