"""Wiltshire's report of 2013: 41 recommendations, their parts and what they ask by when."""

from datetime import date

import pytest

from recommendations.models import Condition, Event, EventDay, Link, Wording
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Shape
from tests.papers.reading import addresses, in_themes, numbered, owners, printed_twice, row, wording


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
