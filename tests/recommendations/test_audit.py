"""Who changed what: both histories, for whom, and nothing that its reader may not know."""

import csv
import io
from datetime import date
from itertools import groupby
from operator import itemgetter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Reach, Recommendation, Viewer, Wording
from recommendations.reading import audit as reading
from recommendations.reading.audit import Audit, Wanted, of_item
from recommendations.rules.roles import Role
from recommendations.services import (
    people,
    policies,
    positions,
    progress,
)
from recommendations.services.change import because
from recommendations.services.classification import (
    classify,
    confirm_part_two,
    grant_part_two,
)
from recommendations.services.facts import correct_fact
from recommendations.services.ownerships import give_to_owner
from recommendations.services.recommendations import make_recommendation
from recommendations.services.remits import watch
from recommendations.views import audit
from tests.factories import (
    BodyFactory,
    CouncilFactory,
    MembershipFactory,
    PositionFactory,
    PostFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)

pytestmark = pytest.mark.django_db

CANARY = "a sentence that only a few may read"
ON = date(2024, 5, 1)


def viewer_of(role, council, user=None) -> Viewer:
    return Viewer(Reach(council, today=ON), person=user or UserFactory(), roles=frozenset({role}))


@pytest.fixture
def scrutiny(council) -> Viewer:
    return viewer_of(Role.SCRUTINY_OFFICER, council)


@pytest.fixture
def administrator(council) -> Viewer:
    return viewer_of(Role.ADMINISTRATOR, council)


@pytest.fixture
def row(council) -> Recommendation:
    return make_recommendation(report=ReportFactory(council=council), address="R1", reference="R1.")


def every(viewer, **wanted):
    found = Audit(viewer, Wanted(**wanted))
    return found[: len(found)]


def told_of(traces, noun):
    return [trace for trace in traces if trace.noun == noun]


# What is told


def test_what_is_edited_is_told_from_and_to_by_whom_and_why(scrutiny, row):
    by = UserFactory(first_name="Ann", last_name="Clark")
    report = row.report
    report.title = "Review of Bridges"
    with because("A slip in the title", by=by):
        report.save()
    changed, created = told_of(every(scrutiny), "Scrutiny report")
    assert (changed.who, changed.act, changed.why) == (
        "Ann Clark",
        "Changed",
        "A slip in the title",
    )
    (altered,) = changed.altered
    assert altered.name == "Title"
    assert altered.was.startswith("Review of Roads")
    assert altered.became == "Review of Bridges"
    assert created.act == "Entered"


def test_a_fact_that_was_corrected_is_told_from_and_to(scrutiny, row):
    by = UserFactory()
    position = positions.take_position(recommendation=row, status="monitoring", by=by, on=ON)
    positions.correct_position(
        position=position, by=by, why="A slip", on=ON, status="achieved", closes=""
    )
    corrected, recorded = told_of(of_item(scrutiny, row), "Position")
    assert recorded.act == "Recorded"
    assert corrected.act == f"Corrected {position.pk}"
    assert [(one.was, one.became) for one in corrected.altered] == [("monitoring", "achieved")]


def test_what_was_taken_back_is_told(scrutiny, row):
    by = UserFactory()
    position = positions.take_position(recommendation=row, status="monitoring", by=by, on=ON)
    positions.take_position_back(position=position, by=by, why="Not minuted")
    assert told_of(of_item(scrutiny, row), "Position")[0].act == f"Taken back {position.pk}"


def test_a_corrected_reason_is_told_from_and_to_beside_the_reason_for_it(scrutiny, row):
    by = UserFactory()
    update = progress.submit_update(recommendation=row, by=by, on=ON, stated="green")
    accepted = progress.accept_rating(update=update, reason="Seen", by=by, on=ON)
    correct_fact(row=accepted, by=by, why="Nobody went", reason="Told so")
    corrected = told_of(of_item(scrutiny, row), "Rating acceptance")[0]
    assert corrected.why == "Nobody went"
    assert [(one.was, one.became) for one in corrected.altered] == [("Seen", "Told so")]


