"""Herefordshire's paper, from entry to partial discharge, by the people who would do it."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify
from playwright.sync_api import expect

from recommendations.models import Body, Council, Post, PostHolding, Recommendation
from recommendations.rules.roles import Role
from recommendations.rules.wording import day_words
from tests.browser.conftest import Site
from tests.browser.desk import Desk, row_of, write_day
from tests.factories import CouncilFactory, MembershipFactory

pytestmark = pytest.mark.browser

PAPER = json.loads((settings.BASE_DIR / "fixtures" / "herefordshire.json").read_text())
REPORT: dict[str, Any] = PAPER["reports"][0]
EVENTS = {event["slug"]: event["name"] for event in PAPER["events"]}
COMMITTEE = "Health and Social Care Overview and Scrutiny Committee"
DIRECTOR = "Director of Children's Wellbeing Services"
SCRUTINYS_OWN = {"R7", "R8", "R11", "R16", "R17"}
ANSWERED = ["Interim-1", "Interim-2"]
ANSWERED += [f"R{number}" for number in range(1, 18) if f"R{number}" not in SCRUTINYS_OWN]
OUTCOME = "Every member has the guides, and the public too."
DONE, LATE = "R4", "R12"
NOT_ACCEPTED = {"R2": "rejected", "R9": "deferred"}
PUBLISHED = date(2013, 10, 1)


@pytest.fixture
def council(empty_site: Site) -> Council:
    """The council with its bodies and posts, and nothing of the report."""
    council = CouncilFactory(name=PAPER["council"]["name"], slug=PAPER["council"]["slug"])
    for body in PAPER["bodies"]:
        Body.objects.create(
            council=council, kind=body["kind"], name=body["name"], slug=body["slug"]
        )
    for kind, title in (
        (Post.Kind.DIRECTOR, DIRECTOR),
        (Post.Kind.EXECUTIVE_SUPPORT, "Executive Support Officer"),
        (Post.Kind.PORTFOLIO_HOLDER, "Cabinet Member for Children's Services"),
    ):
        Post.objects.create(council=council, kind=kind, title=title, slug=kind.replace(" ", "-"))
    return council


@pytest.fixture
def desk_of(council: Council, empty_site: Site):
    def of(role: Role, *, post: str = "") -> Desk:
        person = MembershipFactory(council=council, role=role).user
        if post:
            held = council.posts.get(kind=post)
            PostHolding.objects.create(post=held, person=person, kind="holder")
        page = empty_site.open_for(person)
        return Desk(page, f"/{council.slug}/reports/{slugify(REPORT['title'])}/")

    return of


def test_from_entry_to_partial_discharge(council, desk_of):
    scrutiny, clerk = desk_of(Role.SCRUTINY_OFFICER), desk_of(Role.CLERK)
    enter(scrutiny, council)
    assert as_entered(council) == as_printed()
    endorse(clerk)
    give_notice(scrutiny)
    build_the_response(desk_of(Role.OFFICER, post=Post.Kind.EXECUTIVE_SUPPORT))
    director = desk_of(Role.OFFICER, post=Post.Kind.DIRECTOR)
    take_further(director, f"/{council.slug}/my-work/", "Clear it")
    holder = desk_of(Role.MEMBER, post=Post.Kind.PORTFOLIO_HOLDER)
    take_further(holder, f"/{council.slug}/", "Approve it")
    record_what_became_of_it(clerk)
    ask_for_updates(scrutiny, council)
    report_progress(director, council)
    discharge_some(clerk, council)
    read_what_is_left(desk_of(Role.MEMBER))


# Entry


def enter(scrutiny: Desk, council: Council) -> None:
    page = scrutiny.page
    page.goto(f"/{council.slug}/reports/")
    scrutiny.follow("Enter a report")
    scrutiny.write(Title=REPORT["title"], Terms_of_reference=REPORT["terms_of_reference"])
    page.get_by_label("Final").check()
    scrutiny.day("When was it published?", PUBLISHED)
    page.get_by_label("Who wrote it?").select_option("Task and Finish Group")
    page.get_by_label("For which body?").select_option(COMMITTEE)
    scrutiny.send("Save", "entered")
    for theme in REPORT["themes"]:
        scrutiny.go("Themes", "Enter a theme")
        scrutiny.write(Title=theme["title"])
        scrutiny.send("Save", "entered")
    for event in EVENTS.values():
        page.goto(f"/{council.slug}/events/")
        scrutiny.follow("Name an event")
        page.get_by_role("textbox").first.fill(event)
        page.get_by_role("button", name=re.compile("Save|Name")).click()
    for theme in REPORT["themes"]:
        for row in theme["recommendations"]:
            enter_recommendation(scrutiny, row, theme=theme["title"])
    for row in REPORT["recommendations"]:
        enter_recommendation(scrutiny, row)


def enter_recommendation(scrutiny: Desk, row: dict[str, Any], *, theme: str = "") -> None:
    page, words = scrutiny.page, row["wordings"][0]
    scrutiny.go("Enter a recommendation")
    kind = row.get("kind", "recommendation")
    page.get_by_label(Recommendation.Kind(kind).label, exact=True).check()
    scrutiny.write(Reference=row["reference"], Text=words["text"])
    if kind != "recommendation":
        scrutiny.write(Short_reference=row["address"])
    if "lead_in" in words:
        scrutiny.write(Words_that_lead_in_to_the_parts=words["lead_in"])
    if theme:
        page.get_by_label("Under which theme?").select_option(theme)
    if row.get("scrutinys_own"):
        page.get_by_label("It is asked of scrutiny itself").check()
    if asked := row.get("asked"):
        ask(scrutiny, asked)
    if made_on := row.get("made_on"):
        scrutiny.day("When was it made?", date.fromisoformat(made_on))
    scrutiny.send("Save", "entered")
    for part in row.get("parts", []):
        scrutiny.follow("Enter a part")
        scrutiny.write(Mark=part["reference"], Text=part["wordings"][0]["text"])
        page.get_by_label("It is asked of scrutiny itself").check()
        scrutiny.send("Save", "entered")
        page.goto(f"{scrutiny.start}{row['address']}/")


def ask(scrutiny: Desk, asked: dict[str, Any]) -> None:
    """By when, in the shape that the paper gives it."""
    page = scrutiny.page
    page.locator("[name=due_shape]").select_option(asked["shape"])
    if "event" in asked and asked["shape"] != "unending":
        page.locator("[name=due_n]").fill(str(asked["n"]))
        page.locator("[name=due_unit]").select_option(asked["unit"])
        page.locator("[name=due_event]").select_option(EVENTS[asked["event"]])
    if day := asked.get("day"):
        scrutiny.day("Day", date.fromisoformat(day))
    page.locator("[name=due_words]").fill(asked["words"])


def as_entered(council: Council) -> dict[str, str]:
    rows = Recommendation.objects.filter(report__council=council).prefetch_related("wordings")
    return {row.address: row.wordings.get().text for row in rows}


def as_printed() -> dict[str, str]:
    rows = [row for theme in REPORT["themes"] for row in theme["recommendations"]]
    rows += REPORT["recommendations"]
    rows += [part for row in rows for part in row.get("parts", [])]
    return {row["address"]: row["wordings"][0]["text"] for row in rows}


# The notice and the response


def endorse(clerk: Desk) -> None:
    page = clerk.page
    clerk.go("Record an endorsement")
    page.get_by_label("Under which item of which meeting?").select_option(
        "Another meeting, entered below"
    )
    page.get_by_label("Which body met?").select_option(COMMITTEE)
    clerk.day("On which day?", timezone.localdate())
    clerk.write(Minute_reference="34")
    page.get_by_label("Endorse", exact=True).first.check()
    clerk.send("Record it", "Minute 34 is recorded")


def give_notice(scrutiny: Desk) -> None:
    page, today = scrutiny.page, timezone.localdate()
    scrutiny.go("Make a notice", "Make a notice")
    page.get_by_label("On which body?").select_option("Executive")
    page.get_by_label(re.compile("^Executive or authority: two months")).first.check()
    page.get_by_role("button", name="See the notice").click()
    expect(page.locator("main")).to_contain_text("14 recommendations")
    scrutiny.follow(re.compile("served"))
    for legend in ("Served on", "The body received the report on"):
        scrutiny.day(legend, today)
    scrutiny.day("The body received the notice on", today)
    scrutiny.send("Record it", "is recorded")
    scrutiny.follow(re.compile("^Confirm the last day"))
    page.get_by_label(re.compile("as computed$")).check()
    page.locator("main").get_by_role("button").first.click()
    expect(page.locator("main")).to_contain_text("Confirmed")


def build_the_response(support: Desk) -> None:
    page, year_on = support.page, timezone.localdate() + timedelta(days=365)
    support.go("Open a response")
    page.get_by_label("Executive", exact=True).check()
    page.get_by_label(re.compile("^A full response")).check()
    support.send("Open it", "opened")
    support.send("Accept all without an answer", "accepted")
    page.get_by_role("button", name="Save and submit").click()
    expect(page.get_by_role("alert")).to_contain_text("R1: ")
    for address in ANSWERED:
        row = row_of(page, address)
        if decision := NOT_ACCEPTED.get(address):
            row.get_by_label("Answer", exact=True).select_option(decision)
            row.get_by_label("Why, unless it is accepted").fill("The budget is not known yet.")
        else:
            row.get_by_label("What will be done").fill("What the report asks")
            row.get_by_label("Who owns it").select_option(DIRECTOR)
            row.get_by_label("How you will know that it worked").fill("The committee agrees")
        if decision != "rejected":
            write_day(row, year_on)
    support.send("Save and submit", "The draft is whole and submitted")


def take_further(who: Desk, start: str, deed: str) -> None:
    who.page.goto(start)
    who.follow(re.compile(f"^{deed}: "))
    who.page.get_by_label(deed).check()
    who.page.get_by_role("button", name="Record it").click()
    expect(who.page.locator(".govuk-notification-banner")).to_contain_text("The response is")


def record_what_became_of_it(clerk: Desk) -> None:
    today = timezone.localdate()
    for became, told in (("It was given", "given"), ("It was decided", "decided")):
        clerk.go(re.compile("^Version 1: "), "Record what became of it")
        clerk.page.get_by_label(re.compile(f"^{became}")).check()
        clerk.day("On which day?", today)
        if told == "decided":
            clerk.day("From which day is the decision in force?", today)
        clerk.page.locator("main").get_by_role("button").first.click()
        expect(clerk.page.locator(".govuk-notification-banner")).to_contain_text(told)


# The round and the committee


def ask_for_updates(scrutiny: Desk, council: Council) -> None:
    """Of the director, who leads two of which the paper names no owner."""
    page, today = scrutiny.page, timezone.localdate()
    for address in (DONE, LATE):
        page.goto(f"{scrutiny.start}{address}/")
        scrutiny.follow("Name an owner")
        page.get_by_label("Who is to own it?").select_option(DIRECTOR)
        page.get_by_label("Leads it").check()
        scrutiny.day("From which day?", today)
        scrutiny.write(**{"Why?": "The response names the post"})
        page.locator("main").get_by_role("button").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(address)
    page.goto(f"/{council.slug}/meetings/new/")
    page.get_by_label("Which body meets?").select_option(COMMITTEE)
    scrutiny.day("On which day?", today + timedelta(days=21))
    page.get_by_role("button", name="Save").first.click()
    page.goto(f"/{council.slug}/rounds/new/")
    page.get_by_label("For which meeting?").select_option(index=1)
    scrutiny.day("When does the round open?", today)
    scrutiny.day("What is the last day for updates?", today + timedelta(days=14))
    page.locator("main").get_by_role("button").first.click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("The round for")


def report_progress(director: Desk, council: Council) -> None:
    """All on one page: one is done, one is late, and the others are left for another day."""
    page = director.page
    page.goto(f"/{council.slug}/my-work/")
    director.follow(re.compile("[Uu]pdates? for|Answer all|one page"))
    done, late = (
        page.locator(".round-row", has=page.locator(".ref", has_text=re.compile(f"^{address}$")))
        for address in (DONE, LATE)
    )
    for row, far, stated in ((done, "complete", "green"), (late, "in progress", "amber")):
        row.first.get_by_label("How far is it?").select_option(far)
        row.first.get_by_label("How do you rate it?").select_option(stated)
        row.first.locator("summary").click()
        row.first.get_by_label(re.compile("^Send the update on ")).check()
    done.first.get_by_label("Outcome").fill(OUTCOME)
    for label in ("Cause", "Remedy", "Effect"):
        late.first.get_by_label(label).fill(f"The {label.lower()} in words.")
    director.send("Send what is ticked", "2 updates")


def discharge_some(clerk: Desk, council: Council) -> None:
    """Under the item by which the report was endorsed: what is reported complete, and no more."""
    page = clerk.page
    page.goto(f"/{council.slug}/meetings/")
    clerk.follow(
        re.compile(re.escape(day_words(timezone.localdate()))), re.compile("^1 resolution")
    )
    clerk.follow("Decide on several recommendations at once")
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.get_by_role("checkbox", name=re.compile(f"^{DONE} ")).check()
    page.get_by_label("Discharged").check()
    page.get_by_label("It ends: implemented").check()
    clerk.write(Minute_reference="41")
    clerk.send("Record it for those ticked", "1 recommendation: “Discharged”, minute 41")


def read_what_is_left(member: Desk) -> None:
    page = member.page
    member.go("Exception report of this report")
    expect(page.locator("main")).to_contain_text("1 of 19 shown")
    member.go(re.compile(f"^{DONE} "))
    expect(page.locator(".answers")).to_contain_text("Discharged")
