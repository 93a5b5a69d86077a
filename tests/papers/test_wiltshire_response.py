"""What came of Wiltshire's report: the response, the resolutions and one closing."""

from datetime import date

from recommendations.models import Answer, Position, Resolution, ResponseStage
from tests.papers.reading import row


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
