"""An edition goes with any row of which it printed something, once that row is withheld."""

import json
from copy import deepcopy
from itertools import count

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import reverse

from recommendations.models import (
    AgendaItem,
    Answer,
    Classified,
    DateChange,
    Evidence,
    Milestone,
    Position,
    ProgressUpdate,
    Recommendation,
    frozen,
)
from recommendations.models.visible import VisibleQuerySet
from recommendations.rules.roles import Role
from recommendations.services import meetings
from recommendations.services.classification import classify
from reports.faces import pdf
from reports.models import PackPart
from reports.services import holding
from tests.factories import UserFactory
from tests.reports.sitting import withhold

pytestmark = pytest.mark.django_db

PRINTED = {
    AgendaItem: lambda s: (s.lease, "The depot"),
    Answer: lambda s: (s.recommendation[5].answers.get(), "There is no money."),
    DateChange: lambda s: (s.asked, "new date of 31 March 2025"),
    Milestone: lambda s: (s.recommendation[8].milestones.get(text="Mend road 8"), "Mend road 8"),
    Position: lambda s: (s.recommendation[10].positions.get(), "Achieved in full"),
    ProgressUpdate: lambda s: (s.recommendation[1].updates.get(), "More gangs."),
    Recommendation: lambda s: (s.recommendation[2], "road number 2 be mended"),
}
"""A row of each noun that bears a classification, and words of it that the pack prints."""

NOT_PRINTED = {Evidence: lambda s: (s.evidence, "Complaints by month")}
"""Of which no document prints anything, so that raising one withdraws nothing."""

READERS = [(role, part_two) for role in (Role.MEMBER, Role.CLERK) for part_two in (False, True)]
READERS += [(Role.OFFICER, False), (Role.SCRUTINY_OFFICER, True)]


@pytest.fixture
def sitting(only_full_sitting, db, monkeypatch):
    monkeypatch.setattr(pdf, "render", lambda markup, **_: b"%PDF-1.7")
    return deepcopy(only_full_sitting)


@pytest.fixture
def council(sitting):
    return sitting.council


def noun_of(model):
    return model._meta.label_lower


def said_in(document):
    return json.dumps(document, ensure_ascii=False)


def answers(sitting, edition, person):
    """What a person is answered who opens the edition, and who takes the file away."""
    client = Client()
    client.force_login(person)
    for name in ("issued_pack", "issued_pack_pdf"):
        yield client.get(reverse(f"reports:{name}", args=[sitting.council.slug, edition.pk]))


def statuses(sitting, edition, person):
    return {answer.status_code for answer in answers(sitting, edition, person)}


def test_every_noun_with_a_classification_is_tried():
    classified = {model for model in apps.get_models() if issubclass(model, Classified)}
    assert PRINTED.keys() | NOT_PRINTED.keys() == classified
    assert not PRINTED.keys() & NOT_PRINTED.keys()


@pytest.mark.parametrize("model", PRINTED, ids=noun_of)
def test_a_row_that_is_raised_takes_its_editions_with_it(sitting, model):
    row, words = PRINTED[model](sitting)
    edition = sitting.issue()
    assert type(row) is model
    assert words in said_in(edition.document)
    people = [sitting.somebody(role, part_two=leave) for role, leave in READERS]
    for person in people:
        assert statuses(sitting, edition, person) == {200}

    withhold(row, sitting.clerk)
    for person in people:
        for answer in answers(sitting, edition, person):
            assert answer.status_code == 410
            assert words not in answer.text
            assert "withheld since it was issued" in answer.text


def test_the_lists_say_which_edition_is_withdrawn_and_hand_out_the_others(sitting):
    gone = sitting.issue("one")
    withhold(sitting.recommendation[2], sitting.clerk)
    stands = sitting.issue("two")
    member, clerk = sitting.somebody(Role.MEMBER), sitting.somebody(Role.CLERK)
    packs = reverse("reports:pack_list", args=[sitting.council.slug])
    of_meeting = reverse("reports:pack", args=[sitting.council.slug, sitting.meeting.pk])
    for person, address in ((member, packs), (clerk, of_meeting)):
        client = Client()
        client.force_login(person)
        page = client.get(address).text
        assert page.count("Withdrawn") == 1
        files = [(one, f'href="{pdf_of(sitting, one)}"' in page) for one in (gone, stands)]
        assert files == [(gone, False), (stands, True)]


def pdf_of(sitting, edition):
    return reverse("reports:issued_pack_pdf", args=[sitting.council.slug, edition.pk])


@pytest.mark.any_database  # it asks what the raising of a row asks
@pytest.mark.parametrize("model", PRINTED, ids=noun_of)
def test_lowering_it_again_does_not_bring_them_back(sitting, model):
    row, _ = PRINTED[model](sitting)
    edition = sitting.issue("one")
    withhold(row, sitting.clerk)
    classify(row=row, to="open", by=sitting.clerk, reason="Over", confirmed_by=UserFactory())
    member = sitting.somebody(Role.MEMBER)
    assert statuses(sitting, edition, member) == {410}
    assert statuses(sitting, sitting.issue("two"), member) == {200}