def test_who_gave_it_to_an_owner_and_to_a_committee_and_why(scrutiny, row):
    by = UserFactory(first_name="Ann", last_name="Clark")
    post, body = PostFactory(council=row.council), BodyFactory(council=row.council)
    give_to_owner(recommendation=row, post=post, by=by, why="Named in the report")
    watch(body=body, report=row.report, by=by, why="It commissioned it")
    for traces in (of_item(scrutiny, row), every(scrutiny)):
        (owned,), (watched,) = told_of(traces, "Ownership"), told_of(traces, "What a body watches")
        assert (owned.who, owned.act, owned.about, owned.why) == (
            *("Ann Clark", "Entered", "R1"),
            "Named in the report",
        )
        assert ("Post", "", str(post)) in [(one.name, one.was, one.became) for one in owned.altered]
        assert (watched.who, watched.why) == ("Ann Clark", "It commissioned it")


def test_who_watches_what_is_hidden_is_not_told(scrutiny, administrator, row):
    hidden = RecommendationFactory(
        report=row.report, address="R77", position=77, classification="confidential"
    )
    by, body = UserFactory(), BodyFactory(council=row.council)
    watch(body=body, recommendation=hidden, by=by, why=CANARY)
    give_to_owner(recommendation=hidden, body=body, by=by, why=CANARY)
    for viewer in (scrutiny, administrator):
        assert told_of(every(viewer), "What a body watches") == []
        assert told_of(every(viewer), "Ownership") == []


def test_a_change_of_classification_names_both_people(scrutiny, row):
    position = PositionFactory(recommendation=row, status="monitoring")
    one, other = UserFactory(last_name="First"), UserFactory(last_name="Second")
    classify(row=position, to="confidential", by=one, reason="A court order")
    classify(row=position, to="open", by=one, reason="Lifted", confirmed_by=other)
    lowered = told_of(of_item(scrutiny, row), "Classification of position")[0]
    assert lowered.who == f"{one}, confirmed by {other}"
    assert lowered.why == "Lifted"
    assert [(step.was, step.became) for step in lowered.altered] == [("Confidential", "Open")]


def test_both_histories_of_an_item_stand_in_one_order(scrutiny, row):
    WordingFactory(recommendation=row)
    row.reference = "1."
    with because("As printed", by=UserFactory()):
        row.save()
    traces = of_item(scrutiny, row)
    assert [trace.at for trace in traces] == sorted((t.at for t in traces), reverse=True)
    assert {trace.noun for trace in traces} == {"Recommendation", "Wording"}


def test_a_role_that_was_taken_is_told_to_an_administrator(council, administrator):
    user = MembershipFactory(council=council, role=Role.CLERK).user
    people.change_roles(
        person=user, council=council, roles=[Role.MEMBER], by=UserFactory(), reason="New job"
    )
    told = {(trace.act, trace.why) for trace in told_of(every(administrator), "Role")}
    assert ("Deleted", "New job") in told


# For whom


@pytest.mark.parametrize("level", ["exempt", "confidential"])
def test_what_may_not_be_read_is_in_no_audit(scrutiny, administrator, row, level):
    hidden = RecommendationFactory(
        report=row.report,
        address="R77",
        position=77,
        classification=level,
        exempt_paragraphs="2",
        public_interest=CANARY,
    )
    WordingFactory(recommendation=hidden, text=CANARY)
    with because(CANARY, by=UserFactory()):
        hidden.save()
    classify(
        row=hidden,
        to=level,
        by=UserFactory(),
        reason=CANARY,
        paragraphs="2",
        public_interest=CANARY,
    )
    for viewer in (scrutiny, administrator):
        for traces in (every(viewer), of_item(viewer, hidden)):
            assert CANARY not in str(traces)
            assert "R77" not in str(traces)


