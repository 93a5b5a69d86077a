"""Two write at once, and nothing typed is lost."""

import pytest
from playwright.sync_api import Page, expect

from recommendations.models import ProgressUpdate
from recommendations.services import progress
from tests.browser.conftest import Site
from tests.browser.inspecting import Inspector, faults_of
from tests.recommendations.acting import TODAY, Acting

pytestmark = pytest.mark.browser


@pytest.fixture
def acting(empty_site: Site) -> Acting:
    return Acting.made()


def fill(page: Page, remedy: str) -> None:
    page.get_by_role("radio", name="Amber").check()
    page.get_by_label("Cause").fill("Rain.")
    page.get_by_label("Remedy").fill(remedy)
    page.get_by_label("Effect").fill("Buses are late.")


def two_windows_meet(empty_site: Site, acting: Acting, *, scripts: bool) -> None:
    windows = [
        empty_site.open_for(acting.people[who], scripts=scripts) for who in ("deputy", "officer")
    ]
    for page in windows:
        page.goto(acting.address("report_progress"))
    first, second = windows
    fill(first, "One of five is done.")
    fill(second, "Two of five are done.")
    first.get_by_role("button", name="Send").click()
    expect(first.get_by_text("Your update on R1 is sent")).to_be_visible()
    second.get_by_role("button", name="Send").click()

    expect(second.get_by_role("heading", level=1)).to_have_text("Somebody else was first on R1")
    expect(second.get_by_role("region", name="Theirs")).to_contain_text("One of five is done.")
    expect(second.get_by_role("region", name="Yours")).to_contain_text("Two of five are done.")
    second.get_by_role("radio", name="Combine").check()
    second.get_by_label("Remedy").fill("Three of five are done.")
    second.get_by_role("button", name="Save my choice").click()
    expect(second.get_by_text("Your update on R1 is sent")).to_be_visible()

    newest = ProgressUpdate.objects.latest("pk")
    assert newest.remedy == "Three of five are done."
    assert newest.follows.remedy == "One of five is done."


def test_two_windows_meet_and_what_they_say_is_combined(empty_site, acting):
    two_windows_meet(empty_site, acting, scripts=True)


def test_they_do_so_without_a_script(empty_site, acting):
    two_windows_meet(empty_site, acting, scripts=False)


def test_the_page_on_which_they_meet(empty_site, acting, tmp_path):
    page = empty_site.open_for(acting.people["officer"])
    inspector = Inspector(page, empty_site.address, folder=tmp_path)
    page.goto(acting.address("report_progress"))
    fill(page, "Two of five are done.")
    progress.submit_update(
        recommendation=acting.recommendation,
        stated="green",
        why_differs="All but signed",
        post=acting.post,
        by=acting.people["deputy"],
        on=TODAY,
    )
    with page.expect_navigation() as sent:
        page.get_by_role("button", name="Send").click()
    inspector.inspect("a conflict", sent.value, expected=409, keyboard=True)
    inspector.send_empty("a conflict")
    assert inspector.all_faults() == []


def test_what_was_typed_when_the_session_ended_comes_back(empty_site, acting):
    officer = acting.people["officer"]
    officer.set_password("four plain words here")
    officer.save()
    page = empty_site.open_for(officer)
    page.goto(acting.address("report_progress"))
    fill(page, "Two of five are done.")
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("what you typed is kept on this page")).to_be_visible()
    assert faults_of(page) == []
    page.get_by_label("User name").fill(officer.username)
    page.get_by_label("Password").fill("four plain words here")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you typed is still here")
    assert faults_of(page) == []
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_label("Remedy")).to_have_value("Two of five are done.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your update on R1 is sent")).to_be_visible()
