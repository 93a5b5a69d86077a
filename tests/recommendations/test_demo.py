"""The invented council: something of everything, on whatever day it is loaded."""

import json
import re
from collections import Counter
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from recommendations import store
from recommendations.backends import AccountBackend
from recommendations.models import (
    Council,
    DateDecision,
    Evidence,
    Membership,
    Milestone,
    MilestoneDone,
    OccurrenceOutcome,
    Ownership,
    PartTwoGrant,
    Position,
    PostHolding,
    ProgressUpdate,
    RatingAcceptance,
    Recommendation,
    User,
    Viewer,
)
from recommendations.models.dated import Dated
from recommendations.rules.due import Shape
from recommendations.rules.ratings import Answered, Rag, ReasonKind
from recommendations.rules.roles import Role
from recommendations.services import standings
from recommendations.services.demo import load_demo
from recommendations.services.demo.stories import STORIES
from recommendations.standing.register import Item, register

FOLDER = settings.BASE_DIR / "fixtures" / "demo"
DATED = [model for model in apps.get_models() if issubclass(model, Dated)]

# Reasons that need a round of updates, which the register does not hold yet, or that come of
# a soft clock or of scrutiny's own work not endorsed.
NOT_SHOWN = {
    ReasonKind.NO_UPDATE,
    ReasonKind.AWAITING,
    ReasonKind.AWAITING_EXPECTED,
    ReasonKind.AWAITING_ENDORSEMENT,
}

REAL_PLACES = re.findall(
    r"\w+",
    """
    Barking Barnet Barnsley Bath Bedford Bexley Birmingham Blackburn Blackpool Bolton
    Bournemouth Bracknell Bradford Brent Brighton Bristol Bromley Buckinghamshire Bury
    Calderdale Cambridge Camden Cheshire Cornwall Coventry Croydon Cumbria Darlington Derby
    Devon Doncaster Dorset Dudley Durham Ealing Enfield Essex Gateshead Gloucester Greenwich
    Hackney Halton Hampshire Haringey Harrow Hartlepool Havering Hereford Hertford Hillingdon
    Hounslow Hull Islington Kensington Kent Kingston Kirklees Knowsley Lambeth Lancashire Leeds
    Leicester Lewisham Lincoln Liverpool London Luton Manchester Medway Merton Middlesbrough
    Milton Newcastle Newham Norfolk Northampton Northumberland Nottingham Oldham Oxford
    Peterborough Plymouth Poole Portsmouth Reading Redbridge Redcar Richmond Rochdale Rotherham
    Rutland Salford Sandwell Sefton Sheffield Shropshire Slough Solihull Somerset Southampton
    Southend Southwark Staffordshire Stockport Stockton Stoke Suffolk Sunderland Surrey Sussex
    Sutton Swindon Tameside Telford Thurrock Torbay Trafford Wakefield Walsall Warrington
    Warwick Westminster Wigan Wiltshire Windsor Wirral Wokingham Wolverhampton Worcester York
    Yorkshire Cardiff Swansea Newport Edinburgh Glasgow Belfast
    """,
)


@pytest.fixture(scope="module")
def loaded(module_rows) -> None:
    """Every test that asks for it reads the same rows, made once and today."""
    with module_rows.unblock(), override_settings(DEMONSTRATION=True):
        load_demo(FOLDER, today=timezone.localdate())


@pytest.fixture
def marlshire(loaded, db) -> Council:
    return Council.objects.get(slug="marlshire")


@pytest.fixture
def demonstration(settings) -> None:
    settings.DEMONSTRATION = True


def items(council: Council) -> list[Item]:
    """All that a scrutiny officer sees of it today, parts too."""
    today = timezone.localdate()
    officer = User.objects.get(username="marlshire-scrutiny-officer")
    viewer = Viewer.of(officer, council.slug, today=today)
    every = Recommendation.objects.visible_to(viewer)
    return list(register(viewer, every, as_at=today, known_at=timezone.now()).every)


# What is there


