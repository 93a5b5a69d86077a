"""The five papers as they come into the register: every count, both printings, nothing invented."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from recommendations.models import (
    Answer,
    Condition,
    Council,
    Event,
    EventDay,
    ExecutiveResponse,
    Link,
    MilestoneDone,
    Notice,
    Position,
    ProgressUpdate,
    Recommendation,
    Resolution,
    ResponseStage,
    ScrutinyReport,
    User,
    Viewer,
    Wording,
)
from recommendations.models.dated import Dated
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Shape
from recommendations.services import events, papers, responses
from recommendations.standing.register import register

FIXTURES = settings.BASE_DIR / "fixtures"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[str]:
    """What load_papers printed. Every test of this module reads the same rows, made once."""
    printed = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_papers", stdout=printed)
        with django_db_blocker.block():
            yield printed.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def wiltshire(loaded, db) -> ScrutinyReport:
    return ScrutinyReport.objects.get(council__slug="wiltshire")


@pytest.fixture
def response(wiltshire) -> ExecutiveResponse:
    return wiltshire.responses.get()


@pytest.fixture
def wirral(loaded, db) -> ScrutinyReport:
    return ScrutinyReport.objects.get(council__slug="wirral")


@pytest.fixture
def herefordshire(loaded, db) -> ScrutinyReport:
    return ScrutinyReport.objects.get(council__slug="herefordshire")


@pytest.fixture
def shropshire(loaded, db) -> Council:
    return Council.objects.get(slug="shropshire")


def row(report: ScrutinyReport, address: str) -> Recommendation:
    return report.recommendations.get(address=address)


def wording(report: ScrutinyReport, address: str, printing: str = "schedule") -> Wording:
    return row(report, address).wordings.get(printing=printing)


def addresses(rows) -> list[str]:
    return [recommendation.address for recommendation in rows.order_by("position")]


def in_themes(report: ScrutinyReport) -> list[list[str]]:
    """The addresses beneath each theme or group that has any of its own."""
    held = [addresses(theme.recommendations) for theme in report.themes.order_by("position")]
    return [group for group in held if group]


def numbered(first: int, last: int) -> list[str]:
    return [f"R{number}" for number in range(first, last + 1)]


def printed_twice(report: ScrutinyReport) -> set[str]:
    bodies = Wording.objects.filter(recommendation__report=report, printing="body")
    return set(bodies.values_list("recommendation__address", flat=True))


def owners(report: ScrutinyReport, address: str) -> list[tuple[str, str]]:
    return [(str(owner), owner.share) for owner in row(report, address).ownerships.all()]


# Wiltshire: the report


def test_wiltshire_has_41_recommendations(wiltshire):
    whole = wiltshire.recommendations.filter(parent=None)
    assert addresses(whole) == numbered(1, 41)
    assert set(whole.values_list("kind", flat=True)) == {"recommendation"}
    assert [recommendation.reference for recommendation in whole.order_by("position")] == [
        f"{address}." for address in numbered(1, 41)
    ]


def test_wiltshire_has_4_themes_in_13_groups(wiltshire):
    themes = wiltshire.themes.filter(parent=None).order_by("position")
    assert [theme.title for theme in themes] == [
        "Communications",
        "Children's Social Care Workforce",
        "Locality working",
        "Members and safeguarding",
    ]
    assert in_themes(wiltshire) == [
        numbered(1, 1),
        numbered(2, 3),
        numbered(4, 7),
        numbered(8, 8),
        numbered(9, 10),
        numbered(11, 11),
        numbered(12, 13),
        numbered(14, 19),
        numbered(20, 20),
        numbered(21, 27),
        numbered(28, 34),
        numbered(35, 36),
        numbered(37, 41),
    ]
    assert wiltshire.themes.exclude(parent=None).count() == 12


def test_wiltshire_has_24_listed_parts(wiltshire):
    listed = wiltshire.recommendations.filter(part_kind="listed")
    assert listed.count() == 24
    held = {whole: addresses(listed.filter(parent__address=whole)) for whole in numbered(1, 41)}
    assert {whole: parts for whole, parts in held.items() if parts} == {
        "R1": ["R1(a)", "R1(b)", "R1(c)", "R1(d)"],
        "R11": ["R11(a)", "R11(b)"],
        "R12": ["R12(a)", "R12(b)", "R12(c)", "R12(d)", "R12(e)"],
        "R24": ["R24(a)", "R24(b)"],
        "R32": ["R32(1)", "R32(2)", "R32(3)", "R32(4)", "R32(5)"],
        "R33": ["R33(a)", "R33(b)"],
        "R35": ["R35(1)", "R35(2)", "R35(3)", "R35(4)"],
    }
    marks = {address: row(wiltshire, address).reference for address in addresses(listed)}
    assert marks["R12(e)"] == "e."
    assert marks["R32(5)"] == "5."
    assert marks["R35(2)"] == ""


@pytest.mark.parametrize(
    ("address", "parent", "words"),
    [
        (
            "R9-2",
            "R9",
            "Future Scrutiny of safeguarding should include the monitoring of attendance at MAFs.",
        ),
        (
            "R11-closing",
            "R11",
            "They should also receive feedback on the outcome of the initial assessment.",
        ),
        (
            "R26-2",
            "R26",
            (
                "Committee members should also undertake an ongoing programme of refresher training"
                " in order to keep up with new legislation and the outcomes of serious case reviews"
                " etc."
            ),
        ),
        (
            "R37-review",
            "R37",
            "and should be reviewed prior to the Safeguarding Improvement Board being disbanded.",
        ),
    ],
)
def test_a_limb_is_words_of_its_parent(wiltshire, address, parent, words):
    limb = row(wiltshire, address)
    assert (limb.part_kind, limb.reference, limb.parent.address) == ("limb", "", parent)
    assert wording(wiltshire, address).text == words
    whole = wording(wiltshire, parent)
    assert f"{whole.text} {whole.closing}".strip().endswith(words)


def test_wiltshire_has_4_limbs(wiltshire):
    assert wiltshire.recommendations.filter(part_kind="limb").count() == 4


def test_lead_ins_close_the_text_that_introduces_the_parts(wiltshire):
    lead_ins = dict(
        Wording.objects.filter(recommendation__report=wiltshire)
        .exclude(lead_in="")
        .values_list("recommendation__address", "lead_in")
    )
    assert lead_ins == {
        "R1": "This should;",
        "R11": "in order to",
        "R12": "Future scrutiny of safeguarding should include a focus on:",
        "R24": "the Councillor Development Group should",
        "R32": "with the following terms of reference:",
        "R33": "The Safeguarding Children and Young People Task Group should",
        "R35": "The Panel should be run in a similar manner to the Corporate Parenting Panel, in"
        " the following ways:",
    }
    for address, lead_in in lead_ins.items():
        assert wording(wiltshire, address).text.endswith(lead_in)


def test_a_note_stands_apart_from_the_operative_text(wiltshire):
    noted = Wording.objects.filter(recommendation__report=wiltshire).exclude(notes="")
    assert {words.recommendation.address for words in noted} == {"R14", "R23"}
    for words in noted:
        assert words.notes.startswith("NB. The Task Group ")
        assert "NB." not in words.text


def test_the_note_before_r21_governs_r21_to_r27(wiltshire):
    noted = wiltshire.themes.exclude(note="").get()
    assert noted.note == (
        "(NB. In the recommendations below, 'safeguarding' refers to safeguarding children and"
        " vulnerable adults.)"
    )
    assert addresses(noted.recommendations) == numbered(21, 27)


def test_links_of_wiltshire(wiltshire):
    links = Link.objects.filter(from_recommendation__report=wiltshire)
    assert {
        (link.from_recommendation.address, link.to_recommendation.address) for link in links
    } == {
        ("R9", "R8"),
        ("R13", "R1"),
        ("R13", "R12"),
        ("R27", "R35"),
        ("R32(5)", "R35"),
        ("R36", "R35"),
        ("R18", "R16"),  # "this service model", whose refusal R18 waits for
        ("R18", "R17"),
    }


def test_r18_sleeps_until_the_service_model_is_not_adopted(wiltshire):
    condition = Condition.objects.get(recommendation__report=wiltshire)
    assert condition.recommendation.address == "R18"
    assert condition.event.name == "this service model is not adopted"
    assert condition.words == "if this service model is not adopted"


def test_r22_was_agreed_before_the_report(wiltshire):
    prior = wiltshire.recommendations.exclude(prior_decision_on=None).get()
    assert prior.address == "R22"
    assert str(prior.prior_decision_body) == "Full Council"
    assert prior.prior_decision_on == date(2013, 2, 26)
    assert prior.prior_decision_words == "This was agreed by Full Council on 26 February 2013."


def test_the_task_group_s_members(wiltshire):
    assert [(member.name, member.part) for member in wiltshire.members.all()] == [
        ("Cllr Jon Hubbard", "Chairman"),
        ("Cllr Andrew Davis", ""),
        ("Rev Alice Kemp", ""),
        ("Cllr Bill Moss", ""),
        ("Cllr Carole Soden", ""),
        ("Cllr Bridget Wayman", ""),
    ]


def test_wiltshire_s_two_printings_differ_in_r31_and_r33b(wiltshire):
    assert printed_twice(wiltshire) == {"R31", "R33(b)"}
    assert "including elected member visits" in wording(wiltshire, "R31").text
    assert "including member visits" in wording(wiltshire, "R31", "body").text
    assert "from the LSCB" in wording(wiltshire, "R33(b)").text
    assert "from the WSCB" in wording(wiltshire, "R33(b)", "body").text


def test_printed_slips_are_kept(wiltshire):
    assert "Measureable" in wording(wiltshire, "R4").text
    assert "elected member\u2019 specific responsibilities" in wording(wiltshire, "R25").text
    assert "Where, necessary, include" in wording(wiltshire, "R1(b)").text


def test_nine_recommendations_are_wholly_scrutiny_s_own(wiltshire):
    own = wiltshire.recommendations.filter(scrutinys_own=True)
    assert addresses(own.filter(parent=None)) == [
        "R10", "R12", "R18", "R19", "R29", "R30", "R32", "R33", "R34",
    ]  # fmt: skip
    assert addresses(own.filter(part_kind="limb")) == ["R9-2"]


def test_wiltshire_s_events_have_no_day(wiltshire):
    assert set(Event.objects.filter(council=wiltshire.council).values_list("name", flat=True)) == {
        "2013 elections",
        "2013 councillor induction",
        "Safeguarding Improvement Board disbanded",
        "this service model is not adopted",
    }
    assert not EventDay.objects.exists()


@pytest.mark.parametrize(
    ("address", "shape", "event"),
    [
        *((address, Shape.AFTER, "2013 elections") for address in ("R22", "R23", "R25", "R26")),
        ("R37", Shape.BEFORE, "2013 elections"),
        ("R37-review", Shape.BEFORE, "Safeguarding Improvement Board disbanded"),
        ("R24(a)", Shape.UNENDING, "2013 councillor induction"),
        ("R24(b)", Shape.AFTER, "2013 councillor induction"),
        ("R33(a)", Shape.AT_LEAST, "Safeguarding Improvement Board disbanded"),
        ("R33(b)", Shape.EACH_MEETING, None),
        ("R29", Shape.RECURRING, None),
        ("R32(3)", Shape.RECURRING, None),
        ("R38", Shape.UNENDING, None),
        ("R40", Shape.UNENDING, None),
        ("R8", Shape.NONE, None),
    ],
)
def test_what_wiltshire_asked_by_when(wiltshire, address, shape, event):
    asked = row(wiltshire, address).asked
    assert asked.shape is shape
    assert (str(Event.objects.get(pk=asked.event)) if asked.event else None) == event


def test_r33_is_asked_to_last_at_least_18_months(wiltshire):
    asked = row(wiltshire, "R33(a)").asked
    assert (asked.n, asked.unit) == (18, Unit.MONTHS)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("R3", [("Wiltshire Safeguarding Children's Board", "lead")]),
        ("R9", []),
        ("R9-2", [("Children's Select Committee", "lead")]),
        ("R15", [("Community Operations Boards", "lead")]),
        ("R20", [("Cabinet", "lead")]),
        ("R24", [("Councillor Development Group", "lead")]),
        (
            "R28",
            [
                ("Children's Select Committee", "joint"),
                ("Wiltshire Safeguarding Children's Board", "joint"),
            ],
        ),
        ("R33", [("Safeguarding Children and Young People Task Group", "lead")]),
        ("R36", [("Full Council", "lead")]),
    ],
)
def test_whom_wiltshire_s_report_addresses(wiltshire, address, expected):
    assert owners(wiltshire, address) == expected


# Wiltshire: what came of it


def test_the_committee_endorsed_the_report_on_28_march_2013(wiltshire):
    endorsed = Resolution.objects.get(report=wiltshire, kind="endorse")
    assert endorsed.on == date(2013, 3, 28)
    assert str(endorsed.item.meeting.body) == "Children's Select Committee"


def test_the_response_was_given_on_29_may_and_not_decided(response):
    assert [
        (stage.stage, stage.on) for stage in ResponseStage.objects.filter(response=response)
    ] == [("given", date(2013, 5, 29))]
    assert "inferred" in response.source_note


def test_the_response_s_groups_are_as_printed(response):
    assert [(group.count_claimed, group.lines.count()) for group in response.groups.all()] == [
        (5, 0),
        (19, 0),
        (3, 3),
        (4, 4),
        (6, 6),
        (None, 3),
    ]


def test_the_groups_add_up_to_40_of_41(response):
    counted = [group.count_claimed or group.lines.count() for group in response.groups.all()]
    assert sum(counted) == 40


def test_the_response_has_16_lines_and_the_one_printed_r28_is_matched_to_nothing(response):
    lines = list(response.lines.all())
    assert [line.reference for line in lines] == [
        "R6", "R7", "R28", "R8", "R9", "R20", "R41",
        "R10", "R12", "R19", "R29", "R30", "R34", "R31", "R32", "R33",
    ]  # fmt: skip
    unmatched = [line for line in lines if line.recommendation is None]
    assert [line.words for line in unmatched] == [
        "Safeguarding training for the Safeguarding Children and Young People Panel"
    ]
    assert "R27" in unmatched[0].note
    for line in lines:
        assert line.recommendation is None or line.recommendation.address == line.reference


def test_the_response_answers_seven_and_no_other(response):
    answers = Answer.objects.filter(response=response)
    assert {
        answer.recommendation.address: (answer.decision, answer.decide_by) for answer in answers
    } == {
        "R6": ("accepted", None),
        "R7": ("accepted", None),
        "R31": ("accepted", None),
        "R8": ("deferred", None),
        "R9": ("deferred", None),
        "R20": ("deferred", None),
        "R41": ("deferred", None),
    }
    assert all(answer.line.recommendation == answer.recommendation for answer in answers)
    assert {answer.on for answer in answers} == {date(2013, 5, 29)}


def test_four_resolutions_of_6_june_2013(response):
    resolved = Resolution.objects.filter(on=date(2013, 6, 6)).order_by("reference")
    assert [(row.reference, row.kind, str(row.recommendation or "")) for row in resolved] == [
        ("1", "note", ""),
        ("2", "urge", "R41"),
        ("3", "ask to amend", ""),
        ("4", "note", "R6"),
    ]
    assert [row.response for row in resolved] == [response, None, response, None]


def test_the_committee_closed_r6_as_implemented(wiltshire):
    position = Position.objects.get()
    assert position.recommendation == row(wiltshire, "R6")
    assert (position.closes, position.on) == ("implemented", date(2013, 6, 6))
    assert position.resolution.reference == "4"


# Wirral


def test_wirral_has_20_titled_recommendations_in_5_themes(wirral):
    assert in_themes(wirral) == [
        numbered(1, 3), numbered(4, 9), numbered(10, 15), numbered(16, 18), numbered(19, 20),
    ]  # fmt: skip
    assert wirral.recommendations.count() == 20
    titles = [wording(wirral, address).title for address in numbered(1, 20)]
    assert all(titles)
    assert titles[6] == "'Closing the loop'"
    assert row(wirral, "R1").reference == "Recommendation 1"
    assert printed_twice(wirral) == set()


def test_each_of_wirral_s_is_asked_of_its_director(wirral):
    leads = {
        str(post): [
            address
            for address in numbered(1, 20)
            if row(wirral, address).ownerships.filter(post=post).exists()
        ]
        for post in wirral.council.posts.filter(kind="director")
    }
    assert leads == {
        "Director of Children Services": [*numbered(1, 15), "R17", "R18"],
        "Strategic Director of Transformation and Resources": ["R16", "R20"],
        "Strategic Director for Families and Wellbeing": ["R19"],
    }


def test_alternative_and_joint_owners(wirral):
    assert owners(wirral, "R8") == [
        ("Director of Children Services", "lead"),
        ("Local Safeguarding Children Board", "alternative"),
    ]
    assert owners(wirral, "R11") == [
        ("Director of Children Services", "joint"),
        ("Wirral Clinical Commissioning Group", "joint"),
    ]


def test_wirral_s_cabinet_accepted_all_20_on_21_march_2016(wirral):
    response = wirral.responses.get()
    assert [(stage.stage, stage.on) for stage in response.stages.all()] == [
        ("decided", date(2016, 3, 21))
    ]
    assert "published minutes" in response.source_note
    answers = Answer.objects.filter(response=response)
    assert {answer.recommendation.address for answer in answers} == set(numbered(1, 20))
    assert set(answers.values_list("decision", flat=True)) == {"accepted"}
    assert answers.count() == 20


def test_the_panel_of_wirral(wirral):
    assert [member.part for member in wirral.members.all()] == ["Chair", "", "", "", ""]


# Herefordshire


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


APPROVAL = "approval of this report"


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


# Shropshire


def test_shropshire_has_three_reports_each_of_its_kind(shropshire):
    assert {
        report.kind: list(
            report.recommendations.order_by("position").values_list("kind", flat=True)
        )
        for report in shropshire.reports.all()
    } == {
        "officer report": ["recommendation"] * 2,
        "peer review": ["finding"] * 9,
        "inspection": ["finding"] * 3,
    }


def test_shropshire_is_asked_for_a_further_report_in_september_2013(shropshire):
    asked = row(shropshire.reports.get(kind="officer report"), "R2").asked
    assert (asked.shape, asked.of) == (Shape.END_OF_PERIOD, "2013-09")


# What the register makes of them


def rated(report: ScrutinyReport, as_at: date) -> dict[str, tuple[str, str]]:
    """The rating and its words, of each recommendation and part that exists on the day."""
    held = register(
        Viewer.member(report.council),
        report.recommendations.all(),
        as_at=as_at,
        known_at=timezone.now(),
    )
    return {
        item.address: (item.rating.rag.value, item.rating.words(as_at))
        for item in held.every
        if item.rating
    }


def counted(report: ScrutinyReport, as_at: date) -> Counter[str]:
    """How many of each rating, parts not counted."""
    whole = set(addresses(report.recommendations.filter(parent=None)))
    return Counter(rag for address, (rag, _) in rated(report, as_at).items() if address in whole)


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        (date(2013, 3, 27), {}),
        (date(2013, 3, 28), {"date needed": 10, "not rated": 31}),
        (date(2013, 5, 28), {"date needed": 10, "not rated": 31}),
        (date(2013, 5, 29), {"date needed": 16, "not rated": 25}),
        (date(2013, 6, 5), {"date needed": 16, "not rated": 25}),
        (date(2013, 6, 6), {"date needed": 15, "not rated": 25, "closed": 1}),
        (date(2013, 6, 18), {"date needed": 15, "not rated": 25, "closed": 1}),
    ],
)
def test_wiltshire_s_totals(wiltshire, as_at, expected):
    assert counted(wiltshire, as_at) == expected


@pytest.mark.parametrize(
    ("address", "as_at", "expected"),
    [
        ("R6", date(2013, 5, 28), ("not rated", "Awaiting response, no notice served")),
        ("R6", date(2013, 6, 5), ("date needed", "Date needed, accepted 7 days ago")),
        ("R6", date(2013, 6, 6), ("closed", "Complete")),
        ("R41", date(2013, 6, 6), ("date needed", "Decision date needed")),
        ("R22", date(2013, 6, 6), ("date needed", "Day of 2013 elections needed")),
        ("R27", date(2013, 6, 6), ("not rated", "Not answered in the response of 29 May 2013")),
        ("R10", date(2013, 6, 6), ("date needed", "Date needed, accepted 70 days ago")),
        (
            "R18",
            date(2013, 6, 6),
            ("not rated", "Dormant until this service model is not adopted"),
        ),
        (
            "R33",
            date(2013, 6, 6),
            ("date needed", "Day of Safeguarding Improvement Board disbanded needed"),
        ),
    ],
)
def test_what_wiltshire_s_rows_read(wiltshire, address, as_at, expected):
    assert rated(wiltshire, as_at)[address] == expected


def test_all_20_of_wirral_s_need_a_date(wirral):
    assert counted(wirral, date(2016, 6, 1)) == {"date needed": 20}
    assert rated(wirral, date(2016, 6, 1))["R1"][1] == "Date needed, accepted 72 days ago"


AWAITING_RESPONSE = ("not rated", "Awaiting response, no notice served")
AWAITING_ENDORSEMENT = ("not rated", "Awaiting endorsement")


def test_herefordshire_s_rows_await_a_response_or_an_endorsement(herefordshire):
    own = {"R7", "R8", "R11", "R16", "R17", "R17(1)", "R17(2)", "R17(3)"}
    expected = dict.fromkeys({*numbered(1, 17), *own}, AWAITING_RESPONSE)
    expected |= dict.fromkeys(own, AWAITING_ENDORSEMENT)
    expected |= dict.fromkeys(("Interim-1", "Interim-2"), AWAITING_RESPONSE)
    assert rated(herefordshire, date(2014, 6, 1)) == expected


def test_the_day_of_its_approval_gives_herefordshire_dates_and_alters_no_rating(herefordshire):
    as_at = date(2014, 6, 1)
    before = rated(herefordshire, as_at)
    events.enter_day(
        event=Event.objects.get(name=APPROVAL),
        kind="happened",
        day=date(2013, 10, 11),
        on=date(2013, 10, 11),
        by=User.objects.get(username="papers"),
    )
    assert rated(herefordshire, as_at) == before
    held = register(
        Viewer.member(herefordshire.council),
        herefordshire.recommendations.all(),
        as_at=as_at,
        known_at=timezone.now(),
    )
    asked = {item.address: item.asked.days for item in held.every}
    assert asked["R1"] == (date(2014, 4, 11),)
    assert asked["R6"] == (date(2014, 1, 11),)
    assert asked["R14"][:2] == (date(2014, 1, 11), date(2014, 4, 11))
    assert asked["R17"] == (date(2014, 10, 10),)
    assert asked["R15"] == ()  # counted from when the Children in Care Council is established


def test_an_interim_recommendation_is_there_before_its_report(herefordshire):
    assert set(rated(herefordshire, date(2013, 7, 10))) == {"Interim-1"}
    assert set(rated(herefordshire, date(2013, 9, 30))) == {"Interim-1", "Interim-2"}


def test_findings_are_not_rated(shropshire):
    counts = {
        report.kind: counted(report, date(2012, 10, 1)) for report in shropshire.reports.all()
    }
    assert counts == {"officer report": {"not rated": 2}, "peer review": {}, "inspection": {}}


# Of all


def test_no_milestone_is_invented(loaded, db):
    """Only the interim recommendation that Herefordshire's paper prints as done has one."""
    assert [row.address for row in Recommendation.objects.exclude(milestones=None)] == ["Interim-1"]
    assert not ProgressUpdate.objects.exists()


