"""Every page at WCAG 2.2 AA, on a desk and on a telephone."""

from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from recommendations.rules.roles import Role
from tests.browser.conftest import DESK, TELEPHONE
from tests.test_permissions import OF_NO_COUNCIL, PAGES

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
    """One page as somebody sees it; ``name`` is that of its address, if it has one."""

    name: str
    at: str
    role: Role | None = Role.CLERK


LOOKED = [
    Looked("sign_in", "/sign-in/", None),
    Looked("recommendations:choose_council", "/"),
    Looked("recommendations:home", "/wiltshire/"),
    Looked("recommendations:home", "/wiltshire/", Role.ADMINISTRATOR),
    Looked("recommendations:recommendation_list", "/wiltshire/recommendations/"),
    Looked("recommendations:recommendation_list", "/wiltshire/recommendations/?rating=purple"),
    Looked("recommendations:recommendation_list", "/wiltshire/recommendations/?text=nowhere"),
    Looked("recommendations:report_list", "/shropshire/reports/"),
    Looked("recommendations:report", f"/{REPORT}/"),
    Looked("recommendations:recommendation", f"/{REPORT}/R1/"),
    Looked("recommendations:recommendation", f"/{REPORT}/R33/"),
    Looked("recommendations:event_list", "/wiltshire/events/"),
    Looked("recommendations:event", "/wiltshire/events/2013-elections/"),
    Looked("recommendations:event_day", "/wiltshire/events/2013-elections/day/"),
    Looked("reports:exception_report", "/wiltshire/exception-report/?as_at=2013-06-06"),
    Looked("not found", "/wiltshire/events/nothing-of-the-kind/"),
    Looked("forbidden", "/wiltshire/events/", Role.ADMINISTRATOR),
]
FILES = {name for name in PAGES if name.rpartition("_")[2] in ("pdf", "json", "csv")}
NO_PAGE = FILES | {"sign_out"}


def test_every_page_is_looked_at():
    assert {looked.name for looked in LOOKED} >= (set(PAGES) | OF_NO_COUNCIL) - NO_PAGE


def opened(site, looked: Looked, *, width: int) -> Page:
    council = looked.at.split("/")[1] or "wiltshire"
    page = site.open_as(looked.role, council, width=width)
    page.goto(looked.at)
    return page


def findings(page: Page) -> list[str]:
    found = Axe().run(page, options=STANDARD).response["violations"]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


@pytest.mark.parametrize("looked", LOOKED, ids=lambda looked: looked.at)
def test_a_page_is_accessible_at_any_width(site, looked):
    for width in (DESK, TELEPHONE):
        page = opened(site, looked, width=width)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


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