@pytest.mark.any_database  # it asks what the raising of a row asks
@pytest.mark.parametrize("model", PRINTED, ids=noun_of)
def test_the_next_edition_stands_without_its_words(sitting, model):
    row, words = PRINTED[model](sitting)
    sitting.issue("one")
    withhold(row, sitting.clerk)
    edition = sitting.issue("two")
    assert words not in said_in(edition.document)
    assert statuses(sitting, edition, sitting.somebody(Role.MEMBER)) == {200}


@pytest.mark.parametrize("model", NOT_PRINTED, ids=noun_of)
def test_a_row_that_is_not_printed_takes_nothing_with_it(sitting, model):
    row, words = NOT_PRINTED[model](sitting)
    edition = sitting.issue()
    assert words not in said_in(edition.document)
    withhold(row, sitting.clerk)
    assert statuses(sitting, edition, sitting.somebody(Role.MEMBER)) == {200}


@pytest.mark.parametrize(
    ("words", "above"),
    [
        ("That road number 1 be mended.", lambda s: s.recommendation[1]),
        ("beginning with its bridges", lambda s: s.recommendation[1]),
        ("beginning with its bridges", lambda s: s.listed),
        ("Seen on the road.", lambda s: s.acceptance.update),
        ("Mending the first road", lambda s: s.recommendation[1]),
        ('"kind": "Urge"', lambda s: s.resolved.item),
        ("Mend road 8", lambda s: s.recommendation[8]),
    ],
)
def test_a_row_goes_with_those_it_belongs_to(sitting, words, above):
    edition = sitting.issue()
    assert words in said_in(edition.document)
    withhold(above(sitting), sitting.clerk)
    assert statuses(sitting, edition, sitting.somebody(Role.MEMBER)) == {410}


def test_a_milestone_goes_with_anything_else_that_it_serves(sitting):
    """It is hidden with any recommendation it serves, printed or not."""
    elsewhere = Recommendation.objects.create(
        council=sitting.council, report=sitting.report, address="R99", position=99
    )
    sitting.entered_late.recommendations.add(elsewhere)
    edition = sitting.issue()
    withhold(elsewhere, sitting.clerk)
    assert statuses(sitting, edition, sitting.somebody(Role.MEMBER)) == {410}


def test_an_update_that_another_followed_before_is_not_held(sitting):
    edition = sitting.issue()
    held = set(edition.rows.filter(noun=noun_of(ProgressUpdate)).values_list("row", flat=True))
    assert sitting.last.pk in held
    assert sitting.first.pk not in held
    withhold(sitting.first, sitting.clerk)
    assert statuses(sitting, edition, sitting.somebody(Role.MEMBER)) == {200}


def test_what_was_raised_and_lowered_before_it_was_issued_takes_nothing_with_it(sitting):
    row = sitting.recommendation[2]
    withhold(row, sitting.clerk)
    classify(row=row, to="open", by=sitting.clerk, reason="Over", confirmed_by=UserFactory())
    edition = sitting.issue()
    assert statuses(sitting, edition, sitting.somebody(Role.MEMBER)) == {200}


def test_an_item_that_came_after_it_takes_nothing_with_it(sitting):
    edition = sitting.issue()
    twin = meetings.add_item(meeting=sitting.meeting, title="The depot", number="8")
    withhold(twin, sitting.clerk)
    assert statuses(sitting, edition, sitting.somebody(Role.MEMBER)) == {200}


OF_SOME_ALONE = {"correction_reason", "checksum", "file_name", "hidden"}
"""Which only a row that corrects another has, or evidence that is a file."""


def texts_of(model):
    """The columns of a noun that bear words of people."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField) and not field.choices
        if field.name not in OF_SOME_ALONE
    ]


def planted():
    """Each text of the register is made one that occurs nowhere else; whose each of them is."""
    frozen.lift(connection)
    number, found = count(1), {}
    for model in apps.get_models():
        rows = model._default_manager.all()
        if not isinstance(rows, VisibleQuerySet) or model._meta.app_label == "reports":
            continue
        for pk in list(rows.values_list("pk", flat=True)):
            for name in texts_of(model):
                word = f"zq{next(number)}zq"
                model._default_manager.filter(pk=pk).update(**{name: word})
                found[word] = (model, pk)
    frozen.lay(connection)
    return found


PRINTED_BY = {
    PackPart.Kind.EXCEPTION_REPORT: {Answer, Milestone, Position, ProgressUpdate},
    PackPart.Kind.RESPONSE_SCHEDULE: {Answer},
    PackPart.Kind.SCHEDULE: {Answer, Milestone, Position},
}


@pytest.mark.parametrize("kind", PackPart.Kind)
def test_every_text_that_is_printed_is_of_a_row_that_is_held(sitting, kind):
    sitting.item.pack_parts.exclude(kind=kind).delete()
    texts = planted()
    edition = sitting.issue()
    document = said_in(edition.document)
    printed = [place for word, place in texts.items() if word in document]
    assert {model for model, _ in printed} >= PRINTED_BY[kind] | {AgendaItem, Recommendation}
    held = set(edition.rows.values_list("noun", "row"))
    governed = [
        (noun_of(governing), row)
        for model, pk in printed
        for governing, rows in holding.governing_rows(model, {pk})
        for row in rows
        if issubclass(governing, Classified)
    ]
    assert [place for place in governed if place not in held] == []