def test_every_report_and_response_says_where_its_days_are_from(loaded, db):
    for held in (*ScrutinyReport.objects.all(), *ExecutiveResponse.objects.all()):
        assert held.source
        assert re.search(r"Chosen:|inferred|published minutes", held.source_note), held


def dated_models() -> list[type[Dated]]:
    models = apps.get_app_config("recommendations").get_models()
    return [model for model in models if issubclass(model, Dated)]


@pytest.mark.parametrize("model", dated_models())
def test_every_dated_row_says_that_it_came_with_a_paper(loaded, db, model):
    assert not model._base_manager.exclude(brought_in=True, by__username="papers").exists()


def test_nobody_signs_in_as_the_papers(loaded, db, client):
    account = User.objects.get(username="papers")
    assert not account.has_usable_password()
    assert not account.is_active
    assert not client.login(username="papers", password="")


def every_count() -> dict[str, int]:
    models = apps.get_app_config("recommendations").get_models()
    return {model.__name__: model._base_manager.count() for model in models}


def test_what_was_loaded_is_printed(loaded, db):
    assert "wiltshire: 4 events, 1 report, 6 members, 4 themes, 12 groups, 41 recom" in loaded
    assert "24 listed parts, 4 limbs" in loaded
    assert "wiltshire-response: 1 response, 16 lines, 7 answers, 2 meetings, 5 resoluti" in loaded
    assert "20 answers" in loaded


