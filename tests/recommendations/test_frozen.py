"""What was recorded stays as it was recorded, whoever asks the database to alter it."""

from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from recommendations.models import (
    BodyName,
    EvidenceRelease,
    EvidenceScan,
    Owed,
    Ownership,
    Position,
    ProgressUpdate,
    ResolutionOwed,
    Succession,
    UpdateRound,
    frozen,
)
from recommendations.models.dated import Dated
from recommendations.rules.due import Due
from recommendations.services import (
    chosen_committees,
    conditions,
    councils,
    events,
    links,
    meetings,
    milestones,
    notices,
    ownerships,
    policies,
    positions,
    progress,
    remits,
    resolutions,
    responses,
    scrutiny_reports,
    topics,
)
from recommendations.services.classification import classify, grant_part_two
from recommendations.services.evidence import attach_evidence
from recommendations.services.recommendations import make_recommendation
from recommendations.services.report_returns import skip_return
from recommendations.services.resolutions import record_done, record_how_far
from reports.models import PublicationRow
from tests.factories import (
    BodyFactory,
    EventFactory,
    MembershipFactory,
    PostFactory,
    PublicationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)

pytestmark = pytest.mark.django_db
ON = date(2024, 5, 1)


@pytest.fixture
def register():
    """A row in every frozen table."""
    by = UserFactory()
    report = ReportFactory()
    council = report.council
    body = BodyFactory(council=council)
    BodyName.objects.create(body=body, name="Old name")
    row = make_recommendation(report=report, address="R1")
    other = make_recommendation(report=report, address="R2")
    WordingFactory(recommendation=row)
    ownerships.give_to_owner(
        recommendation=row, post=PostFactory(council=council), by=by, why="Named in the report"
    )
    remits.watch(body=body, report=report, by=by, why="It commissioned it")
    asking = UpdateRound.objects.create(
        council=council,
        meeting=meetings.call_meeting(body=body, day=date(2025, 1, 30)),
        opens=ON,
        closes=date(2025, 1, 2),
    )
    Owed.objects.create(round=asking, recommendation=row, body=body)
    scrutiny_reports.add_member(report=report, name="Cllr Bloggs")
    scrutiny_reports.add_theme(report=report, title="Roads")
    event = EventFactory(council=council)
    conditions.set_condition(recommendation=other, event=event, words="if", by=by, on=ON)
    links.link(from_recommendation=row, to_recommendation=other, kind="refers to", by=by, on=ON)
    events.enter_day(event=event, kind="happened", day=ON, by=by, on=ON)
    notices.serve_notice(report=report, body=body, clock="two months", by=by, on=ON)
    response = responses.enter_response(report=report, body=body)
    group = responses.add_group(response=response, words="All are accepted", count_claimed=1)
    responses.add_line(response=response, group=group, words="Mend", recommendation=row)
    responses.reach_stage(response=response, stage="given", by=by, on=ON)
    answer = responses.answer(
        response=response, recommendation=row, decision="accepted", by=by, on=ON
    )
    step = milestones.promise(
        recommendations=[row], text="Mend", due=Due(), by=by, on=ON, answer=answer
    )
    milestones.give_to(
        milestone=step, post=PostFactory(council=council), since=ON, by=by, why="It does it"
    )
    asked = milestones.ask_for_new_date(
        milestone=step, to_day=date(2024, 9, 1), reason="Rain", by=by, on=ON
    )
    milestones.decide_new_date(
        asked=asked, decision="granted", by=UserFactory(), on=ON, leave="By letter"
    )
    milestones.record_outcome(milestone=step, due=ON, outcome="missed", by=by, on=ON)
    milestones.complete(milestone=step, by=by, on=ON)
    update = progress.submit_update(recommendation=row, by=by, on=ON, stated="green")
    progress.accept_rating(update=update, reason="Seen", by=by, on=ON)
    shown = attach_evidence(
        recommendation=row, address="https://example.org/road", shows="Mended", by=by, on=ON
    )
    EvidenceScan.objects.create(evidence=shown, scanner="ClamAV 1.0")
    EvidenceRelease.objects.create(evidence=shown, reason="Opened in a closed box", by=by, on=ON)
    item = meetings.add_item(meeting=meetings.call_meeting(body=body, day=ON), title="Roads")
    resolved = resolutions.resolve(item=item, reference="1", kind="note", by=by, due_on=ON)
    record_how_far(resolution=resolved, note="Begun", by=by, on=ON)
    ResolutionOwed.objects.create(
        round=asking, resolution=resolved, post=PostFactory(council=council)
    )
    resolved.ownerships.create(post=PostFactory(council=council), since=ON)
    record_done(resolution=resolved, note="Written", by=by, on=ON)
    skip_return(report=report, months=6, reason="Too soon", by=by, on=ON)
    topics.propose(body=body, title="Roads", by=by, on=ON)
    position = positions.take_position(recommendation=row, status="monitoring", by=by, on=ON)
    classify(row=position, to="confidential", by=by, reason="A family court order")
    membership = MembershipFactory(council=council)
    councils.hold_post(post=PostFactory(council=council), person=membership.user)
    policies.set_policy(council=council, in_force_from=ON)
    Succession.objects.create(
        council=council, from_body=body, to_body=BodyFactory(council=council), on=ON, by=by
    )
    chosen_committees.choose_committees(person=membership.user, council=council, bodies=[body])
    grant_part_two(membership=membership, body=body, until=ON, reason="Sits on it", by=by)
    PublicationRow.objects.create(
        publication=PublicationFactory(meeting=item.meeting), noun=row._meta.label_lower, row=row.pk
    )
    return row


