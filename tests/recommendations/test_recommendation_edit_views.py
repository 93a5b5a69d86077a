"""Recommendations and their parts, entered from a report and put right."""

from datetime import date

import pytest
from django.utils import timezone

from recommendations.models import Recommendation, Standing, Wording
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Shape
from recommendations.rules.roles import Role
from recommendations.services import scrutiny_reports, standings
from recommendations.services.classification import classify
from recommendations.services.events import enter_day
from recommendations.services.recommendations import place_recommendation
from tests.factories import (
    PUBLISHED,
    BodyFactory,
    EventFactory,
    PositionFactory,
    PostFactory,
    ReportFactory,
    UserFactory,
)
from tests.recommendations.acting import day_typed, send, whole
from tests.recommendations.entering import at, by_place, entered, new, typed

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


# Entered


def test_a_recommendation_is_entered_with_all_that_its_report_prints(client, report, scrutiny):
    theme = scrutiny_reports.add_theme(report=report, title="Potholes")
    event = EventFactory(council=report.council, name="2024 elections")
    cabinet = BodyFactory(council=report.council, name="Cabinet")
    post = PostFactory(council=report.council, title="Head of Roads")
    answer = send(
        client,
        new(report),
        **typed(
            reference="Recommendation 7",
            theme=theme.pk,
            scrutinys_own="on",
            due_shape="within",
            due_n="6",
            due_unit="months",
            due_event=event.key,
            due_words="within six months",
            prior_decision_body=cabinet.pk,
            **day_typed("prior_decision_on", date(2024, 2, 26)),
            prior_decision_words="agreed by Cabinet",
            title="Roads",
            text="That roads are mended. This should:",
            lead_in="This should:",
            closing="And soon.",
            notes="NB: lanes too.",
            owner=f"post {post.pk}",
        ),
    )
    assert answer.status_code == 303, answer.context["form"].errors
    row = Recommendation.objects.get()
    assert (row.address, row.reference, row.theme) == ("R7", "Recommendation 7", theme)
    assert row.scrutinys_own
    assert row.asked == Due(
        shape=Shape.WITHIN,
        n=6,
        unit=Unit.MONTHS,
        event=event.key,
        words="within six months",
    )
    assert (row.prior_decision_body, row.prior_decision_on) == (cabinet, date(2024, 2, 26))
    words = row.wordings.get()
    assert (words.printing, words.on, words.by) == ("schedule", PUBLISHED, scrutiny)
    assert (words.lead_in, words.closing) == ("This should:", "And soon.")
    owner = row.ownerships.get()
    assert (owner.post, owner.share, owner.since) == (post, "lead", PUBLISHED)
    assert Standing.objects.filter(recommendation=row).exists()
    page = client.get(answer.url).text
    for said in ("R7 is entered", "This should:", "And soon.", "lanes too", "Head of Roads"):
        assert said in page


def test_a_form_sent_twice_enters_one(client, report, scrutiny):
    page = client.get(new(report))
    form = {**typed(), "token": page.context["token"]}
    assert client.post(new(report), form).url == client.post(new(report), form).url
    assert by_place(report) == ["R1"]


@pytest.mark.parametrize("kind", ["guideline", "commendation", "finding", "interim"])
def test_the_other_kinds_are_numbered_each_on_their_own(client, report, made, scrutiny, kind):
    for number in (1, 2):
        answer = send(client, new(report), **typed(kind=kind, reference="", after="R1"))
        assert answer.status_code == 303
        assert f"{kind.capitalize()}-{number}" in by_place(report)


