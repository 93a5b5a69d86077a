"""The pages shown when something has gone wrong on our side; none reads the database."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.debug import sensitive_variables

from recommendations.store import NotWhatItWas

RETRY_AFTER = 5
NEVER_SHOWN_AGAIN = ("csrfmiddlewaretoken", "password")


@sensitive_variables()
def database_away(request: HttpRequest) -> HttpResponse:
    """Say that nothing was saved, and give back what was typed so that it can be kept."""
    typed = [
        value
        for name, values in request.POST.lists()
        if not any(secret in name for secret in NEVER_SHOWN_AGAIN)
        for value in values
        if value.strip()
    ]
    page = render_to_string("503.html", {"typed": typed, "posted": request.method == "POST"})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer whatever no view and no middleware caught.

    The database may fail before a view is reached, while the session is read; Django then comes
    here, with the exception still in hand.
    """
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return database_away(request)
    lost = isinstance(sys.exception(), NotWhatItWas)
    return HttpResponse(render_to_string("500.html", {"lost": lost}), status=500)
