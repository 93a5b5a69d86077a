"""The site with one guard left off, which CARELESS names: what a drill has to notice.

gunicorn tests.reliability.careless
python -m tests.reliability.careless run_jobs
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from threading import Thread
from types import SimpleNamespace
from typing import Any

import django
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")

Answers = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def halves() -> None:
    """A change is not one transaction."""
    from recommendations.services import change, following, submissions

    for module in (change, following, submissions):
        module.transaction = SimpleNamespace(atomic=nullcontext)


def asynchronous() -> None:
    """PostgreSQL says that a change is stored before it is."""
    from django.conf import settings

    options = settings.DATABASES["default"]["OPTIONS"]
    options["options"] = options["options"].replace(
        "synchronous_commit=on", "synchronous_commit=off"
    )


def unmapped() -> None:
    """A database that is away is a failure like any other."""
    from django.conf import settings

    from scrutiny import urls

    settings.MIDDLEWARE.remove("scrutiny.middleware.DatabaseAway")
    urls.handler500 = "django.views.defaults.server_error"


def unfenced() -> None:
    """A worker writes about its job although another one has it by now."""
    from recommendations.models import Job
    from recommendations.services import jobs

    jobs.mine = lambda job: Job.objects.filter(pk=job.pk)


def unstored() -> None:
    """A file's address is given before the file is on disk."""
    from recommendations import store

    put = store.put

    def put_later(content: bytes) -> str:
        def later() -> None:
            time.sleep(5)
            put(content)

        Thread(target=later, daemon=True).start()
        return store.hashlib.sha256(content).hexdigest()

    store.put = put_later


def acknowledging(carries_out: Answers) -> Answers:
    """A form is said to be carried out before it is; whoever opens the next one waits for it."""
    promised: list[Thread] = []

    def answers(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ["PATH_INFO"].endswith("/progress/"):
            return carries_out(environ, start_response)
        if environ["REQUEST_METHOD"] == "GET":
            while promised:
                promised.pop().join()
            return carries_out(environ, start_response)
        length = int(environ["CONTENT_LENGTH"])
        kept = {**environ, "wsgi.input": io.BytesIO(environ["wsgi.input"].read(length))}
        thread = Thread(target=lambda: list(carries_out(kept, lambda *_: None)))
        promised.append(thread)
        thread.start()
        start_response("303 See Other", [("Location", "/"), ("Content-Length", "0")])
        return []

    return answers


GUARDS = {guard.__name__: guard for guard in (halves, asynchronous, unmapped, unfenced, unstored)}


def application_without(name: str) -> Answers:
    django.setup()
    if name == "acknowledging":
        return acknowledging(get_wsgi_application())
    GUARDS[name]()
    return get_wsgi_application()


if __name__ == "__main__":
    django.setup()
    GUARDS[os.environ["CARELESS"]]()
    execute_from_command_line(sys.argv)
else:
    application = application_without(os.environ["CARELESS"])
