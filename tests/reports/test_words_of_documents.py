"""What documents call things: reports, answers, and what is listed beside recommendations."""

from dataclasses import replace
from datetime import date

import pytest

from recommendations.rules.ratings import Rag
from reports.documents.response_schedule import Answered
from reports.documents.schedule import Entry, Schedule
from reports.faces import html
from reports.templatetags.documents import answered, ref_class, shortest_of
from tests.reports.marlshire import EXCEPTIONS, line, report

COVERED = report().covered[0]


def covering(*titles):
    return report(covered=tuple(replace(COVERED, title=title) for title in titles))


def test_a_report_is_called_by_its_title_up_to_the_colon():
    made = covering("Roads: final report of the Task Group", "Places at school")
    assert made.short_titles["Roads: final report of the Task Group"] == "Roads"
    assert made.short_titles["Places at school"] == "Places at school"


def test_two_that_would_be_called_the_same_keep_their_whole_titles():
    titles = ("Final report: Roads", "Final report: Schools")
    assert covering(*titles).short_titles == {title: title for title in titles}
    assert shortest_of("Never listed", {}) == "Never listed"


@pytest.mark.parametrize(
    ("decision", "words", "until", "printed"),
    [
        ("Accepted", "", "", "<b>Accepted</b>."),
        ("Accepted", "Two are hired.", "", "<b>Accepted</b>: Two are hired."),
        ("Accepted", "Accepted. Two are hired.", "", "<b>Accepted</b>. Two are hired."),
        ("Accepted", "Accepted, in time.", "", "<b>Accepted</b>, in time."),
        ("Noted", "Notedly slow.", "", "<b>Noted</b>: Notedly slow."),
        ("Deferred", "No money.", ", to be decided by 1 May 2013",
         "<b>Deferred</b>, to be decided by 1 May 2013: No money."),
        ("Accepted", "<i>", "", "<b>Accepted</b>: &lt;i&gt;"),
    ],
)  # fmt: skip
def test_an_answer_is_not_said_twice(decision, words, until, printed):
    assert answered(decision, words, until) == printed


def test_a_deferred_answer_says_by_when():
    answer = Answered("R1", "Mend", "Deferred", decide_by=date(2013, 5, 1))
    assert answer.until == ", to be decided by 1 May 2013"
    assert Answered("R1", "Mend", "Accepted", reason="Yes.", text="Now.").words_given == "Yes. Now."


def test_what_is_only_listed_is_called_in_words():
    assert Entry("Commendation-1", "Commendation").called == "Commendation 1"
    assert Entry("R11-closing", "Recommendation", rag=Rag.GREEN).called == "R11-closing"


@pytest.mark.parametrize(
    ("reference", "classes"),
    [("R1", "ref"), ("R32(5)", "ref long"), ("R11-closing", "ref longer")],
)
def test_a_long_reference_is_printed_smaller(reference, classes):
    assert ref_class(reference) == classes


def test_the_schedule_adds_up_in_a_sentence():
    entries = (
        Entry("R1", "Recommendation", rag=Rag.GREEN, answer="Accepted"),
        Entry("R2", "Recommendation", rag=Rag.NOT_RATED, answer="Awaiting"),
        Entry("R3", "Recommendation", rag=Rag.DATE_NEEDED, answer="None needed"),
    )
    day = date(2013, 5, 1)
    made = Schedule(
        "Council", "Roads", "roads", "Final report", day, day, report().known_at, entries=entries
    )
    assert made.sumline == (
        "Of 3: 1 accepted, 1 awaiting an answer, 1 needing no answer; 1 needs a date"
    )


def test_an_officer_whose_rating_is_the_one_printed_is_not_quoted_beside_it():
    """The reason says it already; a better rating than the record's is always quoted."""
    differs = replace(EXCEPTIONS[0].differs, officer=Rag.RED, record=Rag.GREEN, why="")
    worse = replace(EXCEPTIONS[0], differs=differs)
    assert "Officer says" not in html.render(report(lines=(worse,), in_scope=1))
    assert "Officer says" in html.render(report(lines=(EXCEPTIONS[0],), in_scope=1))


def test_a_promise_that_is_no_day_is_printed_in_its_words():
    page = html.render(report(lines=(EXCEPTIONS[4],), in_scope=1))
    assert "See below" in page
    assert "<b>Promised</b> Every 3 months" in page
    dated = html.render(report(lines=(line(1, Rag.RED, "Late"),), in_scope=1))
    assert "See below" not in dated
