"""Recommendations and their parts, entered from a report and put right."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from recommendations.models import (
    Condition,
    Event,
    Link,
    Ownership,
    Recommendation,
    Standing,
    Wording,
)
from recommendations.rules.deadlines import Unit
from recommendations.rules.due import Due, Shape
from recommendations.rules.roles import Role
from recommendations.services import ownerships, scrutiny_reports, standings, wordings
from recommendations.services import recommendations as services
from recommendations.services.change import Refused
from recommendations.services.classification import classify
from recommendations.services.events import enter_day
from recommendations.services.submissions import Conflict
from tests.factories import (
    PUBLISHED,
    BodyFactory,
    EventFactory,
    PositionFactory,
    PostFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)
from tests.recommendations.acting import day_typed, send, whole

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def report(council):
    return ReportFactory(council=council, title="Review of Roads")


@pytest.fixture
def scrutiny(sign_in):
    return sign_in(Role.SCRUTINY_OFFICER)


def entered(report, **more):
    words = {"text": more.pop("text", "That the council mends its roads.")}
    return services.enter_recommendation(report=report, words=words, by=UserFactory(), **more)


@pytest.fixture
def made(report):
    return entered(report, reference="R1.")


def new(report):
    args = [report.council.slug, report.slug]
    return reverse("recommendations:recommendation_new", args=args)


def at(row, name, *parts):
    args = [row.council.slug, row.report.slug, row.address, *parts]
    return reverse(f"recommendations:{name}", args=args)


def typed(**more):
    return {
        "kind": "recommendation",
        "reference": "R1.",
        "after": "first",
        "due_shape": "none",
        "text": "That the council mends its roads.",
        **more,
    }


def by_place(report):
    return list(report.recommendations.values_list("address", flat=True))


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
    services.place_recommendation(recommendation=made, after=three, by=UserFactory())
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


# Words


def words_typed(**more):
    return {
        "printing": "amended",
        **day_typed("on", date(2024, 5, 1)),
        "text": "That the council mends all roads.",
        **more,
    }


def test_amended_words_stand_from_their_day(client, made, scrutiny):
    page = client.get(at(made, "wording_new"))
    assert page.context["form"]["text"].value() == "That the council mends its roads."
    assert send(client, at(made, "wording_new"), **words_typed()).status_code == 303
    before, after = (
        client.get(made.get_absolute_url(), {"as_at": day}).text
        for day in ("2024-04-30", "2024-05-01")
    )
    assert "How its words were changed" not in before
    assert '<div class="wording">\n  \n  <p>That the council mends its roads.' in before
    assert '<div class="wording">\n  \n  <p>That the council mends all roads.' in after


def test_what_was_amended_and_what_was_corrected_say_in_which_words(client, made, scrutiny):
    send(client, at(made, "wording_new"), **words_typed(notes="NB"))
    fact = at(made, "fact", "wording", made.wordings.get(printing="schedule").pk)
    words = {"deed": "correct", "why": "Misread", "text": "That the Council mends its roads."}
    assert send(client, fact, **words, **day_typed("on", PUBLISHED)).status_code == 303
    page = client.get(made.get_absolute_url()).text
    assert "R1, as amended on 1 May 2024" in page
    assert "[taken out: </span>Council mends its<" in page
    assert "[put in: </span>council mends all<" in page
    assert "[put in: </span>NB<" in page
    assert "R1, as corrected" in page
    assert "[taken out: </span>council<" in page
    assert "[put in: </span>Council<" in page


def test_the_bodys_words_are_kept_beside_the_schedules_once(client, made, scrutiny):
    body = words_typed(printing="body", text="That the council mend its roads.")
    assert send(client, at(made, "wording_new"), **body).status_code == 303
    assert made.wordings.get(printing="body").on == PUBLISHED
    page = client.get(made.get_absolute_url()).text
    assert "[only in the schedule: </span>mends<" in page
    assert "[only in the body: </span>mend<" in page
    again = send(client, at(made, "wording_new"), **body)
    assert "entered already: correct those instead" in again.text


def test_words_written_meanwhile_are_shown_beside_what_was_typed(client, made, scrutiny):
    address = at(made, "wording_new")
    shown = client.get(address)
    send(client, address, **words_typed(text="That no road be mended."))
    mine = words_typed(
        token=shown.context["token"], follows=shown.context["form"]["follows"].value()
    )
    answer = client.post(address, mine)
    assert answer.status_code == 409
    assert "other words" in answer.text
    assert "Choose what to keep" in answer.text
    assert made.wordings.count() == 2
    again = {"conflict": "yes", "keep": "mine", "token": answer.context["token"]}
    again |= {"follows": answer.context["follows"], **dict(answer.context["carried"])}
    assert client.post(address, again).status_code == 303
    assert made.wordings.order_by("pk").last().text == "That the council mends all roads."


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"printing": ""}, "Say whose words these are"),
        ({"text": ""}, "Enter the text"),
        ({"lead_in": "This should:"}, "The text does not end with these words"),
        ({"on_day": "", "on_month": "", "on_year": ""}, "Enter the day it was amended"),
        (day_typed("on", TODAY + timedelta(days=1)), "has not come yet"),
        (day_typed("on", date(2024, 2, 1)), "It was made only on 1 March 2024"),
        ({"resolution": "999"}, "Choose a resolution from the list"),
    ],
)
def test_words_typed_wrong_are_said_and_kept(client, made, scrutiny, wrong, words):
    answer = send(client, at(made, "wording_new"), **words_typed(notes="NB", **wrong))
    assert answer.status_code == 400
    assert words in answer.text
    assert made.wordings.count() == 1


def test_words_are_refused_to_who_looked_at_others(made):
    said = {"title": "", "lead_in": "", "closing": "", "notes": "", "by": UserFactory()}
    with pytest.raises(Conflict):
        wordings.word_anew(
            recommendation=made, seen="", printing="amended", text="x", on=PUBLISHED, **said
        )


# Owners


def test_an_owner_is_named_and_ended(client, made, scrutiny):
    post = PostFactory(council=made.council, title="Head of Lanes")
    owned = {
        "owner": f"post {post.pk}",
        "share": "joint",
        "why": "The report names both",
        **day_typed("since", PUBLISHED),
    }
    assert send(client, at(made, "owner_new"), **owned).status_code == 303
    row = Ownership.objects.get()
    assert (row.post, row.share, row.since) == (post, "joint", PUBLISHED)
    twice = send(client, at(made, "owner_new"), **owned)
    assert "Head of Lanes owns it already" in twice.text
    end = at(made, "owner_end", row.pk)
    assert end in client.get(made.get_absolute_url()).text
    last = {"why": "Handed over", **day_typed("until", date(2024, 2, 1))}
    assert "owns it only from 1 March 2024" in send(client, end, **last).text
    last |= day_typed("until", TODAY - timedelta(days=1))
    assert send(client, end, **last).status_code == 303
    row.refresh_from_db()
    assert row.until == TODAY - timedelta(days=1)
    assert client.get(end).status_code == 404
    audit = client.get(at(made, "item_audit")).text
    assert "Handed over" in audit
    assert "The report names both" in audit
    with pytest.raises(Refused, match="entered already"):
        ownerships.end_ownership(ownership=row, until=TODAY, by=scrutiny, why="Again")


def test_a_last_day_ahead_is_refused(client, made, scrutiny):
    post = PostFactory(council=made.council)
    row = ownerships.give_to_owner(recommendation=made, post=post, by=scrutiny, why="Named")
    ahead = {"why": "x", **day_typed("until", TODAY + timedelta(days=1))}
    assert "has not come yet" in send(client, at(made, "owner_end", row.pk), **ahead).text


# Links


def link_typed(made, **more):
    return {
        "kind": "depends on",
        "report": made.report.slug,
        "to": "R2",
        "words": "see R2",
        **day_typed("on", PUBLISHED),
        **more,
    }


@pytest.mark.parametrize("to", ["R2", "r2", "R2."])
def test_it_is_linked_to_another_by_what_that_is_called(client, made, scrutiny, to):
    other = entered(made.report, reference="R2.")
    answer = send(client, at(made, "link_new"), **link_typed(made, to=to))
    assert answer.status_code == 303
    link = Link.objects.get()
    assert link.to_recommendation == other
    page = client.get(made.get_absolute_url()).text
    assert "Depends on" in page
    fact = at(made, "fact", "link", link.pk)
    assert fact in page
    assert send(client, fact, deed="take back", why="A slip").status_code == 303
    assert "Goes with" not in client.get(made.get_absolute_url()).text


def test_a_link_that_leads_nowhere_or_twice_or_to_itself_is_refused(client, made, scrutiny):
    entered(made.report, reference="R2.")
    nowhere = send(client, at(made, "link_new"), **link_typed(made, to="R99"))
    assert "The report has no “R99” that you may see" in nowhere.text
    itself = send(client, at(made, "link_new"), **link_typed(made, to="R1"))
    assert "not linked to itself" in itself.text
    for _ in range(2):
        twice = send(client, at(made, "link_new"), **link_typed(made))
    assert "They are linked so already" in twice.text
    elsewhere = send(client, at(made, "link_new"), **link_typed(made, report="no-such"))
    assert "Choose a report from the list" in elsewhere.text
    assert Link.objects.count() == 1


def test_what_one_may_not_read_is_linked_to_by_nobody(client, made, scrutiny):
    hidden = RecommendationFactory(
        report=made.report,
        address="R2",
        position=2,
        classification="confidential",
    )
    WordingFactory(recommendation=hidden)
    answer = send(client, at(made, "link_new"), **link_typed(made))
    assert "The report has no “R2” that you may see" in answer.text


# What it waits for


def test_it_sleeps_until_an_event_that_is_named_first(client, made, scrutiny):
    council = made.council.slug
    assert "Name an event" in client.get(f"/{council}/events/").text
    named = send(client, f"/{council}/events/new/", name="New")
    assert named.url == f"/{council}/events/new-2/"
    again = send(client, f"/{council}/events/new/", name="new")
    assert "An event of this name is there already" in again.text
    waits = {"event": Event.objects.get().pk, "words": "once new", **day_typed("on", PUBLISHED)}
    assert send(client, at(made, "condition_new"), **waits).status_code == 303
    assert "Sleeps until it has happened" in client.get(named.url).text
    page = client.get(made.get_absolute_url()).text
    assert "New: “once new”" in page
    twice = send(client, at(made, "condition_new"), **waits)
    assert "waits for this event already" in twice.text
    fact = at(made, "fact", "condition", Condition.objects.get().pk)
    assert fact in page
    assert send(client, fact, deed="take back", why="A slip").status_code == 303
    assert "Sleeps" not in client.get(named.url).text


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