def test_what_is_entered_already_is_refused_in_words(client, report, made, scrutiny):
    answer = send(client, new(report), **typed(text="Other words."))
    assert answer.status_code == 400
    assert "R1 is in this report already" in answer.text
    assert "Other words." in answer.text
    own = send(client, new(report), **typed(text="Other words.", address="R1-again"))
    assert own.status_code == 303
    assert set(by_place(report)) == {"R1", "R1-again"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": ""}, "Enter the text as it is printed"),
        ({"text": "x\x00"}, "Null characters are not allowed"),
        ({"text": "x" * 20_001}, "“Text” may have 20,000 letters at most"),
        ({"kind": "poem"}, "Select a valid choice"),
        ({"address": "edit"}, "Begin with a capital or a figure"),
        ({"address": "R1/2"}, "Begin with a capital or a figure"),
        ({"reference": "x" * 51}, "“Reference” may have 50 letters at most"),
        ({"theme": "9" * 30}, "Choose a theme from the list"),
        ({"after": "R99"}, "Choose one from the list"),
        ({"owner": "post 999999"}, "Choose a post or a body from the list"),
        ({"lead_in": "This should:"}, "The text does not end with these words"),
        ({"due_shape": "within"}, "Enter how many"),
        ({"due_shape": "on a day", **day_typed("due_day", date(2031, 1, 1))}, "the year you meant"),
        (day_typed("made_on", date(2024, 4, 1)), "The report was published before"),
        ({"prior_decision_words": "agreed"}, "Choose the body that had decided it"),
        (day_typed("prior_decision_on", date(2024, 4, 1)), "after the report was published"),
    ],
)
def test_what_is_typed_wrong_is_said_in_words_and_kept(client, report, scrutiny, wrong, words):
    answer = send(client, new(report), **typed(notes="NB: lanes too.", **wrong))
    assert answer.status_code == 400
    assert words in answer.text
    assert "NB: lanes too." in answer.text
    assert not Recommendation.objects.exists()


def test_what_another_council_has_is_no_choice(client, report, scrutiny):
    theirs = {
        "theme": scrutiny_reports.add_theme(report=ReportFactory(), title="Far").pk,
        "owner": f"post {PostFactory().pk}",
        "prior_decision_body": BodyFactory().pk,
        "due_shape": "before",
        "due_event": EventFactory().key,
    }
    answer = send(client, new(report), **typed(**theirs))
    errors = answer.context["form"].errors
    assert {"theme", "owner", "prior_decision_body", "due_event"} <= errors.keys()


def test_an_interim_counts_from_the_day_it_was_made(client, report, scrutiny):
    made_on = date(2023, 12, 1)
    send(
        client, new(report), **typed(kind="interim", reference="", **day_typed("made_on", made_on))
    )
    row = Recommendation.objects.get()
    assert (row.address, row.exists_from, row.wordings.get().on) == ("Interim-1", made_on, made_on)
    part = client.get(at(row, "part_new"))
    assert part.context["form"]["made_on"].value() == made_on


# Parts


def part_typed(**more):
    return {
        "part_kind": "listed",
        "reference": "",
        "after": "first",
        "due_shape": "none",
        "text": "by June;",
        **more,
    }


def test_parts_stand_in_their_whole_and_are_rated(client, made, scrutiny):
    page = client.get(made.get_absolute_url()).text
    assert at(made, "part_new") in page
    answer = send(client, at(made, "part_new"), **part_typed(reference="a."))
    assert answer.url == made.get_absolute_url()
    send(client, at(made, "part_new"), **part_typed(reference="b.", after="R1(a)"))
    limb = part_typed(part_kind="limb", text="And tell people.", after="R1(b)")
    send(client, at(made, "part_new"), **limb)
    assert by_place(made.report) == ["R1", "R1(a)", "R1(b)", "R1-closing"]
    assert {part.kind for part in made.parts.all()} == {made.kind}
    page = client.get(made.get_absolute_url()).text
    assert "by June;" in page
    assert "Also asked in these words, and followed apart" in page
    part = made.parts.first()
    assert at(part, "part_new") not in client.get(part.get_absolute_url()).text
    assert client.get(at(part, "part_new")).status_code == 404


def test_the_same_mark_is_refused(client, made, scrutiny):
    for answered in (303, 400):
        answer = send(client, at(made, "part_new"), **part_typed(reference="a."))
        assert answer.status_code == answered
    assert "R1(a) is in this report already" in answer.text


