"""Herefordshire's report of 2013: recommendations, interims, guidelines, commendations."""

from datetime import date

import pytest

from recommendations.models import Condition, Event, MilestoneDone, Notice
from recommendations.rules.due import Due, Shape
from tests.papers.reading import APPROVAL, addresses, numbered, owners, printed_twice, row, wording


def test_herefordshire_has_17_recommendations_2_interim_3_guidelines_7_commendations(herefordshire):
    def of(kind: str) -> list[str]:
        return addresses(herefordshire.recommendations.filter(kind=kind, parent=None))

    assert of("recommendation") == numbered(1, 17)
    assert of("interim") == ["Interim-1", "Interim-2"]
    assert of("guideline") == ["Guideline-1", "Guideline-2", "Guideline-3"]
    assert of("commendation") == [f"Commendation-{number}" for number in range(1, 8)]
    parts = herefordshire.recommendations.exclude(parent=None)
    assert addresses(parts) == ["R17(1)", "R17(2)", "R17(3)"]


def test_herefordshire_s_headings(herefordshire):
    assert {
        theme.title: addresses(theme.recommendations) for theme in herefordshire.themes.all()
    } == {
        "Scrutiny Committees": numbered(1, 7),
        "Recruitment and Retention": [*numbered(8, 11), "Interim-1"],
        "Public Participation": ["R12"],
        "Multi Agency Working": ["R13"],
        "IT Systems": ["Interim-2"],
        "Performance Data": ["R14"],
        "Visit to Cheshire West and Chester Council": numbered(15, 17),
    }


def test_herefordshire_s_two_printings_differ_in_7_of_17(herefordshire):
    assert printed_twice(herefordshire) == {"R2", "R3", "R4", "R5", "R7", "R9", "R14"}
    assert "person designated" not in wording(herefordshire, "R2").text
    assert "person designated" in wording(herefordshire, "R2", "body").text
    assert "This is gain the opinion" in wording(herefordshire, "R7").text


@pytest.mark.parametrize(
    ("address", "shape", "n", "event"),
    [
        *((address, Shape.WITHIN, 6, APPROVAL) for address in ("R1", "R9", "R12", "R16")),
        *((address, Shape.WITHIN, 3, APPROVAL) for address in ("R6", "R8")),
        ("R3", Shape.UNENDING, None, APPROVAL),
        ("R5", Shape.RECURRING, 12, APPROVAL),
        ("R7", Shape.RECURRING, 3, APPROVAL),
        ("R13", Shape.RECURRING, 6, APPROVAL),
        ("R14", Shape.RECURRING, 3, APPROVAL),
        ("R15", Shape.RECURRING, 6, "Children in Care Council established"),
        ("R17", Shape.FOR_A_PERIOD, 12, APPROVAL),
        *((address, Shape.NONE, None, None) for address in ("R2", "R4", "R10", "R11")),
    ],
)
def test_what_herefordshire_asked_by_when(herefordshire, address, shape, n, event):
    asked = row(herefordshire, address).asked
    assert (asked.shape, asked.n) == (shape, n)
    assert (str(Event.objects.get(pk=asked.event)) if asked.event else None) == event


def test_an_interim_recommendation_is_made_due_and_done_apart(herefordshire):
    workforce, frameworki = (row(herefordshire, address) for address in ("Interim-1", "Interim-2"))
    assert workforce.made_on == date(2013, 6, 11)
    assert workforce.asked == Due()
    assert frameworki.made_on == date(2013, 7, 11)
    assert frameworki.asked.day == date(2013, 10, 11)
    done = MilestoneDone.objects.get()
    assert list(done.milestone.recommendations.all()) == [workforce]
    assert done.milestone.original_due == Due()
    assert done.on == date(2013, 7, 11)
    assert "Nor does it print the days on which the interim" in herefordshire.source_note


def test_r15_waits_until_the_council_of_children_is_established(herefordshire):
    condition = Condition.objects.get(recommendation__report=herefordshire)
    assert condition.recommendation.address == "R15"
    assert condition.words == "once established"


def test_whom_herefordshire_s_report_addresses(herefordshire):
    own = herefordshire.recommendations.filter(scrutinys_own=True, parent=None)
    assert addresses(own) == ["R7", "R8", "R11", "R16", "R17"]
    assert owners(herefordshire, "R2") == [("Chief Executive", "lead")]
    assert owners(herefordshire, "R10") == [("Executive", "lead")]
    assert owners(herefordshire, "R16") == [("Scrutiny Officer", "lead")]


def test_herefordshire_has_no_response_and_no_notice(herefordshire):
    assert not herefordshire.responses.exists()
    assert not Notice.objects.exists()


def test_herefordshire_s_group_with_its_parts(herefordshire):
    parts = [member.part for member in herefordshire.members.all()]
    assert parts[0].endswith("Chair of Task and Finish Group")
    assert parts[3:] == ["Peer mentor", "Lead Officer", "Scrutiny Officer", "Democratic Services"]
