"""Every page at WCAG 2.2 AA, on a desk and on a telephone."""

from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from recommendations.models import Invitation, PartTwoGrant, User
from recommendations.rules.roles import Role
from recommendations.services.people import token_of
from tests.browser.conftest import DESK, TELEPHONE
from tests.test_permissions import DUAL, MAY, OF_ONESELF, PAGES, World

pytestmark = pytest.mark.browser

STANDARD = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
REPORT = "wiltshire/reports/safeguarding-children-and-young-people"


@dataclass(frozen=True)
class Looked:
    """A page with the papers in it, as somebody sees it."""

    at: str
    role: Role | None = Role.CLERK


LOOKED = [
    Looked("/sign-in/", None),
    Looked("/forgotten-password/", None),
    Looked("/forgotten-password/sent/", None),
    Looked("/forgotten-password/nobody/nothing/", None),
    Looked("/wiltshire/"),
    Looked("/wiltshire/", Role.ADMINISTRATOR),
    Looked("/wiltshire/recommendations/"),
    Looked("/wiltshire/recommendations/?rating=purple"),
    Looked("/wiltshire/recommendations/?text=nowhere"),
    Looked("/shropshire/reports/"),
    Looked(f"/{REPORT}/"),
    Looked(f"/{REPORT}/R1/"),
    Looked(f"/{REPORT}/R33/"),
    Looked("/wiltshire/events/2013-elections/day/"),
    Looked("/wiltshire/exception-report/?as_at_day=6&as_at_month=6&as_at_year=2013"),
    Looked("/wiltshire/events/nothing-of-the-kind/"),
    Looked("/wiltshire/events/", Role.ADMINISTRATOR),
]


@pytest.mark.parametrize("looked", LOOKED, ids=lambda looked: looked.at)
def test_a_page_full_of_papers_is_accessible_at_any_width(site, looked):
    council = looked.at.split("/")[1]
    for width in (DESK, TELEPHONE):
        page = site.open_as(looked.role, council, width=width)
        page.goto(looked.at)
        assert faults_of(page, width=width) == []


FILES = {name for name in PAGES if name.rpartition("_")[2] in ("pdf", "json", "csv")}
EVERY_PAGE = sorted(
    {name for name, methods in (PAGES | OF_ONESELF).items() if "GET" in methods} - FILES
)
ONLY = {"recommendations:fact": Role.OFFICER, "reports:pack_issue": Role.CLERK}


def reader_of(name: str, world: World) -> User:
    """Somebody who may open the page."""
    if name in OF_ONESELF:
        return world.people[DUAL]
    may = MAY[PAGES[name]["GET"]]
    role = Role.SCRUTINY_OFFICER if Role.SCRUTINY_OFFICER in may else Role.ADMINISTRATOR
    return world.people[ONLY.get(name, role)]


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_every_page_is_accessible_at_any_width(empty_site, name):
    world = World()
    give_leave(world, Role.SCRUTINY_OFFICER)
    for width in (DESK, TELEPHONE):
        page = empty_site.open_for(reader_of(name, world), width=width)
        assert page.goto(world.address_of(name)).status == 200
        assert faults_of(page, width=width) == []


def give_leave(world: World, role: Role) -> None:
    """Part 2 leave of one's own, which some pages take."""
    waiting = PartTwoGrant.objects.get(pk=world.keys["grant"])
    PartTwoGrant.objects.create(
        membership=world.people[role].memberships.get(),
        body=waiting.body,
        until=waiting.until,
        reason="Advises the committee",
        given_by=world.people[Role.ADMINISTRATOR],
        confirmed_by=world.people[Role.CLERK],
    )


def test_the_page_for_who_is_invited_is_accessible(empty_site):
    invited = Invitation.objects.get(pk=World().keys["invitation"])
    page = empty_site.open_for(None, width=TELEPHONE)
    page.goto(f"/invitations/{token_of(invited)}/")
    assert faults_of(page, width=TELEPHONE) == []


def faults_of(page: Page, *, width: int) -> list[str]:
    too_wide = page.evaluate("document.documentElement.scrollWidth") > width
    return findings(page) + ["It scrolls sideways."] * too_wide


def findings(page: Page) -> list[str]:
    found = Axe().run(page, options=STANDARD).response["violations"]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


def test_what_is_wrong_with_a_form_is_said_first_and_leads_to_it(site):
    page = site.open_as(Role.CLERK, "wiltshire")
    page.goto("/wiltshire/events/2013-elections/day/")
    page.get_by_role("button", name="Save this day").click()
    summary = page.get_by_role("alert")
    assert "There are 3 things to put right" in summary.inner_text()
    assert page.evaluate("document.activeElement.dataset.module") == "govuk-error-summary"
    for link in summary.get_by_role("link").all():
        control = page.locator(link.get_attribute("href"))
        assert control.get_attribute("aria-invalid") == "true"
    assert findings(page) == []


def test_pale_ratings_would_be_found(site):
    """The check is awake: what it is there to catch, it catches."""
    page = site.open_as(Role.CLERK, "wiltshire")
    page.goto("/wiltshire/")
    page.locator(".rating").first.evaluate("word => word.style.setProperty('color', '#cccccc')")
    assert any(finding.startswith("color-contrast") for finding in findings(page))


def test_the_keyboard_can_skip_to_what_the_page_is_about(site):
    page = site.open_as(Role.MEMBER, "wiltshire")
    page.goto("/wiltshire/recommendations/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main-content")


def test_a_rating_keeps_its_word_and_its_shape_without_colour(site):
    page = site.open_as(Role.MEMBER, "wiltshire")
    page.emulate_media(forced_colors="active")
    page.goto("/wiltshire/recommendations/")
    rating = page.locator(".rating").first
    assert rating.inner_text() == "Date needed"
    assert rating.locator("svg").count() == 1
