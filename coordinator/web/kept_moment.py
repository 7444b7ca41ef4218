"""Whoever looks at the past stays there: every link and search of a page of the past leads to the same moment.

A link that is to lead to the present says data-to-now. What the browser draws by itself is seen to by static/js/travel.js.
"""

import re
from functools import partial

from django.http import HttpResponse

TAG = re.compile(r"<(a|form)\s[^>]*>")
HREF = re.compile(r"""(\shref=")([^"#]*)([^"]*")""")
HAS_MOMENT = re.compile(r"[?;&]at=")


def links_kept(response: HttpResponse, slug: str, at: int | None) -> HttpResponse:
    """The same page with `at` in every link that stays in the project; as it is where `at` is None."""
    if at is not None and not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
        response.content = TAG.sub(partial(kept, inside=f"/projects/{slug}/", at=at), response.text)
    return response


def kept(tag: re.Match[str], inside: str, at: int) -> str:
    whole = tag[0]
    if "data-to-now" in whole:
        return whole
    if tag[1] == "form":
        return f'{whole}<input type="hidden" name="at" value="{at}">' if "method=\"get\"" in whole else whole
    return HREF.sub(partial(with_moment, inside=inside, at=at), whole, count=1)


def with_moment(href: re.Match[str], inside: str, at: int) -> str:
    before, address, after = href.groups()
    if not address.startswith((inside, "?")) or HAS_MOMENT.search(address):
        return href[0]
    return f"{before}{address}{'&amp;' if '?' in address else '?'}at={at}{after}"
