"""What people come to do, from one page to the next."""

import re

import pytest
from playwright.sync_api import Page, expect

from recommendations.models import Council
from recommendations.rules.roles import Role
from tests.factories import MembershipFactory

pytestmark = pytest.mark.browser

PASSWORD = "four plain words here"


def test_a_clerk_signs_in_looks_round_and_signs_out(site):
    person = MembershipFactory(council=Council.objects.get(slug="wirral"), role=Role.CLERK).user
    person.set_password(PASSWORD)
    person.save()

    page = site.open_as(None, "wirral")
    page.goto("/")
    page.get_by_label("User name").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", level=2).first).to_contain_text("20 recommendations")
    expect(page.locator(".key")).to_contain_text("Date needed 20")

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_member_finds_a_recommendation_and_reads_how_it_came_about(site):
    page = site.open_as(Role.MEMBER, "wiltshire")
    page.goto("/wiltshire/")
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Recommendations").click()
    page.get_by_label("Words or reference").fill("visits")
    page.get_by_label("Date needed").check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#found")).to_have_text("1 of 41 found")

    page.get_by_role("link", name=re.compile("^R31")).click()
    expect(page.locator(".answers")).to_contain_text("Accepted")
    expect(page.locator("#printings")).to_have_text("Printed twice, and not alike")
    expect(page.locator("del.differ", has_text="elected")).to_be_visible()


def test_a_member_reads_what_does_not_add_up_in_a_response(site):
    page = site.open_as(Role.MEMBER, "wiltshire")
    page.goto("/wiltshire/reports/")
    page.get_by_role("link", name=re.compile("^Final Report")).click()
    page.get_by_role("link", name=re.compile("response of")).click()
    expect(page.get_by_text("The groups add up to 40 of 41 recommendations.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("R28.*≠ No match"))).to_be_visible()


def enter_the_elections(page: Page) -> None:
    page.goto("/wiltshire/events/")
    page.get_by_role("link", name="2013 elections").click()
    page.get_by_role("link", name="Enter its day").click()
    page.get_by_label("Yes, it happened").check()
    page.get_by_role("textbox", name="Day", exact=True).fill("2")
    page.get_by_role("textbox", name="Month").fill("May")
    page.get_by_role("textbox", name="Year").fill("2003")
    page.get_by_label("Where is the day from?").fill("The council's website")
    page.get_by_role("button", name="Save this day").click()

    expect(page.get_by_role("alert")).to_contain_text("the year you meant?")
    page.get_by_role("textbox", name="Year").fill("2013")
    page.get_by_role("button", name="Show the dates first").click()
    expect(page.get_by_role("heading", name="With 2 May 2013, not yet saved")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^R37"))).to_contain_text("Due 1 May 2013")

    page.get_by_role("button", name="Save this day").click()
    expect(page.get_by_text("Happened 2 May 2013").first).to_be_visible()


def test_a_clerk_enters_the_day_of_an_event_and_the_dates_appear(site):
    enter_the_elections(site.open_as(Role.CLERK, "wiltshire"))


def test_all_of_it_works_without_a_script(site):
    enter_the_elections(site.open_as(Role.CLERK, "wiltshire", scripts=False))


def test_a_member_is_not_offered_what_only_a_clerk_may_do(site):
    page = site.open_as(Role.MEMBER, "wiltshire")
    page.goto("/wiltshire/events/2013-elections/")
    expect(page.get_by_role("heading", level=1)).to_have_text("2013 elections")
    expect(page.get_by_role("link", name="Enter its day")).to_have_count(0)


def test_a_scrutiny_officer_enters_a_report_from_nothing_without_a_script(site):
    page = site.open_as(Role.SCRUTINY_OFFICER, "wirral", scripts=False)
    save = page.get_by_role("button", name="Save")
    page.goto("/wirral/reports/")
    page.get_by_role("link", name="Enter a report").click()
    page.get_by_label("Title").fill("Review of Shelters")
    page.get_by_label("Rapid scrutiny").check()
    page.get_by_role("textbox", name="Day", exact=True).fill("3")
    page.get_by_role("textbox", name="Month").fill("June")
    page.get_by_role("textbox", name="Year").fill("2025")
    save.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Review of Shelters")

    page.get_by_role("link", name="Enter a recommendation").click()
    page.get_by_label("Reference", exact=True).fill("Recommendation 1")
    page.get_by_label("Text", exact=True).fill("That shelters are looked after. They should:")
    page.get_by_label("Words that lead in").fill("They should:")
    save.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recommendation R1")

    page.get_by_role("link", name="Enter a part").click()
    page.get_by_role("textbox", name="Mark").fill("a.")
    page.get_by_label("Text", exact=True).fill("have roofs.")
    save.click()
    expect(page.locator(".parts")).to_contain_text("a. have roofs.")
    expect(page.get_by_role("link", name=re.compile(r"^R1\(a\)"))).to_be_visible()