def test_there_are_two_committees_six_reports_and_about_120_items(marlshire):
    assert marlshire.bodies.filter(kind="committee").count() == 2
    assert marlshire.reports.count() == 6
    counted = marlshire.recommendations.filter(kind__in=Recommendation.RATED)
    assert 115 <= counted.count() <= 130
    assert 15 <= counted.filter(parent__isnull=False).count() <= 25
    texts = [item.wording.text for item in items(marlshire)]
    assert len(set(texts)) == len(texts) == marlshire.recommendations.count()


def test_every_rating_and_every_answer_occurs_several_times(marlshire):
    rated = [item.rating for item in items(marlshire) if item.rating]
    ratings = Counter(rating.rag for rating in rated)
    assert set(ratings) == set(Rag)
    assert min(ratings.values()) >= 5
    assert {rating.answer for rating in rated} == set(Answered)


def test_every_row_of_the_rating_table_that_the_register_can_hold_decides_somewhere(marlshire):
    rated = [item.rating for item in items(marlshire) if item.rating]
    shown = {reason.kind for rating in rated for reason in rating.reasons}
    assert set(ReasonKind) - shown <= NOT_SHOWN


def test_every_story_is_told():
    told = set()
    for file in FOLDER.glob("[0-9]*.json"):
        for theme in json.loads(file.read_text())["themes"]:
            for row in theme["recommendations"]:
                told |= {row["story"], *(part["story"] for part in row.get("parts", []))}
    assert told == set(STORIES)


def test_an_officers_green_is_contradicted_by_the_record(marlshire):
    melons = [
        item
        for item in items(marlshire)
        if item.rating and item.rating.rag is Rag.RED and item.rating.officer_says is Rag.GREEN
    ]
    assert melons
    assert all(item.update.why_differs for item in melons)


def test_dates_were_moved_by_committee_and_by_portfolio_holder_and_one_was_refused(marlshire):
    decided = set(DateDecision.objects.values_list("by_whom", "decision"))
    assert decided == {
        ("committee", "granted"),
        ("committee", "refused"),
        ("portfolio holder", "granted"),
    }
    undecided = [
        change
        for item in items(marlshire)
        for milestone in item.milestones
        if (change := milestone.asked_for)
    ]
    assert undecided


def test_something_recurs_and_was_missed_and_something_was_skipped_with_leave(marlshire):
    assert set(OccurrenceOutcome.objects.values_list("outcome", flat=True)) == {
        "done",
        "missed",
        "skipped",
    }
    shapes = {milestone.original_due.shape for milestone in Milestone.objects.all()}
    assert shapes >= {
        Shape.ON_A_DAY,
        Shape.END_OF_PERIOD,
        Shape.WITHIN,
        Shape.BEFORE,
        Shape.AT_LEAST,
        Shape.FOR_A_PERIOD,
        Shape.RECURRING,
        Shape.EACH_MEETING,
        Shape.UNENDING,
    }


def test_some_of_it_is_exempt_and_some_confidential_and_seen_by_those_who_may(marlshire):
    levels = Counter(marlshire.recommendations.values_list("classification", flat=True))
    assert levels["exempt"] >= 3
    assert levels["confidential"] >= 1
    today = timezone.localdate()
    seen = {
        username: Recommendation.objects.visible_to(
            Viewer.of(User.objects.get(username=username), "marlshire", today=today)
        )
        for username in ("marlshire-scrutiny-officer", "marlshire-member", "marlshire-officer")
    }
    hidden = levels["exempt"] + levels["confidential"]
    assert seen["marlshire-scrutiny-officer"].count() == marlshire.recommendations.count()
    assert seen["marlshire-officer"].count() == marlshire.recommendations.count() - hidden
    assert (
        marlshire.recommendations.count() - hidden
        < seen["marlshire-member"].count()
        < marlshire.recommendations.count()
    )
    assert not PartTwoGrant.objects.filter(confirmed_by__isnull=True).exists()