def test_loading_again_changes_nothing_and_says_so(loaded, db):
    before = every_count()
    printed = StringIO()
    call_command("load_papers", stdout=printed)
    assert every_count() == before
    lines = printed.getvalue().splitlines()
    assert len(lines) == 5
    assert all(line.endswith("in the register already, nothing changed") for line in lines)


def test_a_paper_comes_in_whole_or_not_at_all(loaded, db, tmp_path, monkeypatch):
    def fail(**_):
        raise RuntimeError

    paper = json.loads((FIXTURES / "wirral.json").read_text(encoding="utf-8"))
    paper["council"] |= {"slug": "elsewhere", "name": "Elsewhere Council"}
    (tmp_path / "elsewhere.json").write_text(json.dumps(paper), encoding="utf-8")
    before = every_count()
    monkeypatch.setattr(responses, "answer", fail)  # the last thing this paper says
    with pytest.raises(RuntimeError):
        papers.load_paper(tmp_path / "elsewhere.json", by=User.objects.get(username="papers"))
    assert every_count() == before
    monkeypatch.undo()
    papers.load_paper(tmp_path / "elsewhere.json", by=User.objects.get(username="papers"))
    assert Council.objects.get(slug="elsewhere").recommendations.count() == 20


# The files


@pytest.mark.parametrize("name", papers.ORDER)
def test_no_telephone_number_and_no_address_of_a_person(name):
    text = (FIXTURES / f"{name}.json").read_text(encoding="utf-8")
    assert "@" not in text
    assert not re.search(r"\d[\d ()]{7,}\d", text)


