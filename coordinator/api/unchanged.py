"""What a caller has read before: the ETag of an answer tells its version and its content, and what is the same is not sent.

The version alone would not do: a task is blocked, ready or held without an event about itself.
"""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tracks.errors import InvalidField

TAGGED = (200, 201)
LONGEST_TAGS = 300  # characters of If-None-Match


def tagged(response: HttpResponseBase) -> HttpResponseBase:
    """Adds the digest of the content to the version in the ETag, where an answer has one."""
    if type(response) is HttpResponse and response.status_code in TAGGED and "ETag" in response.headers:
        version = response.headers["ETag"].strip('"')
        response.headers["ETag"] = f'"{version}-{sha256(response.content).hexdigest()[:12]}"'
    return response


def unless_known(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer to a read, or 304 where the caller says that it has it already."""
    tag = response.headers.get("ETag")
    known = request.META.get("HTTP_IF_NONE_MATCH", "")
    if len(known) > LONGEST_TAGS:
        raise InvalidField(field="If-None-Match", problem=f"must be at most {LONGEST_TAGS} characters")
    if tag is None or response.status_code != 200 or not known:
        return response
    if tag not in [one.strip().removeprefix("W/") for one in known.split(",")]:
        return response
    same = HttpResponse(status=304, headers={"ETag": tag})
    del same.headers["Content-Type"]
    return same
