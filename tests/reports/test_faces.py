"""One value, and every face of it: what is printed, the data, the spreadsheet."""

import csv as reader
import io
import json as parser
import re
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from recommendations.rules import spreadsheet
from recommendations.rules.ratings import Rag
from reports.documents.exception_report import ORDER, ExceptionReport
from reports.faces import csv, html, json
from reports.faces.bar import GAP, WIDTH, bar
from tests.reports.marlshire import EXCEPTIONS, long_report, quiet_report, report

SECTIONS = [
    "Exceptions at a glance (5)",
    "Exceptions",
    "Asked to be closed (1)",
    "Answered without action",
    "Date needed, by owner",
    "Coming up (1)",
    "What left the list since 17\N{NO-BREAK SPACE}September\N{NO-BREAK SPACE}2026",
    "Entered since 17\N{NO-BREAK SPACE}September\N{NO-BREAK SPACE}2026",
    "Scrutiny\N{RIGHT SINGLE QUOTATION MARK}s own actions (1)",
    "About this report",
]


class Headings(HTMLParser):
    """Each heading's level and words, in order."""

    def __init__(self, page):
        super().__init__()
        self.found, self.level = [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if re.fullmatch("h[1-6]", tag):
            self.level = int(tag[1])
            self.found.append((self.level, ""))

    def handle_endtag(self, tag):
        if self.level and tag == f"h{self.level}":
            self.level = None

    def handle_data(self, data):
        if self.level:
            level, words = self.found[-1]
            self.found[-1] = (level, words + data)


def headings(page):
    return Headings(page).found


def rows(made):
    text = csv.render(made).decode("utf-8-sig")
    return list(reader.DictReader(io.StringIO(text, newline="")))


def test_sections_stand_in_their_order():
    assert [words for level, words in headings(html.render(report())) if level == 2] == SECTIONS


def test_no_level_of_heading_is_left_out():
    levels = [level for level, _ in headings(html.render(report()))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_an_empty_section_is_not_there_and_the_quiet_one_says_so():
    page = html.render(quiet_report())
    assert [words for level, words in headings(page) if level == 2] == [
        "Exceptions",
        "About this report",
    ]
    assert "No recommendation is red or amber as at" in page
    assert "What it means: the key in force since" in page


def test_an_item_asks_its_one_question_last():
    page = html.render(report(lines=EXCEPTIONS[:1], in_scope=1))
    item = page[page.index('<section class="item') :]
    item = item[: item.index("</section>")]
    order = [
        "Publish the offer in plain words",
        "Overdue by 71 days",
        "Worse, was amber",
        "No update received.",
        "That the Council publishes its local offer",
        "Original date",
        "Head of Leaving Care",
        "Officer says",
        "Testing was planned",
        "Two evening sessions",
        "121 young people",
        "Does the committee accept the green",
    ]
    places = [item.index(words) for words in order]
    assert places == sorted(places)
    assert item.count('class="question"') == 1


def test_what_was_typed_is_never_markup():
    wicked = replace(EXCEPTIONS[0], text="<b>bold</b><img src=file:///etc/passwd>")
    page = html.render(report(lines=(wicked,), in_scope=1))
    assert "<img" not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page


def test_the_page_loads_nothing():
    page = html.render(report())
    assert not re.search(r"<(link|script|img|iframe|object|style)\b", page)
    assert "style=" not in page


def test_the_bar_draws_each_rating_that_has_any_to_scale():
    drawn = bar(report())
    assert [part.rag for part in drawn.parts] == list(ORDER)
    assert [bracket.count for bracket in drawn.brackets] == [5, 3, 5, 3]
    last = drawn.parts[-1]
    assert WIDTH - 1 < last.x + last.width < WIDTH
    for part, after in pairwise(drawn.parts):
        assert part.x + part.width + GAP == pytest.approx(after.x, abs=0.02)
    widths = {part.count: part.width for part in drawn.parts}
    assert widths[1] < widths[2] < widths[3] < widths[4]


def test_the_bar_says_in_words_what_it_draws():
    assert bar(report()).title == (
        "Bar of 16 recommendations: red 3, amber 2, date needed 3, green 4, closed 1, not rated 3"
    )
    assert f"<title>{bar(report()).title}</title>" in html.render(report())


def test_a_rating_without_any_is_not_drawn():
    assert [part.rag for part in bar(quiet_report()).parts] == [Rag.GREEN, Rag.CLOSED]


def test_the_data_is_the_document_and_what_adds_up_from_it():
    data = parser.loads(json.render(report()))
    assert ExceptionReport.load(data) == report()
    assert data["document"] == "exception report"
    assert data["totals"] == {
        "red": 3,
        "amber": 2,
        "date needed": 3,
        "green": 4,
        "closed": 1,
        "not rated": 3,
        "withheld": 0,
        "all": 16,
    }
    assert data["sentence"] == report().sentence


def test_the_printed_checksum_is_that_of_the_data():
    digest = sha256(json.render(report())).hexdigest()
    printed = re.search(r'<span class="hash">([0-9a-f ]+)</span>', html.render(report()))
    assert printed.group(1).replace(" ", "") == digest


def test_the_same_document_gives_the_same_data():
    assert json.render(report()) == json.render(report())
    assert json.render(report()) != json.render(quiet_report())


def test_the_spreadsheet_has_a_row_for_each_recommendation_counted():
    found = rows(report())
    assert len(found) == report().in_scope
    assert [row["Recommendation"] for row in found if row["Section"] == "Exceptions"] == [
        "R7",
        "R24",
        "R19",
        "R3",
        "R34",
    ]


def test_a_row_says_what_the_page_says():
    (row,) = rows(report(lines=EXCEPTIONS[1:2], in_scope=1))
    assert row["As at"] == "2026-11-10"
    assert row["Rating"] == "Red"
    assert row["Reasons"].startswith("Overdue by 104 days; Moved 304 days")
    assert "\na. implement an ongoing programme" in row["Text"]
    assert row["Text"].endswith("reviewed each year.")
    assert row["Original date"] == "2025-09-30"
    assert row["Date now"] == "2026-07-31"
    assert (row["Times moved"], row["Days moved"], row["Days overdue"]) == ("2", "304", "104")
    assert row["Question for the committee"] == EXCEPTIONS[1].question


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\x00=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff201",
    ],
)
def test_nothing_typed_becomes_a_formula(typed):
    assert spreadsheet.safe(typed).startswith("'")


@pytest.mark.parametrize("typed", ["R1", "a = b", "7 - 3", "", "Llŷn"])
def test_plain_words_stay_as_they_are(typed):
    assert spreadsheet.safe(typed) == typed


def test_a_formula_in_any_field_is_disarmed():
    wicked = replace(
        EXCEPTIONS[0],
        text="=cmd()",
        title="+1",
        owners=("@x",),
        portfolio_holder="-1",
        question="=2",
        said=replace(EXCEPTIONS[0].said, cause="=3", remedy="=4", effect="=5"),
    )
    (row,) = rows(report(lines=(wicked,), in_scope=1))
    assert not [value for value in row.values() if value[:1] in "=+-@" and value]


def test_every_field_of_the_spreadsheet_is_quoted():
    text = csv.render(quiet_report()).decode()
    assert text.startswith('\ufeff"As at","Report",')
    assert text.endswith("\r\n")


def test_a_long_report_numbers_every_item():
    page = html.render(long_report(41))
    assert page.count('<section class="item') == 41