def test_something_was_entered_late_something_corrected_and_something_taken_back(marlshire):
    rows = [row for model in DATED for row in model.objects.all()]
    assert {type(row) for row in rows if row.entered_late} >= {
        MilestoneDone,
        Position,
        ProgressUpdate,
    }
    assert {row._meta.model_name for row in rows if row.corrects_id and not row.takes_back} == {
        "eventday",
        "notice",
        "position",
    }
    assert {row._meta.model_name for row in rows if row.takes_back} == {
        "position",
        "progressupdate",
    }
    assert not [row for row in rows if row.brought_in]


def test_there_is_a_draft_evidence_and_an_accepted_better_rating(marlshire):
    assert ProgressUpdate.objects.filter(state="draft").count() == 1
    assert Evidence.objects.count() >= 3
    assert Evidence.objects.exclude(address="").exists()
    letter = Evidence.objects.get(kind="docx")
    assert (letter.mark, letter.hidden) == ("public", "")
    with ZipFile(BytesIO(store.read(letter.checksum))) as archive:
        assert b"Dear parent or carer" in archive.read("word/document.xml")
    assert letter.releases.get().by.username == "marlshire-scrutiny-officer"
    assert RatingAcceptance.objects.count() == 1


def test_every_position_has_its_minute(marlshire):
    standing = Position.objects.filter(corrects__isnull=True)
    assert standing.exists()
    for position in standing.select_related("resolution__item__meeting"):
        assert re.fullmatch(r"\d+\(\d+\)", position.resolution.reference)
        assert position.on == position.resolution.item.meeting.day


def test_each_committee_met_for_two_years_and_has_a_meeting_ahead(marlshire):
    today = timezone.localdate()
    for committee in marlshire.bodies.filter(kind="committee"):
        days = list(committee.meetings.values_list("day", flat=True))
        assert sum(day > today for day in days) == 2
        assert len({day.weekday() for day in days}) == 1
        assert sum(day < today for day in days) >= 10


# When it was recorded


def test_the_history_was_recorded_as_it_happened_over_two_years(marlshire):
    now = timezone.now()
    rows = [row for model in DATED for row in model.objects.all()]
    assert min(row.recorded_at for row in rows) < now - timedelta(days=700)
    assert max(row.recorded_at for row in rows) < now
    early = [row for row in rows if timezone.localdate(row.recorded_at) < row.on]
    assert not early


def test_what_may_be_edited_has_a_history_as_old_as_itself(marlshire):
    kept = [model for model in apps.get_models() if hasattr(model, "history_change_reason")]
    before = timezone.now() - timedelta(hours=6)
    rows = [row for model in kept for row in model.objects.all()]
    assert len(rows) > 200
    assert all(row.history_date < before for row in rows)
    assert all(row.history_change_reason for row in rows)
    officer = User.objects.get(username="marlshire-scrutiny-officer")
    made = Recommendation.history.filter(council=marlshire)
    assert {row.history_user for row in made} == {officer}


def test_what_was_known_a_year_ago_is_not_what_is_known_now(marlshire):
    today = timezone.localdate()
    before = timezone.now() - timedelta(days=200)
    officer = User.objects.get(username="marlshire-scrutiny-officer")
    viewer = Viewer.of(officer, marlshire.slug, today=today)
    late = Recommendation.objects.filter(wordings__title="After the flood")
    as_at = today - timedelta(days=200)
    known_then, known_now = (
        register(viewer, late, as_at=as_at, known_at=known_at).items[0].rating.rag
        for known_at in (before, timezone.now())
    )
    assert (known_then, known_now) == (Rag.RED, Rag.CLOSED)


def test_the_stored_ratings_are_what_the_facts_say(marlshire):
    assert standings.differences(marlshire, today=timezone.localdate()) == []


# The people


def test_there_is_an_account_of_each_role_and_a_person_with_two(marlshire):
    roles = Counter(Membership.objects.filter(council=marlshire).values_list("role", flat=True))
    assert set(roles) == {role.value for role in Role}
    of_each = Counter(Membership.objects.values_list("user", flat=True))
    assert Counter(of_each.values())[2] == 1
    assert not User.objects.filter(memberships__council=marlshire, demonstration=False).exists()


