"""What happens round every request."""

import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from scrutiny.failures import database_away
from scrutiny.room import with_room
from scrutiny.typed import ENDED_SESSION_OF

Answer = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger("scrutiny.requests")

SIGNED_IN_AT = "signed_in_at"
IDLE_SECONDS = 30 * 60


class RequestLog:
    """One line for each answer: which page, whose, how it ended; no address and no text."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        request_id = secrets.token_hex(8)
        response = with_room(self.get_response, request)
        match = request.resolver_match
        user = getattr(request, "_cached_user", None)  # asking for request.user would be a query
        log.log(
            logging.WARNING if response.status_code >= 400 else logging.INFO,
            "answered",
            extra={
                "request_id": request_id,
                "method": request.method,
                "url_name": match.view_name if match else None,
                "council": getattr(request, "council", None),
                "user": user.pk if user else None,
                "status": response.status_code,
                "ms": round((time.perf_counter() - begun) * 1000),
            },
        )
        response.headers["X-Request-ID"] = request_id
        return response


class PrivateAnswers:
    """Nothing that a signed-in person was shown stays in a cache, theirs included."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "_cached_user", None)
        if user is not None and user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        response.headers["Permissions-Policy"] = (
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response


class Sessions(SessionMiddleware):
    """Django's sessions, which take nothing from what was done before they are kept.

    With a full disk a page can still be read, and a form that was carried out is still said to
    be: the session keeps no more than the message about it, which is then shown once more or not
    at all. One that the browser does not have yet, as after signing in, has to be stored.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (OperationalError, InterfaceError) as failure:
            if request.session.session_key != request.COOKIES.get(settings.SESSION_COOKIE_NAME):
                raise
            log.error("session not kept", exc_info=failure)
            return response


class SessionLimits:
    """A session ends half an hour after the last page, and eight hours after signing in.

    When the last page was is kept in a signed cookie of its own, good for this session alone, so
    that reading a page writes nothing to the database. When that will be over is told in another,
    for the warning that a page's script gives; nothing here believes it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._is_over(request):
            setattr(request, ENDED_SESSION_OF, request.user.pk)
            logout(request)
        response = self.get_response(request)
        if SIGNED_IN_AT in request.session:
            response.set_signed_cookie(
                settings.SEEN_COOKIE_NAME,
                "seen",
                salt=request.session.session_key or "",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
            response.set_cookie(
                settings.ENDS_COOKIE_NAME,
                str(self._ends(request)),
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )
        elif settings.ENDS_COOKIE_NAME in request.COOKIES:
            response.delete_cookie(settings.ENDS_COOKIE_NAME, samesite="Lax")
        return response

    @staticmethod
    def _ends(request: HttpRequest) -> int:
        """In seconds since 1970, if no further page is opened."""
        last = request.session[SIGNED_IN_AT] + settings.SESSION_COOKIE_AGE
        return int(min(timezone.now().timestamp() + IDLE_SECONDS, last))

    @staticmethod
    def _is_over(request: HttpRequest) -> bool:
        signed_in_at = request.session.get(SIGNED_IN_AT)
        if signed_in_at is None:
            return False
        seen = request.get_signed_cookie(
            settings.SEEN_COOKIE_NAME,
            default=None,
            salt=request.session.session_key or "",
            max_age=IDLE_SECONDS,
        )
        since = timezone.now().timestamp() - signed_in_at
        return since > settings.SESSION_COOKIE_AGE or seen is None


class DatabaseAway:
    """A database that is lost, locked, full or read-only is said to be so, and to come back."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError | InterfaceError):
            log.error("database away", exc_info=exception)
            return database_away(request)
        return None
