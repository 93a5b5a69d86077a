"""What the register makes of the papers: how each recommendation is rated, and when."""

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from recommendations.models import Event, ScrutinyReport, User, Viewer
from recommendations.services import events
from recommendations.standing.register import register
from tests.papers.reading import APPROVAL, addresses, numbered


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
