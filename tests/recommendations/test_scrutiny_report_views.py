"""A report with its members and themes, entered from nothing and put right."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import (
    Condition,
    Recommendation,
    Remit,
    ReportMember,
    ScrutinyReport,
    Standing,
    Theme,
    Wording,
)
from recommendations.rules.roles import Role
from recommendations.services import conditions, scrutiny_reports, standings
from recommendations.services.change import Refused
from recommendations.services.recommendations import enter_recommendation
from recommendations.services.submissions import Conflict
from tests.factories import (
    PUBLISHED,
    BodyFactory,
    CouncilFactory,
    EventFactory,
    PostFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
)
from tests.recommendations.acting import day_typed, send

pytestmark = pytest.mark.django_db

EARLIER = date(2024, 2, 1)


@pytest.fixture
def committee(council):
    return BodyFactory(council=council, name="Roads Committee")


@pytest.fixture
def report(council):
    return ReportFactory(council=council, title="Review of Roads")


@pytest.fixture
def scrutiny(sign_in):
    return sign_in(Role.SCRUTINY_OFFICER)


def at(report, name, *parts):
    return reverse(f"recommendations:{name}", args=[report.council.slug, report.slug, *parts])


def typed(**more):
    return {
        "title": "Review of Bridges",
        "kind": "final",
        **day_typed("published_on", PUBLISHED),
        "task_group": "",
        "commissioned_by": "",
        "terms_of_reference": "To look at bridges.",
        "source": "bridges.pdf",
        "source_note": "",
        **more,
    }


def new(council):
    return reverse("recommendations:report_new", args=[council.slug])


# The report


def test_a_report_is_entered_and_watched_by_who_commissioned_it(
    client, council, committee, scrutiny
):
    listed = client.get(reverse("recommendations:report_list", args=[council.slug]))
    assert new(council) in listed.text
    answer = send(client, new(council), **typed(commissioned_by=committee.pk))
    assert answer.status_code == 303
    entered = ScrutinyReport.objects.get()
    assert (entered.slug, entered.published_on) == ("review-of-bridges", PUBLISHED)
    assert entered.history.get().history_user == scrutiny
    remit = Remit.objects.get()
    assert (remit.report, remit.body, remit.since) == (entered, committee, PUBLISHED)
    page = client.get(answer.url)
    assert "“Review of Bridges” is entered" in page.text
    assert "To look at bridges." in page.text


def test_a_form_sent_twice_enters_one_report(client, council, scrutiny):
    page = client.get(new(council))
    form = {**typed(), "token": page.context["token"]}
    first, second = client.post(new(council), form), client.post(new(council), form)
    assert first.url == second.url
    assert ScrutinyReport.objects.count() == 1


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Review of Roads", "review-of-roads-2"),
        ("New", "new-2"),
        ("道路", "report"),
        ("Roads " * 40, "-".join(["roads"] * 11)),
    ],
)
def test_its_address_is_made_of_its_title_and_is_no_others(council, report, title, slug):
    assert scrutiny_reports.address_for(title, council=council) == slug


def test_another_councils_addresses_are_its_own(report):
    assert scrutiny_reports.address_for(report.title, council=CouncilFactory()) == report.slug


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Enter the title of the report"),
        ({"title": "x" * 301}, "“Title” may have 300 letters at most"),
        ({"title": "Road\x00s"}, "Null characters are not allowed"),
        ({"kind": "poem"}, "Select a valid choice"),
        ({"task_group": "9" * 30}, "Choose a body from the list"),
        ({"published_on_day": "31", "published_on_month": "2"}, "February 2024 has no such day"),
        (day_typed("published_on", timezone.localdate() + timedelta(days=1)), "has not come yet"),
    ],
)
def test_what_is_typed_wrong_is_said_in_words_and_kept(client, council, scrutiny, wrong, words):
    answer = send(client, new(council), **typed(**wrong))
    assert answer.status_code == 400
    assert words in answer.text
    assert "bridges.pdf" in answer.text
    assert not ScrutinyReport.objects.exists()


def test_a_body_of_another_council_is_no_choice(client, council, scrutiny):
    theirs = BodyFactory()
    answer = send(client, new(council), **typed(task_group=theirs.pk))
    assert "Choose a body from the list" in answer.text
    assert theirs.name not in answer.text


def test_the_same_report_is_not_entered_twice(client, council, report, scrutiny):
    answer = send(client, new(council), **typed(title=report.title))
    assert "is entered already" in answer.text
    assert ScrutinyReport.objects.count() == 1


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.CLERK])
def test_who_may_not_edit_is_offered_nothing(client, sign_in, report, role):
    sign_in(role)
    for page in (
        at(report, "report"),
        reverse("recommendations:report_list", args=[report.council.slug]),
    ):
        shown = client.get(page).text
        assert at(report, "report_edit") not in shown
        assert new(report.council) not in shown


def test_an_edit_leaves_its_address_alone_and_its_trace(client, report, scrutiny):
    assert at(report, "report_edit") in client.get(at(report, "report")).text
    answer = send(client, at(report, "report_edit"), **typed())
    assert answer.url == at(report, "report")
    report.refresh_from_db()
    assert (report.title, report.slug, report.version) == (
        "Review of Bridges",
        "review-of-roads",
        2,
    )
    audit = client.get(f"/{report.council.slug}/audit/").text
    assert "Title:</span> <del>Review of Roads</del> <ins>Review of Bridges</ins>" in audit


def test_whoever_comes_second_sees_both_titles(client, report, committee, scrutiny):
    address = at(report, "report_edit")
    shown = client.get(address)
    assert send(client, address, **typed(commissioned_by=committee.pk)).status_code == 303
    mine = typed(title="Review of Lanes", token=shown.context["token"], follows="1")
    answer = client.post(address, mine)
    assert answer.status_code == 409
    for words in ("Lanes", "Bridges", "Roads Committee", "<mark"):
        assert words in answer.text
    mine |= {"token": answer.context["token"], "follows": "2"}
    assert client.post(address, mine).status_code == 303
    report.refresh_from_db()
    assert (report.title, report.commissioned_by, report.version) == ("Review of Lanes", None, 3)


# The day it was published


@pytest.fixture
def printed(report):
    """A recommendation as its report prints it, and one made before its report."""
    by = UserFactory()
    words = {"text": "That the council mends its roads."}
    made = enter_recommendation(report=report, reference="R1.", words=words, by=by)
    event = EventFactory(council=report.council)
    conditions.set_condition(recommendation=made, event=event, words="Once", by=by, on=PUBLISHED)
    enter_recommendation(
        report=report, kind="interim", made_on=date(2023, 12, 1), words=words, by=by
    )
    return made


@pytest.mark.parametrize("day", [EARLIER, date(2024, 4, 1)])
def test_what_it_printed_moves_with_its_day(client, report, printed, scrutiny, day):
    answer = send(client, at(report, "report_edit"), **typed(**day_typed("published_on", day)))
    assert answer.status_code == 303
    words = Wording.objects.standing(as_at=day, known_at=timezone.now())
    assert words.get(recommendation=printed).on == day
    waits = Condition.objects.standing(as_at=day, known_at=timezone.now())
    assert waits.get(recommendation=printed).on == day
    interim = Recommendation.objects.get(kind="interim")
    assert interim.wordings.get().on == date(2023, 12, 1)
    assert standings.differences(report.council, today=timezone.localdate()) == []
    page = client.get(printed.get_absolute_url(), {"as_at": day.isoformat()})
    assert "That the council mends its roads." in page.text


def test_a_day_that_stays_moves_nothing(client, report, printed, scrutiny):
    before = list(Standing.objects.values_list("pk", flat=True))
    assert send(client, at(report, "report_edit"), **typed()).status_code == 303
    assert list(Standing.objects.values_list("pk", flat=True)) == before
    assert not Wording.objects.filter(corrects__isnull=False).exists()


# Members


def names(report):
    return list(report.members.values_list("name", flat=True))


def test_members_are_entered_ordered_and_put_right(client, report, scrutiny):
    for name in ("Cllr A", "Cllr B", "Cllr C"):
        send(client, at(report, "member_new"), name=name, part="", place="")
    last = ReportMember.objects.get(name="Cllr C")
    answer = send(
        client, at(report, "member_edit", last.pk), name="Cllr C", part="Chairman", place="1"
    )
    assert answer.url == at(report, "member_list")
    assert names(report) == ["Cllr C", "Cllr A", "Cllr B"]
    client.get(answer.url)  # which says what was done
    page = client.get(at(report, "report")).text
    assert page.index("Cllr C") < page.index("Chairman") < page.index("Cllr A")


def test_a_member_removed_leaves_no_gap_and_stays_on_the_audit_page(client, report, scrutiny):
    one, two, _ = (scrutiny_reports.add_member(report=report, name=f"Cllr {n}") for n in "ABC")
    address = at(report, "member_remove", one.pk)
    assert "Remove “Cllr A”?" in client.get(address).text
    assert send(client, address).url == at(report, "member_list")
    assert names(report) == ["Cllr B", "Cllr C"]
    scrutiny_reports.add_member(report=report, name="Cllr D")
    assert list(report.members.values_list("position", flat=True)) == [1, 2, 3]
    assert client.get(address).status_code == 404
    deleted = one.history.model.objects.get(id=one.pk, history_type="-")
    assert deleted.history_user == scrutiny
    audit = client.get(f"/{report.council.slug}/audit/").text
    assert "Deleted" in audit
    assert "Cllr A" in audit
    assert two.history.first().position == 1


def test_a_member_changed_meanwhile_is_shown_beside_what_was_typed(client, report, scrutiny):
    member = scrutiny_reports.add_member(report=report, name="Cllr A")
    address = at(report, "member_edit", member.pk)
    shown = client.get(address)
    scrutiny_reports.edit_member(member=member, seen="1", by=scrutiny, name="Cllr Ann", part="")
    answer = client.post(
        address, {"name": "Cllr Anne", "follows": "1", "token": shown.context["token"]}
    )
    assert answer.status_code == 409
    assert "Cllr" in answer.text
    assert "Anne" in answer.text
    member.refresh_from_db()
    assert member.name == "Cllr Ann"


def test_a_place_taken_meanwhile_is_not_written_over(report):
    by = UserFactory()
    one, two = (scrutiny_reports.add_member(report=report, name=n) for n in "ab")
    scrutiny_reports.place_member(member=ReportMember.objects.get(pk=two.pk), to=1, by=by)
    scrutiny_reports.edit_member(member=one, seen="1", by=by, name="aa", part="")
    assert names(report) == ["b", "aa"]


@pytest.mark.parametrize("place", ["0", "-1", "first", "501", "9" * 30])
def test_a_place_that_is_none_is_refused(client, report, scrutiny, place):
    answer = send(client, at(report, "member_new"), name="Cllr A", part="", place=place)
    assert answer.status_code == 400
    assert not report.members.exists()


def test_a_member_of_another_report_is_not_found_here(client, report, scrutiny):
    other = ReportFactory(council=report.council)
    member = scrutiny_reports.add_member(report=other, name="Cllr A")
    assert client.get(at(report, "member_edit", member.pk)).status_code == 404


# Themes


def titles(report):
    return list(report.themes.values_list("title", flat=True))


def theme_typed(title, **more):
    return {"title": title, "parent": "", "note": "", "evidence_section": "", "place": "", **more}


def test_themes_and_groups_stand_in_printed_order(client, report, scrutiny):
    send(client, at(report, "theme_new"), **theme_typed("Roads", evidence_section="Section 3"))
    send(client, at(report, "theme_new"), **theme_typed("Bridges"))
    roads = Theme.objects.get(title="Roads")
    note = "“Roads” are all highways."
    answer = send(
        client, at(report, "theme_new"), **theme_typed("Potholes", parent=roads.pk, note=note)
    )
    assert answer.url == at(report, "theme_list")
    assert titles(report) == ["Roads", "Potholes", "Bridges"]
    page = client.get(answer.url).text
    assert "Section 3" in page
    assert "“Roads” are all highways." in page
    bridges = Theme.objects.get(title="Bridges")
    send(client, at(report, "theme_edit", bridges.pk), **theme_typed("Bridges", place="1"))
    assert titles(report) == ["Bridges", "Roads", "Potholes"]
    audit = client.get(f"/{report.council.slug}/audit/").text
    assert "Potholes" in audit


def test_a_theme_with_groups_stands_inside_no_other(client, report, scrutiny):
    roads = scrutiny_reports.add_theme(report=report, title="Roads")
    scrutiny_reports.add_theme(report=report, title="Potholes", parent=roads)
    bridges = scrutiny_reports.add_theme(report=report, title="Bridges")
    answer = send(
        client, at(report, "theme_edit", roads.pk), **theme_typed("Roads", parent=bridges.pk)
    )
    assert "it stands inside none" in answer.text
    itself = send(
        client, at(report, "theme_edit", bridges.pk), **theme_typed("Bridges", parent=bridges.pk)
    )
    assert "Choose a theme from the list" in itself.text
    roads.refresh_from_db()
    assert roads.parent is None


def test_a_theme_of_another_report_is_no_choice(client, report, scrutiny):
    other = scrutiny_reports.add_theme(report=ReportFactory(council=report.council), title="Far")
    answer = send(client, at(report, "theme_new"), **theme_typed("Roads", parent=other.pk))
    assert "Choose a theme from the list" in answer.text


def test_a_theme_is_removed_only_once_nothing_stands_under_it(client, report, scrutiny):
    roads = scrutiny_reports.add_theme(report=report, title="Roads")
    holes = scrutiny_reports.add_theme(report=report, title="Potholes", parent=roads)
    made = enter_recommendation(
        report=report, theme=holes, words={"text": "Mend them."}, by=UserFactory()
    )
    stands = send(client, at(report, "theme_remove", holes.pk))
    assert stands.status_code == 400
    assert "Recommendations stand under this theme" in stands.text
    beneath = send(client, at(report, "theme_remove", roads.pk))
    assert "Other themes stand inside this one" in beneath.text
    made.theme = roads
    made.save()
    assert send(client, at(report, "theme_remove", holes.pk)).status_code == 303
    assert titles(report) == ["Roads"]


def test_an_edit_of_a_theme_that_has_become_another_is_refused(report):
    theme = scrutiny_reports.add_theme(report=report, title="Roads")
    said = {"by": UserFactory(), "parent": None, "note": "", "evidence_section": ""}
    scrutiny_reports.edit_theme(theme=theme, seen="1", title="Lanes", **said)
    with pytest.raises(Conflict):
        scrutiny_reports.edit_theme(theme=theme, seen="1", title="Paths", **said)


def test_a_recommendation_stands_under_no_other_reports_theme(report):
    theirs = scrutiny_reports.add_theme(report=ReportFactory(), title="Far")
    with pytest.raises(Refused, match="one of this report"):
        enter_recommendation(report=report, theme=theirs, words={"text": "x"}, by=UserFactory())


@pytest.mark.any_database  # how often it asks is decided before
@pytest.mark.parametrize("name", ["member_list", "theme_list", "recommendation_new"])
def test_as_many_questions_for_twelve_rows_as_for_one(
    client, report, scrutiny, django_assert_num_queries, name
):
    def fill(number):
        for _ in range(number):
            scrutiny_reports.add_member(report=report, name="Cllr A")
            theme = scrutiny_reports.add_theme(report=report, title="Roads")
            inside = scrutiny_reports.add_theme(report=report, title="Potholes", parent=theme)
            RecommendationFactory(report=report, theme=inside)
            PostFactory(council=report.council)
            BodyFactory(council=report.council)

    fill(1)
    with CaptureQueriesContext(connection) as asked:
        client.get(at(report, name))
    fill(11)
    with django_assert_num_queries(len(asked)):
        assert client.get(at(report, name)).status_code == 200