def test_a_part_is_put_right_and_stays_of_its_wholes_kind(client, made, scrutiny):
    for mark in ("a.", "b."):
        entered(made.report, parent=made, part_kind="listed", reference=mark, kind=made.kind)
    part = made.parts.get(address="R1(b)")
    page = client.get(at(part, "recommendation_edit"))
    assert not {"kind", "theme"} & page.context["form"].fields.keys()
    answer = send(
        client,
        at(part, "recommendation_edit"),
        **part_typed(part_kind="limb", reference="", scrutinys_own="on"),
    )
    assert answer.url == part.get_absolute_url()
    part.refresh_from_db()
    assert (part.address, part.part_kind, part.kind) == ("R1(b)", "limb", made.kind)
    assert part.scrutinys_own
    assert by_place(made.report) == ["R1", "R1(b)", "R1(a)"]


def test_errors_are_summed_up_in_the_order_of_the_page(client, report, scrutiny):
    wrong = typed(kind="", text="", due_shape="within", **day_typed("made_on", TODAY))
    summary = send(client, new(report), **wrong).text.partition("error-summary__body")[2]
    sentences = (
        *("Choose what it is", "Enter the text", "Enter how many"),
        "The report was published before",
    )
    assert sorted(sentences, key=summary.index) == list(sentences)


def test_what_stands_under_no_theme_says_so_beside_what_does(client, report, made, scrutiny):
    address = f"/{report.council.slug}/reports/{report.slug}/"
    assert "Under no theme" not in client.get(address).text
    theme = scrutiny_reports.add_theme(report=report, title="Potholes")
    entered(report, reference="R2.", theme=theme)
    page = client.get(address).text
    assert page.index("Under no theme") < page.index("R1<") < page.index("Potholes")


# Put right


def test_what_it_is_is_put_right_and_its_address_stays(client, report, made, scrutiny):
    theme = scrutiny_reports.add_theme(report=report, title="Potholes")
    assert at(made, "recommendation_edit") in client.get(made.get_absolute_url()).text
    answer = send(client, at(made, "recommendation_edit"), **typed(reference="R 1", theme=theme.pk))
    assert answer.url == made.get_absolute_url()
    made.refresh_from_db()
    assert (made.address, made.reference, made.theme, made.version) == ("R1", "R 1", theme, 2)
    assert made.history.first().history_user == scrutiny
    audit = client.get(at(made, "item_audit")).text
    assert "<del>R1.</del> <ins>R 1</ins>" in audit
    assert "<ins>Potholes</ins>" in audit


def test_a_date_that_was_asked_is_put_right_and_rated_anew(client, report, made, scrutiny):
    event = EventFactory(council=report.council)
    enter_day(event=event, kind="happened", day=PUBLISHED, by=UserFactory(), on=PUBLISHED)
    page = client.get(at(made, "recommendation_edit"))
    assert page.context["form"]["due_shape"].value() == "none"
    asked = typed(due_shape="within", due_n="3", due_unit="months", due_event=event.key)
    assert send(client, at(made, "recommendation_edit"), **asked).status_code == 303
    assert (
        "1\N{NO-BREAK SPACE}June\N{NO-BREAK SPACE}2024"
        in client.get(at(made, "recommendation")).text
    )
    assert standings.differences(report.council, today=TODAY) == []


def test_whoever_comes_second_sees_both(client, report, made, scrutiny):
    address = at(made, "recommendation_edit")
    shown = client.get(address)
    event = EventFactory(council=report.council, name="elections")
    send(client, address, **typed(reference="1", due_shape="before", due_event=event.key))
    mine = typed(reference="One", token=shown.context["token"], follows="1")
    answer = client.post(address, mine)
    assert answer.status_code == 409
    for words in ("One", "before", "elections", "no date"):
        assert words in answer.text
    made.refresh_from_db()
    assert made.reference == "1"
    mine |= {"token": answer.context["token"], "follows": "2"}
    assert client.post(address, mine).status_code == 303
    made.refresh_from_db()
    assert (made.reference, made.asked) == ("One", Due())


