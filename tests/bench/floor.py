"""An answer with nothing in it, through everything that is round a page: what no page can beat."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from scrutiny import urls


@login_not_required
def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


ADDRESS = "/nothing/"
urlpatterns = [path(ADDRESS.strip("/") + "/", nothing), *urls.urlpatterns]
handler403, handler404, handler500 = (
    getattr(urls, name, f"django.views.defaults.{default}")
    for name, default in (
        ("handler403", "permission_denied"),
        ("handler404", "page_not_found"),
        ("handler500", "server_error"),
    )
)
