"""A browser, the site with the papers in it, and people who are signed in."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from recommendations.models import Council, User
from recommendations.rules.roles import Role
from tests.factories import MembershipFactory

DESK, TELEPHONE = 1280, 320
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

    def open_as(
        self, role: Role | None, council: str, *, width: int = DESK, scripts: bool = True
    ) -> Page:
        """A window in which a new person with this role is signed in, or nobody."""
        person = None
        if role:
            of_council = Council.objects.get(slug=council)
            person = MembershipFactory(council=of_council, role=role).user
        return self.open_for(person, width=width, scripts=scripts)

    def open_for(self, person: User | None, *, width: int = DESK, scripts: bool = True) -> Page:
        window = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
        )
        if person:
            window.add_cookies([self.session_of(person)])
        page = window.new_page()
        page.set_default_timeout(10_000)
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


@pytest.fixture
def site(empty_site: Site) -> Site:
    """The site with the papers in it."""
    call_command("load_papers", stdout=StringIO())
    return empty_site