def test_the_words_of_a_fact_that_was_exempt_are_not_told_by_its_correction(scrutiny, row):
    """An open row that corrects an exempt one says what it says, not what the other said."""
    by = UserFactory()
    secret = positions.take_position(recommendation=row, status=CANARY, by=by, on=ON)
    positions.correct_position(
        position=secret, by=by, why="A slip", on=ON, status="achieved", closes=""
    )
    classify(row=secret, to="confidential", by=by, reason="Named a child")
    assert "achieved" in str(of_item(scrutiny, row))
    assert CANARY not in str(of_item(scrutiny, row))
    assert CANARY not in str(every(scrutiny))


def test_an_administrator_is_told_of_the_register_by_number_alone(administrator, row):
    WordingFactory(recommendation=row, text=CANARY)
    row.prior_decision_words = CANARY
    with because(CANARY, by=UserFactory()):
        row.save()
    traces = every(administrator)
    assert CANARY not in str(traces)
    assert CANARY not in str(of_item(administrator, row))
    assert {"Wording", "Recommendation"} <= {trace.noun for trace in traces}
    (wording,) = told_of(traces, "Wording")
    assert wording.number == Wording.objects.get().pk


def test_a_draft_is_in_no_audit(scrutiny, row):
    progress.save_draft(recommendation=row, by=UserFactory(), on=ON, narrative=CANARY)
    assert CANARY not in str(every(scrutiny))
    assert CANARY not in str(of_item(scrutiny, row))


def test_another_councils_changes_are_not_there(scrutiny, administrator):
    other = CouncilFactory()
    WordingFactory(
        recommendation=make_recommendation(report=ReportFactory(council=other), address="R1")
    )
    BodyFactory(council=other)
    MembershipFactory(council=other)
    policies.set_policy(council=other, in_force_from=ON)
    assert every(scrutiny) == every(administrator) == []


# The pages and the file


def address(name, row):
    args = (
        [row.council.slug, row.report.slug, row.address] if "item" in name else [row.council.slug]
    )
    return reverse(f"recommendations:{name}", args=args)