def test_the_command_that_lists_accounts_gives_the_same_people_a_password(marlshire, settings):
    settings.DEMONSTRATION, settings.DEMONSTRATION_PASSWORD = True, "four-words-of-somebody"
    before = set(User.objects.values_list("username", flat=True))
    printed = StringIO()
    call_command("demonstration_accounts", stdout=printed)
    assert set(User.objects.values_list("username", flat=True)) == before
    people = User.objects.filter(memberships__council=marlshire)
    assert all(f"{person.username} " in printed.getvalue() for person in people)
    assert {person.check_password("four-words-of-somebody") for person in people} == {True}


def test_nobody_of_the_demonstration_signs_in_where_there_is_none(marlshire, settings):
    person = User.objects.get(username="marlshire-officer")
    assert AccountBackend().user_can_authenticate(person) is False
    settings.DEMONSTRATION = True
    assert AccountBackend().user_can_authenticate(person) is True


def test_every_officer_holds_a_post_that_owes_something(marlshire):
    officers = User.objects.filter(memberships__council=marlshire, memberships__role="officer")
    open_now = {
        item.recommendation.pk
        for item in items(marlshire)
        if item.rating and item.rating.rag is not Rag.CLOSED
    }
    for officer in officers:
        posts = officer.holdings.values("post")
        owned = Ownership.objects.filter(post__in=posts, recommendation__in=open_now)
        assert owned.exists(), officer.username
    assert set(PostHolding.objects.values_list("kind", flat=True)) == {
        "holder",
        "deputy",
        "support",
    }


# Loading it


def test_a_second_load_changes_nothing_and_says_so(marlshire, demonstration):
    counts = {model: model.objects.count() for model in apps.get_models()}
    printed = StringIO()
    call_command("load_demo", stdout=printed)
    assert printed.getvalue() == "  marlshire: in the register already, nothing changed\n"
    assert {model: model.objects.count() for model in apps.get_models()} == counts


# The pages


@pytest.mark.parametrize("username", ["marlshire-member", "marlshire-scrutiny-officer"])
def test_every_list_and_every_report_answers_with_it(marlshire, client, settings, username):
    settings.DEMONSTRATION = True
    client.force_login(User.objects.get(username=username))
    for page in ("", "recommendations/", "reports/", "events/", "exception-report/"):
        assert client.get(f"/marlshire/{page}").status_code == 200
    for report in marlshire.reports.all():
        assert client.get(f"/marlshire/reports/{report.slug}/").status_code == 200


def test_what_is_confidential_is_not_found_by_an_officer_of_another_service(
    marlshire, client, settings
):
    settings.DEMONSTRATION = True
    hidden = marlshire.recommendations.get(classification="confidential")
    for username, status in (
        ("marlshire-officer", 404),
        ("marlshire-member", 404),
        ("marlshire-officer-housing", 200),
        ("marlshire-clerk", 200),
    ):
        client.force_login(User.objects.get(username=username))
        assert client.get(hidden.get_absolute_url()).status_code == status, username


# What it says


def words_of_the_fixtures() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("*.json"))


def test_no_real_place_is_named():
    words = set(re.findall(r"[A-Z][a-z]+", words_of_the_fixtures()))
    assert not words & set(REAL_PLACES)


def test_none_of_the_papers_people_bodies_or_reports_is_named():
    papers = [json.loads(file.read_text()) for file in FOLDER.parent.glob("*.json")]
    assert len(papers) >= 5
    people = {
        member["name"]
        for paper in papers
        for report in paper.get("reports", [])
        for member in report.get("members", [])
    }
    surnames = {person.split()[-1] for person in people}
    invented = {
        name
        for file in FOLDER.glob("[0-9]*.json")
        for name, _ in json.loads(file.read_text())["members"]
    }
    assert people
    assert not {person.split()[-1] for person in invented} & surnames


def test_every_text_is_a_sentence_that_ends():
    for file in FOLDER.glob("[0-9]*.json"):
        for theme in json.loads(file.read_text())["themes"]:
            for row in theme["recommendations"]:
                assert row["text"].endswith(":" if "parts" in row else "."), row["text"]
                for words in row.get("said", {}).values():
                    assert words.endswith("."), words
