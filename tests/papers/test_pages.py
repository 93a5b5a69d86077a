"""The pages with the papers in them: what a councillor reads of the five reports."""

import pytest
from django.test import Client
from django.urls import reverse

from recommendations.models import Council
from recommendations.rules.roles import Role
from tests.factories import MembershipFactory

SAFEGUARDING = "safeguarding-children-and-young-people"
SEMINARS = "scrutiny-of-childrens-safeguarding"


@pytest.fixture
def read(loaded, db):
    """The text of a page, as a member of its council reads it, without its mark-up's spacing."""

    def page(name: str, council: str, *parts: str, **asked: str) -> str:
        client = Client()
        member = MembershipFactory(council=Council.objects.get(slug=council), role=Role.MEMBER)
        client.force_login(member.user)
        answer = client.get(reverse(f"recommendations:{name}", args=[council, *parts]), asked)
        assert answer.status_code == 200
        return " ".join(answer.text.split()).replace("\N{NO-BREAK SPACE}", " ")

    return page


def test_a_council_reads_how_its_recommendations_stand(read):
    page = read("home", "wiltshire")
    assert "41 recommendations" in page
    assert "None is red or amber." in page
    assert "15 still need a date, 25 are not rated and 1 is closed." in page


def test_the_newest_changes_come_first(read):
    page = read("home", "wiltshire")
    assert page.index("The committee says: Implemented") < page.index("Full response given")
    assert page.index("Full response given") < page.index("Endorsed")


def test_a_report_of_findings_only_says_so(read):
    page = read("report_list", "shropshire")
    assert page.count("Findings only: listed, neither rated nor counted") == 2


def test_a_report_prints_its_themes_its_notes_and_its_members(read):
    page = read("report", "wiltshire", SAFEGUARDING)
    for printed in ("Members and safeguarding", "Cllr Jon Hubbard", "Chairman", "NB"):
        assert printed in page
    assert page.count('class="group-title"') > 12


def test_a_response_that_does_not_add_up_says_so(read):
    page = read("report", "wiltshire", SAFEGUARDING)
    assert "The groups add up to 40 of 41 recommendations." in page
    assert "The line printed “R28” is matched to no recommendation." in page
    assert page.count("≠ No match") == 1


def test_the_resolutions_of_both_meetings_are_there(read):
    page = read("report", "wiltshire", SAFEGUARDING)
    resolved = page[page.index('id="resolved"') :]
    assert resolved.count("6 June 2013") == 4
    assert resolved.count("28 March 2013</time>") == 1


def test_guidelines_and_commendations_are_listed_and_not_rated(read):
    page = read("report", "herefordshire", "scrutiny-of-childrens-safeguarding")
    assert "Good practice guideline: 3" in page
    assert "Commendation: 7" in page


def test_parts_are_printed_with_their_marks_and_the_closing_after_them(read):
    page = read("recommendation", "wiltshire", SAFEGUARDING, "R11")
    assert page.index("in order to") < page.index('<span class="parts__mark">a.</span>')
    closing = "They should also receive feedback on the outcome of the initial assessment."
    assert page.index("b.</span>") < page.index(closing)


def test_a_limb_is_printed_once_with_the_whole_and_followed_apart(read):
    page = read("recommendation", "wiltshire", SAFEGUARDING, "R9")
    assert "Also asked in these words, and followed apart" in page
    assert "R9-2" in page


def test_a_part_is_told_with_what_it_is_a_part_of(read):
    page = read("recommendation", "wiltshire", SAFEGUARDING, "R33(b)")
    assert "The Safeguarding Children and Young People Task Group should" in page
    assert "Endorsed" in page


def test_both_printings_are_shown_with_the_words_that_differ(read):
    page = read("recommendation", "wiltshire", SAFEGUARDING, "R33")
    only = '<span class="govuk-visually-hidden">[only in the {}: </span>{}<span'
    assert f'<del class="differ">{only.format("schedule", "LSCB")}' in page
    assert f'<ins class="differ">{only.format("body", "WSCB")}' in page


def test_of_herefordshire_s_seventeen_seven_say_in_what_their_printings_differ(read):
    pages = [read("recommendation", "herefordshire", SEMINARS, f"R{n}") for n in range(1, 18)]
    found = [n for n, page in enumerate(pages, 1) if 'class="difference"' in page]
    assert found == [2, 3, 4, 5, 7, 9, 14]


def test_the_words_that_are_alike_are_not_marked(read):
    assert "Printed twice" not in read("recommendation", "wiltshire", SAFEGUARDING, "R1")


def test_links_are_told_from_both_ends(read):
    assert "Refers to" in read("recommendation", "wiltshire", SAFEGUARDING, "R13")
    assert "Refers to this" in read("recommendation", "wiltshire", SAFEGUARDING, "R12")


@pytest.mark.parametrize(
    ("address", "answered"),
    [
        ("R7", "Accepted"),
        ("R8", "Deferred"),
        ("R10", "None is needed"),
        ("R1", "A response was given, and leaves this one unanswered."),
        ("R22", "Already agreed"),
    ],
)
def test_what_they_answered(read, address, answered):
    page = read("recommendation", "wiltshire", SAFEGUARDING, address)
    first = page[page.index("What did they answer?") : page.index("Who must act?")]
    assert answered in first


def test_an_earlier_day_is_shown_as_it_stood(read):
    before = read("recommendation", "wiltshire", SAFEGUARDING, "R6", as_at="2013-06-05")
    after = read("recommendation", "wiltshire", SAFEGUARDING, "R6", as_at="2013-06-06")
    assert "As it stood on" in before
    assert "Date needed, accepted" in before
    assert "Complete" not in before[before.index("What does the committee say?") :][:400]
    assert "Closed: implemented." in after


def test_what_was_asked_by_when_waits_for_the_day_of_its_event(read):
    page = read(
        "recommendation",
        "herefordshire",
        "scrutiny-of-childrens-safeguarding",
        "R1",
    )
    assert "“within six months”" in page
    assert "No date until its day is known." in page
    assert "Approval of this report" in page


def test_twenty_answers_and_twenty_dates_needed(read):
    page = read("recommendation_list", "wirral", rating="date needed", answer="accepted")
    assert "20 of 20 found" in page
