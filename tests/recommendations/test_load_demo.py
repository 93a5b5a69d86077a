"""Loading the invented council: once, whole, and to the same end on whatever day."""

from datetime import date, datetime, time
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from recommendations.models import Council, ProgressUpdate, Standing, Wording
from recommendations.services import standings
from recommendations.services.demo import load_demo
from tests.factories import BodyFactory

FOLDER = settings.BASE_DIR / "fixtures" / "demo"


@pytest.fixture
def demonstration(settings) -> None:
    settings.DEMONSTRATION = True


def rags(council: Council, *, today: date) -> dict[str, str]:
    rows = Standing.objects.filter(council=council).on(today)
    return {
        f"{row.recommendation.report.slug} {row.recommendation.address}": row.rag
        for row in rows.select_related("recommendation__report")
    }


def printed_texts(council: Council) -> list[tuple[str, ...]]:
    """Every word that the history says, in the order in which it was recorded."""
    wordings = Wording.objects.filter(recommendation__council=council)
    updates = ProgressUpdate.objects.filter(recommendation__council=council)
    return [
        *wordings.order_by("pk").values_list("on", "title", "text"),
        *updates.order_by("pk").values_list(
            "recorded_at", "stated", "narrative", "cause", "remedy", "effect"
        ),
    ]


@pytest.mark.django_db
def test_the_command_counts_what_it_brought_in_beside_another_councils_bodies(demonstration):
    BodyFactory(slug="cabinet")
    BodyFactory(slug="place-scrutiny-committee")
    printed = StringIO()
    call_command("load_demo", stdout=printed)
    council = Council.objects.get(slug="marlshire")
    wholes = council.recommendations.filter(kind="recommendation", parent__isnull=True).count()
    assert f"{wholes} recommendations" in printed.getvalue()
    assert "1 finding," in printed.getvalue()


@pytest.mark.django_db
def test_where_there_is_no_demonstration_it_is_refused_and_nothing_comes_in():
    with pytest.raises(CommandError, match="DEMONSTRATION=on"):
        call_command("load_demo")
    assert not Council.objects.exists()


@pytest.mark.django_db
@pytest.mark.any_database
def test_where_its_file_cannot_be_kept_nothing_comes_in_and_the_folder_is_named(
    demonstration, settings, tmp_path
):
    (tmp_path / "file").write_bytes(b"")
    settings.FILE_STORE = str(tmp_path / "file")
    with pytest.raises(CommandError, match="file is full or cannot be written to"):
        call_command("load_demo")
    assert not Council.objects.exists()


def once(today: date) -> tuple[dict[str, str], list[tuple[str, ...]]]:
    """Load it on a day, at its first hour, into a database that is then as it was."""
    begins = datetime.combine(today, time(0, 5), tzinfo=timezone.get_default_timezone())
    with time_machine.travel(begins, tick=False), transaction.atomic():
        load_demo(FOLDER, today=today)
        council = Council.objects.get(slug="marlshire")
        assert standings.differences(council, today=today) == []
        found = rags(council, today=today), printed_texts(council)
        transaction.set_rollback(True)
    return found


WEDNESDAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def on_a_wednesday(django_db_setup, django_db_blocker) -> tuple[dict, list]:
    with django_db_blocker.unblock(), override_settings(DEMONSTRATION=True):
        ratings, texts = once(WEDNESDAY)
    assert len(ratings) > 100
    return ratings, texts


@pytest.mark.django_db
def test_two_loads_on_one_day_say_the_same(on_a_wednesday, demonstration):
    assert once(WEDNESDAY) == on_a_wednesday


@pytest.mark.django_db
@pytest.mark.any_database  # what differs is the calendar
@pytest.mark.parametrize(
    "today",
    [
        date(2028, 1, 1),  # a Saturday
        date(2029, 12, 31),  # a Monday
        date(2028, 2, 29),
        date(2027, 3, 28),  # a Sunday; clocks go forward
        date(2027, 10, 31),  # clocks go back, and a month ends
    ],
    ids=str,
)
def test_on_any_day_it_ends_in_the_same_ratings(today, on_a_wednesday, demonstration):
    ratings, _ = once(today)
    assert ratings == on_a_wednesday[0]
