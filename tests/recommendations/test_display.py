"""How values are written on a page."""

from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string

from recommendations.models import Recommendation
from recommendations.models.standings import Totals
from recommendations.rules.ratings import Rag
from recommendations.templatetags import display


def test_a_day_is_written_as_people_write_it_and_holds_together():
    written = display.day(date(2026, 7, 31))
    assert written == '<time datetime="2026-07-31">31\xa0July\xa02026</time>'


def test_no_day_is_nothing():
    assert display.day(None) == ""


def test_a_moment_is_written_in_our_own_time():
    summer_night = datetime(2026, 7, 31, 23, 30, tzinfo=UTC)
    assert "1\xa0August\xa02026" in display.day(summer_night)
    assert display.clock(summer_night) == "12:30am"
    assert display.clock(datetime(2026, 1, 5, 12, 5, tzinfo=UTC)) == "12:05pm"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 parts"), (1, "1 part"), (1200, "1,200 parts")]
)
def test_what_is_counted_agrees_with_its_number(number, words):
    assert display.counted(number, "part,parts") == words


@pytest.mark.parametrize("component", ["bar", "key"])
def test_totals_are_written_as_in_a_sentence(component):
    counts = [{"rag": Rag.RED, "count": 35411}, {"rag": Rag.GREEN, "count": 7}]
    drawn = render_to_string(f"components/{component}.html", {"counts": counts, "total": 35418})
    assert ">35,411<" in drawn
    assert ">7<" in drawn


def test_a_text_is_cut_between_words_and_says_that_it_was():
    text = "That the Council should consider, in each of its areas, whether roads are mended, " * 2
    cut = display.shortened(text)
    assert cut.endswith("…")
    assert len(cut) <= display.LINE + 1
    assert text.startswith(cut[:-1])
    assert text[len(cut) - 1] in " ,"


def test_a_short_text_is_left_alone_and_one_long_word_is_cut():
    assert display.shortened("Mend\n the roads") == "Mend the roads"
    assert display.shortened("a" * 200) == "a" * display.LINE + "…"


def test_dates_in_a_sentence_hold_together():
    assert display.unbroken("Due 6 June 2013, at 6") == "Due 6\xa0June\xa02013, at 6"


@pytest.mark.parametrize(
    ("text", "other", "marked"),
    [
        ("the LSCB meets", "the WSCB meets", 'the <mark class="differ">LSCB</mark> meets'),
        (
            "elected member visits",
            "member visits",
            '<mark class="differ">elected</mark> member visits',
        ),
        ("member visits", "elected member visits", "member visits"),
        ("a < b", "a < c", 'a &lt; <mark class="differ">b</mark>'),
    ],
)
def test_only_the_words_that_differ_are_marked(text, other, marked):
    assert display.differing(text, other) == marked


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"green": 1}, "<strong>None is red or amber.</strong> 1 is green."),
        ({"red": 1, "closed": 2}, "<strong>1 is red.</strong> 2 are closed."),
        (
            {"red": 6, "amber": 8, "date needed": 13},
            "<strong>6 are red.</strong> 8 are amber and 13 still need a date.",
        ),
        ({"amber": 1}, "<strong>None is red.</strong> 1 is amber."),
        ({}, "<strong>None is red or amber.</strong> "),
    ],
)
def test_totals_are_told_in_a_sentence(counts, sentence):
    assert display.in_a_sentence(Totals.of(counts)) == sentence


@pytest.mark.parametrize(
    ("kind", "address", "name"),
    [
        ("recommendation", "R1", "Recommendation R1"),
        ("recommendation", "R11-closing", "Recommendation R11-closing"),
        ("recommendation", "Strategic-2", "Recommendation Strategic-2"),
        ("interim", "Interim-2", "Interim recommendation 2"),
        ("commendation", "Commendation-3", "Commendation 3"),
    ],
)
def test_what_a_recommendation_is_called(kind, address, name):
    assert display.named(Recommendation(kind=kind, address=address)) == name
