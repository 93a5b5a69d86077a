"""A browser, the site with everything in it, and people who are signed in."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from recommendations.models import Council, User
from recommendations.rules.roles import Role
from recommendations.services.demo import load_demo
from recommendations.services.people import demonstration_accounts
from tests.browser.rest import one_of_each
from tests.factories import MembershipFactory

DESK = ViewportSize(width=1280, height=900)
TELEPHONE = ViewportSize(width=320, height=256)
"""And what is left of a desk's window of 1,280 by 1,024 when it is zoomed to 400 %."""
BETWEEN = tuple(ViewportSize(width=width, height=900) for width in (1020, 768, 641))
"""Where there is least room for a layout: any narrower, and there is another."""

QUIET = [
    "--no-sandbox",  # as root there is none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this machine, since none can be counted on to be downloaded."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "Install chromium, or name it in CHROMIUM."
    # Playwright runs a loop of its own, and Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()


@dataclass(frozen=True)
class Site:
    """The site as served."""

    address: str
    browser: Browser

    def open_as(self, role: Role | None, council: str, **window: Any) -> Page:
        """A window in which a new person with this role is signed in, or nobody."""
        person = None
        if role:
            of_council = Council.objects.get(slug=council)
            person = MembershipFactory(council=of_council, role=role).user
        return self.open_for(person, **window)

    def open_for(
        self, person: User | None, *, size: ViewportSize = DESK, scripts: bool = True, **more: Any
    ) -> Page:
        window = self.browser.new_context(
            base_url=self.address, viewport=size, java_script_enabled=scripts, **more
        )
        if person:
            window.add_cookies([self.session_of(person)])
        page = window.new_page()
        page.set_default_timeout(30_000)  # a shared machine may be slow
        return page

    def session_of(self, person: User) -> dict[str, str]:
        client = Client()
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.address}


@pytest.fixture
def empty_site(browser: Browser, live_server) -> Iterator[Site]:
    yield Site(live_server.url, browser)
    for window in browser.contexts:
        window.close()


def load() -> None:
    with override_settings(DEMONSTRATION=True):
        call_command("load_papers", stdout=StringIO())
        load_demo(settings.BASE_DIR / "fixtures" / "demo", today=timezone.localdate())
        demonstration_accounts(password="a password for nobody")
        one_of_each()


@pytest.fixture(scope="session")
def fill(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], None]]:
    """Fill an empty register with the papers and the invented council, loaded once.

    SQLite copies a whole database sooner than anything loads it.
    """
    if connection.vendor != "sqlite":
        yield load
        return
    with (
        closing(sqlite3.connect(":memory:")) as empty,
        closing(sqlite3.connect(":memory:")) as full,
    ):
        with django_db_blocker.unblock():
            connection.ensure_connection()
            connection.connection.backup(empty)
            load()
            connection.connection.backup(full)
            empty.backup(connection.connection)
        yield lambda: full.backup(connection.connection)


@pytest.fixture
def site(fill: Callable[[], None], empty_site: Site) -> Iterator[Site]:
    """The site with the papers and the invented council in it."""
    fill()
    with override_settings(DEMONSTRATION=True):
        yield empty_site
