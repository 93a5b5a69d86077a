"""The exception report as a value."""

import json
from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from recommendations.rules.policies import Policy
from recommendations.rules.ratings import USUAL_WORDS, Rag, calling
from recommendations.rules.reconcile import DoesNotAddUp
from reports.documents.exception_report import ExceptionReport, Group
from reports.documents.key import key_of
from reports.documents.lines import Dates, Line
from reports.faces import csv
from tests.reports import marlshire
from tests.reports.marlshire import EXCEPTIONS, OTHERS, line, quiet_report, report


def addresses(lines):
    return [line.address for line in lines]


@pytest.mark.parametrize("made", [report, quiet_report])
def test_what_is_stored_is_read_back_the_same(made):
    stored = json.loads(json.dumps(made().as_json()))
    assert ExceptionReport.load(stored) == made()


def test_a_field_that_came_later_takes_its_default():
    stored = report().as_json()
    del stored["lines"][0]["without_action"]
    assert ExceptionReport.load(stored).lines[0].without_action is False


def test_a_document_never_changes():
    with pytest.raises(FrozenInstanceError):
        report().as_at = date(2027, 1, 1)


def test_exceptions_are_red_then_amber_and_longest_overdue_first():
    assert addresses(report().exceptions) == ["R24", "R7", "R19", "R3", "R34"]


def test_what_is_overdue_as_long_is_ordered_by_how_far_it_moved():
    lines = tuple(
        line(n, Rag.AMBER, "Moved", dates=Dates(times_moved=1, days_moved=days))
        for n, days in ((1, 30), (2, 60))
    )
    assert addresses(report(lines=lines, in_scope=2).exceptions) == ["R2", "R1"]


def test_the_sentence_adds_up():
    assert report().sentence == "5 of 16 shown; 3 need a date, 5 green and closed, 3 not rated"


def test_a_line_that_was_lost_is_noticed():
    with pytest.raises(DoesNotAddUp):
        _ = replace(report(), lines=report().lines[1:]).sentence


def test_totals_stand_beside_what_each_rating_means():
    rows = report().totals
    assert [(row.rag, row.count, row.earlier, row.change) for row in rows] == [
        (Rag.RED, 3, 2, "+1"),
        (Rag.AMBER, 2, 3, "\N{MINUS SIGN}1"),
        (Rag.DATE_NEEDED, 3, 3, "0"),
        (Rag.GREEN, 4, 4, "0"),
        (Rag.CLOSED, 1, 0, "+1"),
        (Rag.NOT_RATED, 3, 3, "0"),
    ]
    assert all(row.meaning for row in rows)
    assert report().total_row == (16, 15, "+1")


def test_without_an_earlier_day_there_is_no_change():
    assert {row.change for row in quiet_report().totals} == {""}
    assert quiet_report().total_row == (2, None, "")


def test_each_section_holds_what_belongs_there():
    made = report()
    assert addresses(made.asked_to_be_closed) == ["R4"]
    assert [(group.name, addresses(group.lines)) for group in made.answered_without_action] == [
        ("Not accepted", ["R6", "R36"]),
        ("Noted, no action proposed", ["R17"]),
    ]
    assert addresses(made.deferred_elsewhere) == ["R22"]
    assert [(group.name, addresses(group.lines)) for group in made.date_needed] == [
        ("Head of Leaving Care", ["R9", "R20"]),
        ("Head of Revenues and Benefits", ["R22"]),
    ]
    assert addresses(made.coming_up) == ["R10"]
    assert addresses(made.scrutinys_own) == ["R32"]


def test_every_line_that_needs_nothing_is_in_no_section():
    sections = {line.address: report().section_of(line) for line in report().lines}
    assert sections["R1"] == sections["R11"] == sections["R32"] == ""
    assert sections["R7"] == "Exceptions"
    assert sections["R4"] == "Asked to be closed"
    assert sections["R6"] == "Answered without action"
    assert sections["R22"] == "Date needed"
    assert sections["R10"] == "Coming up"


def test_what_is_due_soon_and_late_besides_is_an_exception_only():
    both = replace(EXCEPTIONS[0], due_in=3)
    assert report(lines=(both,), in_scope=1).coming_up == ()


def test_a_question_that_all_share_is_asked_once():
    shared = Group("", (line(1, Rag.GREEN, "", question="When?"),) * 2)
    assert shared.question == "When?"
    mixed = Group("", (*shared.lines, line(2, Rag.GREEN, "", question="How?")))
    assert mixed.question == ""


def test_how_the_exceptions_have_gone():
    assert report().ways == "2 worse, 1 the same, 1 better and 1 new"
    assert quiet_report().ways == ""


@pytest.mark.parametrize(
    ("times", "days", "words"),
    [
        (0, 0, "Never"),
        (1, 1, "Once, by 1 day"),
        (2, 304, "Twice, by 304 days"),
        (3, 153, "3 times, by 153 days"),
    ],
)
def test_times_moved_in_words(times, days, words):
    assert Dates(times_moved=times, days_moved=days).moved == words


def test_a_line_is_called_by_its_title_or_by_the_words_it_begins_with():
    assert EXCEPTIONS[0].heading == "Publish the offer in plain words"
    assert EXCEPTIONS[1].heading.startswith("Following the 2025")


def test_several_owners_are_named_together():
    assert EXCEPTIONS[4].owner == "Head of Housing Options and Director of Adults and Housing"
    assert replace(OTHERS[0], owners=()).owner == "No owner recorded"


def test_a_reference_needs_its_report_only_where_there_are_several():
    assert not report().several_reports
    other = replace(OTHERS[0], report_slug="another", report="Another report")
    two = report(lines=(*report().lines, other), in_scope=17)
    assert two.several_reports
    assert len({line.key for line in two.lines}) == 17


def test_the_key_speaks_the_councils_own_numbers():
    numbers = {"overdue_red_after": 14, "moved_red_after": 60, "due_soon": 7}
    key = key_of(Policy(**numbers, due_soon_rating=Rag.AMBER))
    assert key.in_force_from is None
    assert "more than 14 days late" in key.meaning(Rag.RED)
    assert "moved more than 60 days" in key.meaning(Rag.RED)
    assert "due within 7 days" in key.meaning(Rag.AMBER)
    assert "7 days" not in key.meaning(Rag.GREEN)
    assert {meaning.rag for meaning in key.meanings} == set(Rag)


def test_a_document_keeps_the_words_it_was_made_with():
    words = {**USUAL_WORDS, Rag.AMBER: "Slipping"}
    slipping = replace(report(), key=key_of(Policy(words=words)))
    stored = slipping.as_json()
    with calling({**USUAL_WORDS, Rag.AMBER: "Another word"}):
        assert b"Slipping" in csv.render(ExceptionReport.load(stored))
        assert b"Another word" not in csv.render(ExceptionReport.load(stored))
    for meaning in stored["key"]["meanings"]:
        del meaning["called"]  # as published before a council had words of its own
    assert ExceptionReport.load(stored).key.words == USUAL_WORDS


def test_the_invented_report_shows_every_field_of_a_line():
    """Where a face forgets a field, a test of that face can only fail if the field is filled."""
    filled = {
        name
        for one in marlshire.LINES
        for name in Line.__dataclass_fields__
        if getattr(one, name) != Line.__dataclass_fields__[name].default
    }
    assert set(Line.__dataclass_fields__) - filled == {"interim"}
