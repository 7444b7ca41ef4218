"""Pages and their pieces go out compressed. Answers of the API do not: they are small, streamed, or read by neighbours."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Django adds random bytes to each, so that their length gives no secret of the page away."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if not is_page or not isinstance(response, HttpResponse):
            return response
        answer: HttpResponseBase = super().process_response(request, response)
        return answer
