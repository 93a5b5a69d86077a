"""Which of the dated rows stand: by day, by knowledge, by correction."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from recommendations.models import Wording
from recommendations.models.dated import standing_or_taking_back
from recommendations.services.change import correct, take_back
from tests.factories import RecommendationFactory, UserFactory, WordingFactory

pytestmark = pytest.mark.django_db

JUNE = date(2024, 6, 1)
EVER = date.max


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def recommendation():
    return RecommendationFactory()


def wording(recommendation, *, text, on=JUNE, recorded=None, **values):
    return WordingFactory(
        recommendation=recommendation,
        text=text,
        on=on,
        **{"recorded_at": moment(recorded or on), **values},
    )


def standing(recommendation, *, as_at=EVER, known_on=date(2030, 1, 1)):
    """As the database finds them, and as they are told from all rows known by then."""
    rows, known_at = Wording.objects.filter(recommendation=recommendation), moment(known_on)
    told = standing_or_taking_back(rows.filter(recorded_at__lte=known_at), as_at=as_at)
    assert told == list(rows.standing_or_taking_back(as_at=as_at, known_at=known_at))
    return [row.text for row in rows.standing(as_at=as_at, known_at=known_at)]


def test_what_corrects_a_row_is_joined_nowhere():
    """Whose statistics say that all rows correct the same one, SQLite reads the table whole."""
    rows = Wording.objects.standing(as_at=EVER, known_at=moment(JUNE))
    assert " JOIN " not in str(rows.query)


def test_a_row_stands_from_its_day(recommendation):
    wording(recommendation, text="monitoring")
    assert standing(recommendation, as_at=JUNE - timedelta(days=1)) == []
    assert standing(recommendation, as_at=JUNE) == ["monitoring"]


def test_a_row_stands_from_the_moment_it_was_known(recommendation):
    wording(recommendation, text="monitoring", recorded=date(2024, 7, 1))
    assert standing(recommendation, as_at=JUNE, known_on=date(2024, 6, 30)) == []
    assert standing(recommendation, as_at=JUNE, known_on=date(2024, 7, 1)) == ["monitoring"]


def test_a_late_entry_takes_its_place_by_its_day_not_by_when_it_was_recorded(recommendation):
    wording(recommendation, text="second", on=date(2024, 6, 20))
    wording(recommendation, text="first", on=JUNE, recorded=date(2024, 9, 1))
    assert standing(recommendation) == ["first", "second"]


def test_rows_of_one_day_stand_in_the_order_of_their_recording(recommendation):
    late = moment(JUNE) + timedelta(hours=1)
    wording(recommendation, text="second", recorded_at=late)
    wording(recommendation, text="first")
    assert standing(recommendation) == ["first", "second"]


def test_rows_of_one_moment_stand_in_the_order_of_their_writing(recommendation):
    wording(recommendation, text="first")
    wording(recommendation, text="second")
    assert standing(recommendation) == ["first", "second"]


def test_a_corrected_row_stands_only_as_known_before_its_correction(recommendation):
    slip = wording(recommendation, text="slip")
    wording(recommendation, text="right", recorded=date(2024, 6, 10), corrects=slip)
    assert standing(recommendation, known_on=date(2024, 6, 9)) == ["slip"]
    assert standing(recommendation, known_on=date(2024, 6, 10)) == ["right"]


def test_a_correction_to_a_later_day_leaves_nothing_standing_before_it(recommendation):
    slip = wording(recommendation, text="slip")
    wording(recommendation, text="right", on=date(2024, 6, 5), corrects=slip)
    assert standing(recommendation, as_at=date(2024, 6, 4)) == []
    assert standing(recommendation, as_at=date(2024, 6, 5)) == ["right"]


def test_a_row_taken_back_leaves_nothing_in_its_place(recommendation):
    kept = wording(recommendation, text="kept")
    slip = wording(recommendation, text="slip", on=date(2024, 6, 3))
    take_back(slip, by=kept.by, why="Twice there")
    now = timezone.localdate() + timedelta(days=1)
    assert standing(recommendation, known_on=now) == ["kept"]
    assert standing(recommendation, known_on=date(2024, 6, 4)) == ["kept", "slip"]


def test_a_correction_keeps_what_it_does_not_name(recommendation):
    slip = wording(recommendation, text="achieved", brought_in=True)
    person = UserFactory()
    right = correct(slip, by=person, why="The day after", on=date(2024, 6, 2))
    right.refresh_from_db()
    assert (right.text, right.recommendation, right.by, right.corrects) == (
        "achieved",
        recommendation,
        person,
        slip,
    )
    assert not right.brought_in


def test_a_row_is_corrected_once(recommendation):
    slip = wording(recommendation, text="slip")
    correct(slip, by=slip.by, why="A slip", text="right")
    with pytest.raises(IntegrityError), transaction.atomic():
        correct(slip, by=slip.by, why="A slip", text="also right")


def test_taking_back_needs_something_to_take_back(recommendation):
    with pytest.raises(IntegrityError), transaction.atomic():
        wording(recommendation, text="nothing", takes_back=True)


@pytest.mark.parametrize(
    ("days", "brought_in", "late"), [(92, False, False), (93, False, True), (93, True, False)]
)
def test_a_row_recorded_more_than_92_days_after_its_day_is_late(
    recommendation, days, brought_in, late
):
    row = wording(
        recommendation,
        text="monitoring",
        recorded=JUNE + timedelta(days=days),
        brought_in=brought_in,
    )
    assert row.entered_late is late