@pytest.mark.parametrize("role", [Role.SCRUTINY_OFFICER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("name", ["audit", "item_audit"])
def test_the_pages_tell_it(client, sign_in, row, role, name):
    sign_in(role)
    WordingFactory(recommendation=row, text="That the roads be mended.")
    page = client.get(address(name, row)).text
    assert "Recorded" in page
    assert ("That the roads be mended." in page) is (role is Role.SCRUTINY_OFFICER)


@pytest.mark.parametrize("role", [Role.SCRUTINY_OFFICER, Role.ADMINISTRATOR])
def test_a_change_leads_to_all_that_was_changed_of_the_same_recommendation(
    client, sign_in, row, role
):
    sign_in(role)
    WordingFactory(recommendation=row)
    hidden = RecommendationFactory(
        report=row.report, address="R2", position=2, classification="confidential"
    )
    WordingFactory(recommendation=hidden)
    page, itself = client.get(address("audit", row)).text, address("item_audit", row)
    assert page.count(f'href="{itself}"') == 1
    assert address("item_audit", hidden) not in page
    told = client.get(itself)
    assert told.status_code == 200
    assert f'href="{itself}"' not in told.text, "it leads to no page but itself"


@pytest.mark.parametrize("name", ["audit_csv", "item_audit_csv"])
def test_the_file_runs_no_formula(client, sign_in, row, name):
    sign_in(Role.SCRUTINY_OFFICER)
    WordingFactory(recommendation=row, text='=HYPERLINK("https://example.org")')
    answer = client.get(address(name, row))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows[0][0] == "When"
    cells = [cell for line in rows for cell in line if "HYPERLINK" in cell]
    assert cells
    assert all(cell.startswith("'=") for cell in cells)


@pytest.mark.parametrize("name", ["audit_csv", "item_audit_csv"])
def test_a_file_that_may_hold_exempt_matter_says_first_not_for_publication(
    client, sign_in, row, name
):
    user = sign_in(Role.SCRUTINY_OFFICER)
    body = BodyFactory(council=row.council)
    watch(body=body, report=row.report, by=UserFactory(), why="It commissioned it")
    position = PositionFactory(recommendation=row, status=CANARY)
    classify(row=position, to="confidential", by=UserFactory(), reason="A court order")
    without = client.get(address(name, row)).getvalue().decode()
    assert "not for publication" not in without
    assert CANARY not in without
    grant = grant_part_two(
        membership=user.memberships.get(),
        body=body,
        until=timezone.localdate(),
        reason="Supports it",
        by=UserFactory(),
    )
    confirm_part_two(grant=grant, by=UserFactory())
    with_leave = client.get(address(name, row)).getvalue().decode("utf-8-sig")
    assert "not for publication" in with_leave.splitlines()[0]
    assert CANARY in with_leave


def test_changes_are_found_by_person_and_day(client, sign_in, row):
    user = sign_in(Role.SCRUTINY_OFFICER)
    other = MembershipFactory(council=row.council, role=Role.CLERK).user
    PositionFactory(recommendation=row, status="of the officer", by=user)
    PositionFactory(
        recommendation=row, status="of the clerk", by=other, follows=row.positions.get()
    )
    page = client.get(address("audit", row), {"person": other.pk}).text
    assert "of the clerk" in page
    assert "of the officer" not in page
    none = client.get(
        address("audit", row), {"until_day": "1", "until_month": "1", "until_year": "2001"}
    )
    assert "0 changes" in none.text


def test_a_day_that_is_none_is_refused_and_nothing_is_shown(client, sign_in, row):
    sign_in(Role.SCRUTINY_OFFICER)
    typed = {"since_day": "31", "since_month": "2", "since_year": "2024"}
    assert client.get(address("audit", row), typed).status_code == 400
    assert client.get(address("audit_csv", row), typed).status_code == 404


def test_what_is_hidden_has_no_audit_and_no_file(client, sign_in, row):
    sign_in(Role.SCRUTINY_OFFICER)
    hidden = RecommendationFactory(
        report=row.report, address="R77", position=77, classification="confidential"
    )
    for name in ("item_audit", "item_audit_csv"):
        missing = address(name, row).replace("/R1/", "/R999/")
        assert client.get(address(name, hidden)).content == client.get(missing).content


def test_a_long_file_tells_every_change_in_the_order_of_the_pages(
    client, sign_in, row, monkeypatch
):
    """However many parts it is read in, each of which asks as often for many as for few."""
    sign_in(Role.SCRUTINY_OFFICER)

    def taken() -> tuple[bytes, int]:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address("audit_csv", row))
            assert answer.streaming
            return answer.getvalue(), len(asked)

    WordingFactory(recommendation=row, text="Wording number 0.")
    _, for_few = taken()
    for number in range(1, 2 * audit.PER_PAGE):
        WordingFactory(recommendation=row, text=f"Wording number {number}.")
    whole, for_many = taken()
    assert for_many == for_few
    monkeypatch.setattr(reading, "AT_ONCE", 30)
    assert taken()[0] == whole
    pages = [client.get(address("audit", row), {"page": page}).context["page"] for page in (1, 2)]
    file = csv.DictReader(io.StringIO(whole.decode("utf-8-sig")))
    numbers = [int(number) for (_, number), _ in groupby(file, itemgetter("What", "Number"))]
    of_pages = [trace.number for page in pages for trace in page]
    assert len(of_pages) == 2 * audit.PER_PAGE
    assert numbers[: len(of_pages)] == of_pages


def test_pages_hold_fifty_and_all_are_reached(client, sign_in, row):
    sign_in(Role.SCRUTINY_OFFICER)
    for number in range(60):
        WordingFactory(recommendation=row, text=f"Wording number {number}.")
    first = client.get(address("audit", row)).text
    second = client.get(address("audit", row), {"page": 2}).text
    assert first.count("<tbody") == second.count("<tbody") == 1
    found = {n for n in range(60) if f"Wording number {n}." in first + second}
    assert found == set(range(60))
    assert client.get(address("audit", row), {"page": 99}).status_code == 404
