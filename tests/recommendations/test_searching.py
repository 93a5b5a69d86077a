"""Words and references in the list's filter: what is found, by whom, and how far it looks."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from recommendations.models import (
    Recommendation,
    SearchedWording,
    Viewer,
    Wording,
    frozen,
    search_index,
    searching,
)
from recommendations.rules.roles import Role
from recommendations.services import standings
from recommendations.services.classification import classify, confirm_part_two, grant_part_two
from recommendations.services.remits import watch
from tests.factories import (
    BodyFactory,
    MembershipFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)

pytestmark = pytest.mark.django_db

TEXT = (
    "That the café’s street-lamps at Tŷ Ŵyr be mended and/or sold, for £2,024 (see Annex B:"
    " council.example/lamps), as ÉCOLE asked; IT_systems too."
)
HOSTILE = (
    *('"', "'", '""', '"lamps', "*", "lamps*", "*lamps", "^lamps", "lamps:*", "words:lamps"),
    *("lamps AND", "AND", "OR NOT NEAR", "NEAR(lamps, 2)", "lamps & ! | <-> :*A", "a:b:c", "((("),
    *("-lamps", "{lamps words}", "council : 1", "\\", "\\'", "$$", "%", "%s", "{add}", ";--", "--"),
    *(
        "🙂",
        "lamps 🙂",
        "½",
        "²",
        "\u0301",
        "\u200b",
        "\ufffd",
        "\ud7ff",
        "ﬁ",
        "İ",
        "ß",
        "한국어",
        "नमस्ते",
    ),
    *("a " * 100, "z" * 200, "*" * 200, "é" * 200, "ab1" * 66, "lamp " * 40, "\t\n", "1e5", "-1.5"),
)


@pytest.fixture
def report(council):
    return ReportFactory(council=council)


@pytest.fixture
def add(report):
    def one(text: str = TEXT, **values) -> Recommendation:
        recommendation = RecommendationFactory(**{"report": report, **values})
        WordingFactory(recommendation=recommendation, text=text)
        return recommendation

    return one


def viewer_of(council, role=Role.MEMBER) -> Viewer:
    user = MembershipFactory(council=council, role=role).user
    viewer = Viewer.of(user, council.slug, today=timezone.localdate())
    assert viewer
    return viewer


def searched(typed: str, viewer: Viewer) -> searching.Found:
    wordings = SearchedWording.objects.visible_to(viewer)
    return wordings.search(typed, council=viewer.council.pk)


@pytest.fixture
def search(council):
    member = viewer_of(council)
    return lambda typed, viewer=member: searched(typed, viewer)


@pytest.mark.parametrize(
    "typed",
    [
        *("lamps", "LAMPS", "lam", "street-lamps", "lamps street", "street lamp  sold"),
        *("cafe", "CAFÉ", "cafe\u0301", "ecole", "Wyr", "tŷ ŵyr", "ty wyr"),
        *("and/or", "or", "2,024", "£2,024", "annex b", "(Annex", "example", "council.example/lam"),
        *("it", "systems", "IT_sys", "lamps.", "“lamps”", "— lamps"),
    ],
)
def test_case_accents_and_marks_do_not_count_and_a_word_may_lack_its_end(add, search, typed):
    row = add()
    add("Nothing of the kind.")
    assert search(typed).recommendations == {row.pk}


@pytest.mark.parametrize(
    "typed",
    ["la", "amps", "lampshade", "2,02", "202", "lamps-street", "mend ers", "—", "…", "lamps bins"],
)
def test_what_is_not_there_is_not_found(add, search, typed):
    add()
    assert search(typed).recommendations == set()


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("R3", {"R3"}),
        ("r3", {"R3"}),
        ("R33", {"R33"}),
        ("R33(b)", {"R33"}),
        ("R33(a)", set()),
        ("R33 b", {"R33"}),
        ("R3 safeguarding", {"R3"}),
        ("safeguarding R33", set()),
        ("safeguarding", {"R3", "R4"}),
    ],
)
def test_a_reference_is_whole_and_goes_with_words(add, search, typed, wanted):
    rows = [add("Safeguarding.", address=address) for address in ("R3", "R4")]
    rows.append(add("Roads.", address="R33"))
    add("by hand", address="R33(b)", parent=rows[-1], part_kind="listed")
    found = search(typed).recommendations
    assert {row.address for row in rows if row.pk in found} == wanted
    assert len(found) == len(wanted)


def test_another_council_finds_nothing(add, search):
    add()
    assert search("lamps", viewer_of(ReportFactory().council)).recommendations == set()


def test_a_title_and_what_follows_the_parts_are_searched_too(report, search):
    row = RecommendationFactory(report=report)
    WordingFactory(recommendation=row, title="Of bridges", text="Mend.", closing="By Easter.")
    assert search("bridges easter").recommendations == {row.pk}


def withhold(row: Recommendation) -> None:
    classify(
        row=row,
        to="exempt",
        by=UserFactory(),
        reason="It names a child",
        paragraphs="1",
        public_interest="The child's privacy",
    )


@pytest.mark.parametrize("of", ["whole", "part"])
def test_what_is_withheld_is_found_by_who_has_leave_alone(add, report, council, search, of):
    whole = add("Roads.")
    part = add("by lamplight", parent=whole, part_kind="listed", address="part")
    withhold(whole if of == "whole" else part)
    committee = BodyFactory(council=council)
    watch(body=committee, report=report, by=UserFactory(), why="It commissioned it")
    clerk = MembershipFactory(council=council, role=Role.CLERK)
    grant = grant_part_two(
        membership=clerk,
        body=committee,
        until=timezone.localdate() + timedelta(days=1),
        reason="Serves it",
        by=UserFactory(),
    )
    confirm_part_two(grant=grant, by=UserFactory())
    with_leave = Viewer.of(clerk.user, council.slug, today=timezone.localdate())
    assert search("lamplight").recommendations == set()
    assert search("roads").recommendations == (set() if of == "whole" else {whole.pk})
    assert search("lamplight", with_leave).recommendations == {whole.pk}


def test_an_administrator_finds_nothing(add, council, search):
    add()
    assert search("lamps", viewer_of(council, Role.ADMINISTRATOR)).recommendations == set()


@pytest.fixture
def _three_at_most(monkeypatch):
    monkeypatch.setattr(searching, "LOOKED_THROUGH", 3)


@pytest.mark.usefixtures("_three_at_most")
def test_the_newest_are_looked_through_and_whoever_asks_is_told(add, search):
    rows = [add() for _ in range(3)]
    found = search("lamps")
    assert (found.recommendations, found.more_than) == ({row.pk for row in rows}, 0)
    rows.append(add())
    found = search("lamps")
    assert (found.recommendations, found.more_than) == ({row.pk for row in rows[1:]}, 3)


@pytest.mark.usefixtures("_three_at_most")
def test_what_is_withheld_does_not_count_towards_what_is_looked_through(add, search):
    rows = [add() for _ in range(5)]
    for row in rows[2:]:
        withhold(row)
    found = search("lamps")
    assert (found.recommendations, found.more_than) == ({row.pk for row in rows[:2]}, 0)


@pytest.fixture
def listed(client, sign_in, council):
    sign_in(Role.MEMBER)
    address = reverse("recommendations:recommendation_list", args=[council.slug])
    return lambda **asked: client.get(address, asked)


@pytest.mark.usefixtures("_three_at_most")
def test_the_list_says_that_there_are_more_and_what_to_do(add, listed):
    rows = [add() for _ in range(4)]
    standings.rewrite([row.pk for row in rows], today=timezone.localdate())
    asked = listed(text="lamps")
    assert "More than 3 have these words: only the newest are shown. Add a word." in asked.text
    assert len(asked.context["page"].rows) == 3
    assert "have these words" not in listed(text="lamps nothing").text


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_is_words_and_no_command(add, listed, typed):
    row = add("Roads.")
    standings.rewrite([row.pk], today=timezone.localdate())
    response = listed(text=typed)
    assert response.status_code == 200
    if typed.strip():
        assert "0 of 1 found" in response.text


# The index


def entries() -> int:
    return SearchedWording.objects.count()


def test_a_register_from_before_the_index_has_it_once_it_migrates(add, search):
    search_index.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE recommendations_searchedwording")
    row = add()
    call_command("migrate", verbosity=0)
    assert search("lamps").recommendations == {row.pk}
    assert add().pk in search("lamps").recommendations


def test_the_index_follows_its_rows_where_they_are_altered_at_all(add, search):
    row = add()
    frozen.lift(connection)
    Wording.objects.filter(recommendation=row).update(text="Bins.")
    assert search("lamps").recommendations == set()
    assert search("bins").recommendations == {row.pk}
    assert entries() == 1
    Wording.objects.all().delete()
    assert entries() == 0
    frozen.lay(connection)


@pytest.mark.django_db(transaction=True)
def test_an_emptied_register_has_an_empty_index_and_begins_again():
    row = WordingFactory(text=TEXT).recommendation
    frozen.lift(connection)
    call_command("flush", interactive=False, verbosity=0)
    assert entries() == 0
    row = WordingFactory(text=TEXT).recommendation
    assert searched("lamps", viewer_of(row.council)).recommendations == {row.pk}


@pytest.mark.django_db(transaction=True)
def test_a_migration_may_alter_what_the_index_reads(add, search):
    """On SQLite it makes the table anew, which the trigger of another table would hinder."""
    column = Recommendation._meta.get_field("reference")
    wider = column.clone()
    wider.max_length += 1
    wider.set_attributes_from_name(column.name)
    wider.model = Recommendation
    search_index.lift(connection)
    with connection.schema_editor() as editor:
        editor.alter_field(Recommendation, column, wider)
    with connection.schema_editor() as editor:
        editor.alter_field(Recommendation, wider, column)
    search_index.lay(connection)
    row = add()
    assert search("lamps").recommendations == {row.pk}
