"""Wiltshire's response as its papers have it: refused, repaired by people, and decided."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from recommendations.models import Council, Post, Recommendation
from recommendations.rules.roles import Role
from recommendations.rules.wording import day_words
from tests.browser.conftest import Site
from tests.browser.desk import Desk, row_of, write_day
from tests.factories import MembershipFactory, PostFactory

pytestmark = pytest.mark.browser

REPORT = "/wiltshire/reports/safeguarding-children-and-young-people/"
CABINET_MET = date(2013, 6, 18)
COMPLETED, PROGRESSED = "five of the recommendations", "a further 19"
REFUSED = (
    "It cannot be decided yet. ",
    "The groups add up to 40 of 41 recommendations. ",
    "The line printed “R28” is matched to no recommendation. ",
    "25 recommendations have no answer: R1, R2, R3",
)


def test_it_is_refused_as_printed_and_repaired_by_people(site: Site):
    council = Council.objects.get(slug="wiltshire")
    owner = PostFactory(council=council, title="Director of Children's Services")
    clerk, scrutiny = (
        Desk(site.open_for(MembershipFactory(council=council, role=role).user), REPORT)
        for role in (Role.CLERK, Role.SCRUTINY_OFFICER)
    )
    record(clerk, "decided", "Version 1: ", on=CABINET_MET)
    for sentence in REFUSED:
        expect(clerk.page.get_by_role("alert")).to_contain_text(sentence)

    scrutiny.go(re.compile("^Version 1: "), "Begin a new version")
    scrutiny.send("Begin it", "Version 2 is begun as a copy")
    set_the_lines_right(scrutiny, council)
    answer_what_has_no_answer(scrutiny, owner)
    for became in ("given", "decided"):
        record(clerk, became, "Version 2", on=CABINET_MET)
        expect(clerk.page.locator(".govuk-notification-banner")).to_contain_text(became)
    expect(clerk.page.locator("main")).to_contain_text(f"In force since {day_words(CABINET_MET)}")


def record(clerk: Desk, became: str, response: str, *, on: date) -> None:
    clerk.go(re.compile(f"^{response}"))
    clerk.follow("Record what became of it")
    clerk.page.get_by_label(re.compile(f"^It was {became}")).check()
    clerk.day("On which day?", on)
    if became == "decided":
        clerk.day("From which day is the decision in force?", on)
    clerk.page.locator("main").get_by_role("button").first.click()


def set_the_lines_right(scrutiny: Desk, council: Council) -> None:
    """R28 is R27, and what is named nowhere belongs to one of the groups that name nothing."""
    page = scrutiny.page
    scrutiny.follow(re.compile("^Set its .*lines right$"))
    page.get_by_label("“R28” is about").select_option("R27")
    page.get_by_label("Why, for “R28”").fill("The words are those of R27, training")
    claim(page, PROGRESSED, 20)
    rows = Recommendation.objects.filter(report__council=council).counted()
    named = {line.recommendation_id for line in council.reports.get().responses.first().lines.all()}
    unnamed = [row.address for row in rows if row.pk not in named and row.address != "R27"]
    for number, address in enumerate(unnamed):
        place = page.get_by_label(f"{address} belongs to", exact=True)
        group = COMPLETED if number < 5 else PROGRESSED
        words = place.locator("option", has_text=group).first.text_content()
        place.select_option(words)
    scrutiny.send("Save", "saved, and they add up")


def claim(page: Page, group: str, number: int) -> None:
    part = page.locator("section.form-part", has_text=group).first
    part.get_by_label("Number it should claim, if another than printed").fill(str(number))
    part.get_by_label("Why another number is right").fill("25 are named nowhere")


def answer_what_has_no_answer(scrutiny: Desk, owner: Post) -> None:
    page = scrutiny.page
    scrutiny.follow("Build it")
    scrutiny.send("Accept all without an answer", "accepted. Each still needs its step")
    rows = Recommendation.objects.filter(report__council=owner.council, scrutinys_own=False)
    for address in rows.counted().values_list("address", flat=True):
        row = row_of(page, address)
        decision = row.get_by_label("Answer", exact=True).input_value()
        if decision == "accepted":
            row.get_by_label("What will be done").fill("As the report asks")
            row.get_by_label("Who owns it").select_option(owner.title)
            row.get_by_label("How you will know that it worked").fill("It is done")
        if decision in ("accepted", "deferred"):
            write_day(row, date(2014, 3, 31))
    scrutiny.send("Save and submit", "The draft is whole and submitted")