@pytest.fixture
def check_papers(tmp_path, monkeypatch) -> ModuleType:
    """The check that CI makes, on a paper and a fixture of our own."""
    script = settings.BASE_DIR / ".ci" / "check_papers"
    loader = SourceFileLoader("check_papers", str(script))
    module = module_from_spec(spec_from_loader("check_papers", loader))
    loader.exec_module(module)
    monkeypatch.setattr(module, "FIXTURES", tmp_path)
    monkeypatch.setattr(module, "PAPERS", tmp_path)
    (tmp_path / "paper.txt").write_text(
        "- **R1.** Meet the\n\nboard \u2013 *twice*:\n - **a.** in May;\n - b. in June.\n",
        encoding="utf-8",
    )
    return module


def fixture_of(folder: Path, *, text: str = "Meet the board - twice:") -> None:
    parts = [
        {"part_kind": "listed", "reference": mark, "wordings": [{"text": words}]}
        for mark, words in (("a.", "in May;"), ("b.", "in June."))
    ]
    rows = [{"address": "R1", "reference": "R1.", "wordings": [{"text": text}], "parts": parts}]
    fixture = {"paper": "paper.txt", "recommendations": rows}
    (folder / "one.json").write_text(json.dumps(fixture), encoding="utf-8")


def test_the_check_finds_what_is_printed(check_papers, tmp_path, capsys):
    fixture_of(tmp_path)
    assert check_papers.main() == 0
    assert capsys.readouterr().out == "one.json: 4 texts found in its paper\n"


def test_the_check_names_a_changed_word(check_papers, tmp_path, capsys):
    fixture_of(tmp_path, text="Meet the bored - twice:")
    assert check_papers.main() == 1
    assert "R1/wordings/1/text: not in paper.txt" in capsys.readouterr().err


def test_the_check_names_what_is_left_out(check_papers, tmp_path, capsys):
    fixture_of(tmp_path, text="Meet the board")
    assert check_papers.main() == 1
    assert "R1 as a whole: not in paper.txt" in capsys.readouterr().err
