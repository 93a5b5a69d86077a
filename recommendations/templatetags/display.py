"""How values are written on a page. Draws; decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from recommendations.filters import RecommendationFilter
from recommendations.models import EventDay, Recommendation, Wording
from recommendations.models.dated import Dated
from recommendations.models.standings import Totals
from recommendations.reading.asked import Hanging
from recommendations.reading.telling import Told, tell
from recommendations.rules.addresses import PREFIXES
from recommendations.rules.differences import How, pieces
from recommendations.rules.due import DueDays, Meaning, due_days
from recommendations.rules.ratings import Rag, Rating
from recommendations.rules.wording import clock_words, listed, times

register = template.Library()

NO_BREAK = "\N{NO-BREAK SPACE}"
LINE = 90
DATE = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")


@register.filter
def day(value: date | datetime | None) -> str | SafeString:
    """A date as people write it, year always, held together by no-break spaces."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    words = f"{value.day}{NO_BREAK}{value:%B}{NO_BREAK}{value.year}"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.filter
def clock(value: datetime | time) -> str:
    """10:30am."""
    return clock_words(timezone.localtime(value).time() if isinstance(value, datetime) else value)


@register.filter
def counted(number: int, words: str) -> str:
    """``{{ 1|counted:"part,parts" }}`` is "1 part"."""
    one, many = words.split(",")
    return f"{number:,} {one if number == 1 else many}"


@register.filter
def shortened(text: str) -> str:
    """Cut at a word within a line's length; never in the middle of one."""
    text = " ".join(text.split())
    if len(text) <= LINE:
        return text
    end = text.rfind(" ", 0, LINE + 1)
    return text[: end if end > 0 else LINE].rstrip(",;:.–-(") + "…"


@register.filter
def named(recommendation: Recommendation) -> str:
    """What to call it: "Recommendation R1", "Interim recommendation 2", "Commendation 3"."""
    number = recommendation.address
    if recommendation.kind != Recommendation.Kind.RECOMMENDATION:
        number = number.removeprefix(PREFIXES[recommendation.kind])
    return f"{recommendation.get_kind_display()} {number}"


register.filter("times", times)


@register.filter
def gist(wording: Wording | None) -> str:
    """What to call a recommendation in a line: its printed title, else how its words begin."""
    return shortened(wording.title or wording.text) if wording else ""


@register.filter
def words_on(rating: Rating, today: date) -> str:
    """What decides a rating, in words that count the days to today.

    The rating's own word stands before them on the page and is not said again: "Date needed",
    then "Accepted 4,990 days ago".
    """
    words = re.sub(rf"(?i)^{re.escape(rating.rag.label)}[,:] ", "", rating.words(today))
    return unbroken(words[0].upper() + words[1:])


@register.filter
def unbroken(words: object) -> str:
    """Dates inside a sentence, or inside what something is called, held together."""
    return DATE.sub(lambda found: found[0].replace(" ", NO_BREAK), str(words))


@register.filter
def sorted_by(found: RecommendationFilter, order: str) -> str:
    return found.sorted_by(order)


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def differing(text: str, other: str) -> SafeString:
    """The words of ``text`` with those that ``other`` does not have marked."""
    told = {How.SAME: "{}", How.OUT: '<mark class="differ">{}</mark>'}
    marked = (
        format_html(told[piece.how], piece.words)
        for piece in pieces(text, other)
        if piece.how in told
    )
    return format_html_join(" ", "{}", ((piece,) for piece in marked))


DATED = {
    Meaning.LAST_DAY: "Due",
    Meaning.NOT_BEFORE: "Not before",
    Meaning.LAST_DAY_OF_PERIOD: "Until",
}
DATELESS = {
    Meaning.EVENT_DAY_NEEDED: "No date until its day is known",
    Meaning.REVIEW_DATE_NEEDED: "Without end, and no day to review it",
    Meaning.NO_DATE: "No date can be worked out",
}


@register.simple_tag
def every_rating() -> list[Rag]:
    return list(Rag)


@register.filter
def called(rag: str) -> str:
    """What a rating is called inside a sentence."""
    return Rag(rag).word


@register.filter
def in_a_sentence(totals: Totals) -> SafeString:
    """ "6 are red. 8 are amber and 13 still need a date." What is late comes first."""
    red, amber = totals.count_of(Rag.RED), totals.count_of(Rag.AMBER)
    none = f"None is {Rag.RED.word}{'' if amber else f' or {Rag.AMBER.word}'}"
    first = _are(red, Rag.RED) if red else none
    date_needed = totals.count_of(Rag.DATE_NEEDED)
    rest = [
        *([_are(amber, Rag.AMBER)] if amber else []),
        *([counted(date_needed, "still needs a date,still need a date")] if date_needed else []),
        *(
            _are(number, rag)
            for rag in (Rag.GREEN, Rag.NOT_RATED, Rag.CLOSED)
            if (number := totals.count_of(rag))
        ),
    ]
    return format_html("<strong>{}.</strong> {}", first, f"{listed(rest)}." if rest else "")


def _are(number: int, rag: Rag) -> str:
    return f"{number:,} {'is' if number == 1 else 'are'} {rag.word}"


@register.filter
def told(row: Dated) -> Told:
    return tell(row)


@register.filter
def of(totals: Totals, rag: str) -> int:
    return totals.count_of(rag)


@register.filter
def comes_to(hanging: Hanging, event_day: date | None) -> SafeString | str:
    """The days that what hangs on an event comes to, once that has a day, or whether it wakes."""
    if hanging.due is None:
        return "Dormant no longer" if event_day else "Dormant until it has happened"
    dates = due_days(hanging.due, event_day=event_day, working_days=hanging.working_days)
    return due_words(dates)


@register.filter
def due_words(dates: DueDays) -> SafeString | str:
    """The days of a due, and what they mean."""
    if not dates.days:
        return DATELESS.get(dates.meaning, "No date yet")
    days = [day(each) for each in dates.days]
    left_out = f", not counting {dates.left_out}" if dates.left_out else ""
    if dates.meaning is Meaning.OCCURRENCES:
        return format_html(
            "Due {} and so on{}", format_html_join(", ", "{}", ((one,) for one in days)), left_out
        )
    return format_html("{} {}{}", DATED[dates.meaning], days[0], left_out)


@register.filter
def day_known(entry: EventDay | None) -> SafeString | str:
    if entry is None:
        return "Not known yet"
    return format_html("{} {}", entry.get_kind_display(), day(entry.day))
