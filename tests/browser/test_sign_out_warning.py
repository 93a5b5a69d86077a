"""Before a session ends its pages say so, and one press puts it off."""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from playwright.sync_api import Page, expect

from recommendations.models.sign_in import Session
from recommendations.rules.roles import Role
from recommendations.sessions import SessionStore
from scrutiny.middleware import SIGNED_IN_AT
from tests.browser.conftest import TELEPHONE, Site
from tests.factories import CouncilFactory, MembershipFactory

pytestmark = pytest.mark.browser

PASSWORD = "three words and more"


@pytest.fixture
def page(empty_site: Site) -> Page:
    """Of somebody who signed in by the form."""
    person = MembershipFactory(council=CouncilFactory(), role=Role.CLERK).user
    person.set_password(PASSWORD)
    person.save()
    page = empty_site.open_for(None, size=TELEPHONE)
    page.goto("/sign-in/")
    page.get_by_label("User name").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()
    return page


def told(page: Page) -> float:
    """When the session ends, as the browser was told."""
    return next(
        float(cookie["value"])
        for cookie in page.context.cookies()
        if cookie["name"] == "session-ends"
    )


def left(page: Page, seconds: int) -> None:
    """So much is left of the session, as far as the page knows."""
    page.evaluate(f"document.cookie = 'session-ends={int(time.time()) + seconds}; path=/'")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def session() -> SessionBase:
    return SessionStore(Session.objects.get().session_key)


def test_nothing_is_said_while_there_is_time(page):
    assert told(page) == pytest.approx(time.time() + 30 * 60, abs=60)
    left(page, 4 * 60)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_it_is_put_off_by_keyboard_and_the_focus_returns(page):
    link = page.get_by_role("link", name="Accessibility statement")
    link.focus()
    left(page, 100)
    warning = page.get_by_role("dialog")
    expect(warning).to_contain_text("You will be signed out at")
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.keyboard.press("Enter")
    expect(warning).to_have_count(0)
    expect(link).to_be_focused()
    assert told(page) == pytest.approx(time.time() + 30 * 60, abs=60)


def test_escape_puts_it_off_too(page):
    left(page, 100)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert told(page) > time.time() + 29 * 60


def test_what_another_window_put_off_is_not_asked_here(page):
    left(page, 100)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.context.new_page().goto("/")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_eight_hours_after_signing_in_it_cannot_be_put_off(page):
    kept = session()
    kept[SIGNED_IN_AT] = (timezone.now() - timedelta(hours=7, minutes=58)).timestamp()
    kept.save()
    left(page, 100)
    warning = page.get_by_role("dialog")
    warning.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_contain_text("You signed in eight hours ago")
    warning.get_by_role("button", name="Close this message").click()
    left(page, 90)
    expect(warning).to_contain_text("You will be signed out at")


def test_when_it_is_over_the_page_stays_with_what_was_typed(page):
    session().flush()
    left(page, 100)
    warning = page.get_by_role("dialog")
    warning.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_contain_text("You have been signed out")
    warning.get_by_role("button", name="Close this message").click()
    expect(warning).to_have_count(0)
