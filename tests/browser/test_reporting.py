"""Officers report, two write at once, and nothing typed is lost."""

import pytest
from playwright.sync_api import Page, expect

from recommendations.models import ProgressUpdate
from tests.browser.conftest import DESK, TELEPHONE, Site
from tests.browser.test_accessibility import faults_of
from tests.recommendations.acting import Acting

pytestmark = pytest.mark.browser


@pytest.fixture
def acting(empty_site: Site) -> Acting:
    return Acting.made()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, control: str) -> None:
    """Press Tab until a control has the focus, as one does who has no mouse."""
    for _ in range(60):
        if page.evaluate("document.activeElement.id || document.activeElement.value") == control:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {control}.")


def test_an_officer_reports_amber_with_the_keyboard_alone(empty_site, acting):
    page = empty_site.open_for(acting.people["officer"])
    page.goto(f"/{acting.council.slug}/my-work/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if "Report progress on R1" in page.evaluate("document.activeElement.textContent"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Report progress on R1")

    tab_to(page, "id_stated_0")
    press(page, "ArrowDown", "Space")
    tab_to(page, "id_cause")
    page.keyboard.type("Rain for three weeks.")
    tab_to(page, "send")
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("There are 2 things to put right")
    expect(page.locator("[data-module=govuk-error-summary]")).to_be_focused()
    press(page, "Tab", "Enter")
    expect(page.get_by_label("Remedy")).to_be_focused()
    page.keyboard.type("Two more gangs.")
    tab_to(page, "id_effect")
    page.keyboard.type("Buses are late.")
    tab_to(page, "send")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Your update on R1 is sent")).to_be_visible()
    update = ProgressUpdate.objects.get()
    assert (update.stated, update.cause) == ("amber", "Rain for three weeks.")
    assert (update.remedy, update.effect) == ("Two more gangs.", "Buses are late.")


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
    if scripts:  # the check is a script itself
        assert faults_of(second, width=DESK) == []
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


@pytest.mark.parametrize("width", [DESK, TELEPHONE])
def test_the_form_for_a_new_date_and_its_slips_are_accessible(empty_site, acting, width):
    page = empty_site.open_for(acting.people["officer"], width=width)
    page.goto(acting.address("new_date", acting.milestone.pk))
    assert faults_of(page, width=width) == []
    page.get_by_role("button", name="Ask for this date").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why the date must move")
    assert faults_of(page, width=width) == []


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
    assert faults_of(page, width=DESK) == []
    page.get_by_label("User name").fill(officer.username)
    page.get_by_label("Password").fill("four plain words here")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you typed is still here")
    assert faults_of(page, width=DESK) == []
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_label("Remedy")).to_have_value("Two of five are done.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your update on R1 is sent")).to_be_visible()
