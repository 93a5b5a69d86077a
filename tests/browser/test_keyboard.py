"""Whole tasks without a mouse, with scripts and without."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import FilePayload, Locator, Page, expect

from recommendations.models import Invitation, Position, ProgressUpdate, RatingAcceptance
from recommendations.rules.roles import Role
from tests.browser.conftest import TELEPHONE, Site
from tests.browser.inspecting import faults_of
from tests.browser.rest import REPORT, SLUG, person
from tests.uploading import DOCUMENT, W, word

pytestmark = pytest.mark.browser

FARTHEST = 300
TRACKED = word(**{DOCUMENT: f'<w:document {W}><w:del w:id="1"/></w:document>'})
YESTERDAY = timezone.localdate() - timedelta(days=1)
HOME_CARE = "Living at home for longer: final report of the Home Care Task Group"


class Keyboard:
    """Somebody who moves by Tab and the arrows, and acts by Enter and Space."""

    def __init__(self, page: Page, *, scripts: bool = True) -> None:
        self.page = page
        self.scripts = scripts
        self.focus = page.locator(":focus")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def reach(self, control: Locator) -> None:
        for _ in range(FARTHEST):
            if control.and_(self.focus).count():
                return
            self.press("Tab")
        raise AssertionError(f"The keyboard does not reach {control}.")

    def follow(self, control: Locator) -> None:
        """To another page, by a link or by the button that sends a form."""
        self.reach(control)
        with self.page.expect_navigation():
            self.press("Enter")

    def link(self, name: str | re.Pattern[str], *, of: str = "body") -> None:
        self.follow(self.page.locator(of).get_by_role("link", name=name).first)

    def send(self, name: str) -> None:
        self.follow(self.page.get_by_role("button", name=name))

    def write(self, name: str, text: str) -> None:
        self.reach(self.page.get_by_role("textbox", name=name, exact=True))
        self.page.keyboard.type(text)

    def write_day(self, day: date) -> None:
        for box, typed in {"Day": day.day, "Month": day.month, "Year": day.year}.items():
            self.write(box, str(typed))

    def choose(self, name: str) -> None:
        """One of several radios: Tab comes to the chosen one or the first, the arrows go on."""
        radio = self.page.get_by_role("radio", name=name, exact=True)
        group = self.page.locator(f"input[name={radio.get_attribute('name')}]")
        chosen = group.and_(self.page.locator(":checked"))
        self.reach(chosen if chosen.count() else group.first)
        self.press("Space")
        for _ in group.all():
            if radio.is_checked():
                return
            self.press("ArrowDown")
        raise AssertionError(f"The arrows do not reach {name}.")

    def tick(self, name: str | re.Pattern[str]) -> None:
        box = self.page.get_by_role("checkbox", name=name)
        self.reach(box)
        self.press("Space")
        expect(box).to_be_checked()

    def pick(self, name: str, option: str) -> None:
        """One of a list that opens: its first letters find it."""
        self.reach(self.page.get_by_role("combobox", name=name))
        self.page.keyboard.type(option)
        expect(self.focus.locator("option:checked")).to_have_text(option)

    def is_told(self, words: str) -> None:
        """What was done is said first on the page; with scripts the focus is there."""
        notice = self.page.locator(".govuk-notification-banner")
        expect(notice).to_contain_text(words)
        if self.scripts:
            expect(notice).to_be_focused()

    def is_told_what_is_wrong(self, *lines: str) -> None:
        """Every line leads to a field; the last one is where this person is afterwards."""
        summary = self.page.locator(".govuk-error-summary")
        expect(summary.get_by_role("listitem")).to_have_text(lines)
        if self.scripts:
            expect(summary).to_be_focused()
        for line in lines:
            self.reach(summary.get_by_role("link", name=line))
        self.press("Enter")


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def keyboard_of(request: pytest.FixtureRequest, site: Site):
    def of(name: str) -> Keyboard:
        page = site.open_for(person(name), scripts=request.param)
        return Keyboard(page, scripts=request.param)

    return of


def test_an_officer_reports_progress(keyboard_of):
    officer = keyboard_of("officer")
    officer.page.goto(f"/{SLUG}/")
    officer.link("My work")
    officer.link(re.compile(r"^Report progress on R\d+$"))
    officer.choose("Red")
    officer.write("Cause", "Rain for three weeks.")
    officer.write("Effect", "Buses are late.")
    officer.send("Send")

    officer.is_told_what_is_wrong("Say what is being done about it")
    expect(officer.page.get_by_label("Remedy")).to_be_focused()
    officer.page.keyboard.type("Two more gangs.")
    officer.send("Send")

    officer.is_told("is sent")
    update = ProgressUpdate.objects.latest("pk")
    assert (update.stated, update.cause) == ("red", "Rain for three weeks.")
    assert (update.remedy, update.effect) == ("Two more gangs.", "Buses are late.")


def test_an_officer_hands_over_a_file(keyboard_of):
    officer = keyboard_of("officer")
    page = officer.page
    page.on("filechooser", lambda _: None)  # heard from now on: at the key it may be too late
    page.goto(f"/{SLUG}/my-work/")
    officer.link(re.compile(r"^Report progress on R\d+$"))
    officer.choose("Green")
    officer.write("What has been done", "It is mended.")
    officer.write("Why you differ from the record", "The works ended on Friday.")
    officer.write("What it shows", "Minutes of the works meeting")
    choose_file(officer, "minutes.docx", TRACKED)
    officer.choose("Public: it may be published too")
    officer.send("Send")

    hides = "“minutes.docx” cannot be public, for it holds tracked changes."
    officer.is_told_what_is_wrong(
        "“minutes.docx” was not kept: choose it again",
        f"{hides} Take that out of it, or mark it internal",
    )
    expect(page.get_by_role("radio", name="Internal: for those")).to_be_focused()
    if officer.scripts:  # axe is one
        assert faults_of(page) == []
    officer.choose("Internal: for those who may read this recommendation here")
    choose_file(officer, "minutes.docx", TRACKED)
    officer.send("Send")

    officer.is_told("“minutes.docx” holds tracked changes")
    officer.reach(page.get_by_role("link", name=re.compile("^Minutes of the works meeting")))
    with page.expect_download() as taken:
        officer.press("Enter")
    assert taken.value.suggested_filename == "Minutes-of-the-works-meeting.docx"
    assert Path(taken.value.path()).read_bytes() == TRACKED


def choose_file(officer: Keyboard, name: str, content: bytes) -> None:
    officer.reach(officer.page.get_by_label("Or a file"))
    with officer.page.expect_file_chooser() as chooser:
        officer.press("Space")
    chooser.value.set_files(FilePayload(name=name, mimeType="", buffer=content))


def test_a_clerk_records_what_a_committee_said(keyboard_of):
    clerk = keyboard_of("clerk")
    clerk.page.goto(f"/{SLUG}/reports/{REPORT}/R1/")
    clerk.link("Record the committee’s position")
    clerk.choose("Acceptable progress")
    clerk.choose("Another resolution, entered here")
    clerk.pick("Which body met?", "People Scrutiny Committee")
    clerk.write_day(YESTERDAY)
    clerk.write("Minute reference", "34")
    clerk.send("Record the position")

    clerk.is_told("is recorded")
    assert Position.objects.latest("pk").status == "Acceptable progress"


def test_a_clerk_enters_a_meeting_and_issues_its_pack(keyboard_of):
    clerk = keyboard_of("clerk")
    clerk.page.goto(f"/{SLUG}/")
    clerk.link("Meetings")
    clerk.link("Enter a meeting")
    clerk.pick("Which body meets?", "People Scrutiny Committee")
    clerk.write_day(YESTERDAY)
    clerk.write("At what time?", "10.30 am")
    clerk.send("Save")
    clerk.link("Add an item")
    clerk.write("Number on the agenda", "7")
    clerk.write("Title", "Living at home: progress")
    clerk.send("Save")

    clerk.link("Put its pack together")
    clerk.link(re.compile("^Add a document"))
    clerk.choose("Full schedule of recommendations")
    clerk.pick("Scrutiny report", HOME_CARE)
    clerk.send("Add it")
    clerk.send("See the pack")
    clerk.link("Issue it as edition 1")
    clerk.send("Issue edition 1")
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("The pack is being made")
    call_command("run_jobs", "--once")
    if not clerk.scripts:
        clerk.link("Check progress")
    issued = clerk.page.get_by_role("heading", name="Edition 1 is issued")
    expect(issued).to_be_visible()
    if clerk.scripts:
        expect(issued).to_be_focused()
    clerk.reach(clerk.page.get_by_role("link", name=re.compile("ed1.pdf$")))
    with clerk.page.expect_download() as taken:
        clerk.press("Enter")
    named = f"{YESTERDAY}-people-scrutiny-committee-agenda-pack-ed1.pdf"
    assert taken.value.suggested_filename == named


def test_a_scrutiny_officer_accepts_a_better_rating(keyboard_of):
    scrutiny = keyboard_of("scrutiny-officer")
    scrutiny.page.goto(f"/{SLUG}/my-work/")
    scrutiny.link(re.compile(r"^R\d+"), of="section[aria-labelledby=differ]")
    scrutiny.link(re.compile("^Accept the officer’s"))
    scrutiny.send("Accept")
    scrutiny.is_told_what_is_wrong("Say why the better rating is accepted")
    scrutiny.page.keyboard.type("The contract was signed after the last meeting.")
    scrutiny.send("Accept")

    scrutiny.is_told("is accepted")
    reason = RatingAcceptance.objects.latest("pk").reason
    assert reason == "The contract was signed after the last meeting."


def test_a_member_finds_a_recommendation_and_reads_the_exception_report(keyboard_of):
    member = keyboard_of("member")
    member.page.goto(f"/{SLUG}/recommendations/")
    member.press("Tab")
    expect(member.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    member.press("Enter", "Tab")
    expect(member.page.locator("main :focus")).to_be_visible()

    member.write("Words or reference", "homes")
    member.tick("Red")
    member.send("Show")
    expect(member.page.locator("#found")).to_contain_text("found")
    member.link(re.compile(r"^R\d+"), of="main")
    expect(member.page.locator(".standing")).to_contain_text("Red")

    member.link("Exception report")
    member.reach(member.page.locator("summary"))
    member.press("Enter")
    member.pick("Committee", "People Scrutiny Committee")
    member.send("Show")
    expect(member.page.get_by_role("heading", level=1)).to_have_text("People Scrutiny Committee")
    member.link(re.compile(r"^R\d+"), of="article")
    expect(member.page.locator(".standing")).to_be_visible()


def test_an_administrator_invites_somebody(keyboard_of):
    administrator = keyboard_of("administrator")
    administrator.page.goto(f"/{SLUG}/")
    administrator.link("People")
    administrator.link("Invite somebody")
    administrator.write("First name", "Siân")
    administrator.write("Last name", "Ŵyn")
    administrator.write("Email address", "sian@marlshire.example")
    administrator.tick(re.compile("^Member"))
    administrator.send("Send the invitation")

    administrator.is_told("Siân Ŵyn")
    assert Invitation.objects.latest("pk").roles == [Role.MEMBER.value]
    assert mail.outbox[0].to == ["sian@marlshire.example"]


def test_the_menu_of_a_telephone_opens_and_closes(site):
    member = Keyboard(site.open_for(person("member"), size=TELEPHONE))
    member.page.goto(f"/{SLUG}/")
    button = member.page.get_by_role("button", name="Menu")
    first = member.page.get_by_role("navigation", name="Menu").get_by_role("link").first
    expect(first).to_be_hidden()
    member.reach(button)
    member.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    member.press("Tab")
    expect(first).to_be_focused()