REFUSED = "is frozen|one_first_update_of_an_item"  # the index may refuse a copy first
STATEMENTS = {
    "sqlite": (
        "UPDATE {table} SET id = id + 1000",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ),
    "postgresql": (
        "UPDATE {table} SET id = id + 1000",
        "DELETE FROM {table}",
        "TRUNCATE {table} CASCADE",
    ),
}


def test_no_statement_alters_or_deletes_a_frozen_row(register):
    connection.check_constraints()  # PostgreSQL truncates no table with a constraint yet to check
    tried = 0
    for name in (
        *(*frozen.OUTRIGHT, *frozen.HISTORIES, *frozen.PUBLISHED),
        *(*frozen.ONCE_SUBMITTED, *frozen.UNTIL_FILLED, *frozen.OF_A_ROUND),
        *frozen.HANDED_OVER,
    ):
        model = frozen.model_of(name)
        before = list(model.objects.order_by("pk").values())
        assert before, f"{name} has no row, which proves nothing"
        for statement in STATEMENTS[connection.vendor]:
            sql = statement.format(table=model._meta.db_table)
            with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
                execute(sql)
            assert list(model.objects.order_by("pk").values()) == before, sql
            tried += 1
    assert tried == 3 * len(list(frozen.frozen_tables()))


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_with_the_triggers_lifted_the_same_statement_alters_the_row(register):
    """The control: without them nothing else would have refused it."""
    frozen.lift(connection)
    table = frozen.table_of("Position")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET status = 'forged'")
        cursor.execute(f"SELECT status FROM {table}")
        assert cursor.fetchall() == [("forged",)]
    assert frozen.missing(connection)
    frozen.lay(connection)
    assert frozen.missing(connection) == []


def test_every_dated_noun_is_on_the_list():
    """So that a new one is not forgotten."""
    dated = {model.__name__ for model in apps.get_models() if issubclass(model, Dated)}
    assert {*frozen.OUTRIGHT, *frozen.ONCE_SUBMITTED} == dated | {
        "ClassificationChange",
        "EvidenceScan",
    }


def test_an_empty_until_may_be_filled_once(register):
    owner = Ownership.objects.get()
    Ownership.objects.update(until=ON)
    with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic():
        Ownership.objects.update(until=date(2025, 1, 1))
    owner.refresh_from_db()
    assert owner.until == ON


def test_who_may_read_a_frozen_row_is_not_frozen(register):
    Position.objects.update(classification="open")
    with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic():
        Position.objects.update(classification="open", status="forged")


def test_a_draft_is_free_until_it_is_submitted(register):
    draft = ProgressUpdate.objects.create(
        recommendation=register,
        by=UserFactory(),
        on=ON,
        state="draft",
        narrative="So far",
        follows=ProgressUpdate.objects.get(),
    )
    ProgressUpdate.objects.filter(pk=draft.pk).update(narrative="Further", state="submitted")
    with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic():
        ProgressUpdate.objects.filter(pk=draft.pk).update(narrative="Forged")


def test_migrate_lays_what_was_lost(register):
    with connection.cursor() as cursor:
        on_table = f" ON {frozen.table_of('Answer')}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {frozen.table_of('Answer')}_no_update{on_table}")
    assert frozen.missing(connection) == [f"{frozen.table_of('Answer')}_no_update"]
    call_command("migrate", verbosity=0)
    assert frozen.missing(connection) == []