def test_the_kind_of_what_is_answered_stays(client, made, scrutiny):
    entered(made.report, parent=made, part_kind="listed", reference="a.", kind=made.kind)
    guideline = typed(kind="guideline")
    assert send(client, at(made, "recommendation_edit"), **guideline).status_code == 303
    assert made.parts.get().kind == "guideline"
    send(client, at(made, "recommendation_edit"), **typed())
    PositionFactory(recommendation=made)
    refused = send(client, at(made, "recommendation_edit"), **guideline)
    assert "so it stays a recommendation" in refused.text
    made.refresh_from_db()
    assert made.kind == "recommendation"


def test_a_day_it_was_made_moves_its_words(client, made, scrutiny):
    day = date(2024, 1, 5)
    answer = send(client, at(made, "recommendation_edit"), **typed(**day_typed("made_on", day)))
    assert answer.status_code == 303
    standing = made.wordings.standing(as_at=day, known_at=timezone.now())
    assert standing.get().on == day
    assert client.get(made.get_absolute_url(), {"as_at": "2024-01-05"}).status_code == 200


def test_a_recommendation_moves_with_its_parts(client, report, made, scrutiny):
    entered(report, parent=made, part_kind="listed", reference="a.")
    two, three = entered(report, reference="R2."), entered(report, reference="R3.")
    page = client.get(at(two, "recommendation_edit"))
    assert page.context["form"]["after"].value() == "R1"
    send(client, at(made, "recommendation_edit"), **typed(after="R3"))
    assert by_place(report) == ["R2", "R3", "R1", "R1(a)"]
    send(client, at(three, "recommendation_edit"), **typed(reference="R3.", after="first"))
    assert by_place(report) == ["R3", "R2", "R1", "R1(a)"]
    assert standings.differences(report.council, today=TODAY) == []


def test_what_others_moved_meanwhile_stays_where_it_is(client, report, made, scrutiny):
    two, three = entered(report, reference="R2."), entered(report, reference="R3.")
    address = at(two, "recommendation_edit")
    shown, other = client.get(address), client.get(address)
    place_recommendation(recommendation=made, after=three, by=UserFactory())
    form = whole(shown, typed(reference="R2", after="R1"))
    assert client.post(address, form).status_code == 303
    two.refresh_from_db()
    assert two.reference == "R2"
    assert by_place(report) == ["R2", "R3", "R1"], "it was not asked to move"

    answer = client.post(address, whole(other, typed(after="R1")))
    assert answer.status_code == 409, "somebody changed its reference"
    assert "Which does it come after?" in answer.text
    assert client.post(address, whole(answer, typed(after="R1"))).status_code == 303
    assert by_place(report) == ["R3", "R1", "R2"], "it was asked to, beside how it is"


def test_what_one_may_not_read_is_neither_offered_nor_moved_past(client, report, made, scrutiny):
    hidden = entered(report, reference="R2.")
    entered(report, reference="R3.")
    classify(
        row=hidden,
        to="confidential",
        by=UserFactory(),
        reason="A court order",
    )
    assert client.get(at(hidden, "recommendation_edit")).status_code == 404
    offered = client.get(new(report)).context["form"].fields["after"].choices
    assert [key for key, _ in offered] == ["first", "R1", "R3"]
    send(client, at(made, "recommendation_edit"), **typed(after="R3"))
    assert by_place(report) == ["R2", "R3", "R1"]


# Who may


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.CLERK])
def test_who_may_not_edit_is_offered_nothing(client, sign_in, made, role):
    sign_in(role)
    page = client.get(made.get_absolute_url()).text
    assert at(made, "recommendation_edit") not in page
    assert (
        new(made.report) not in client.get(f"/{made.council.slug}/reports/{made.report.slug}/").text
    )
    assert Wording.objects.count() == 1
