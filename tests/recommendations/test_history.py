"""What is edited in place keeps its earlier states, with who and why."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from recommendations.models import Body, frozen
from recommendations.services.change import because
from tests.factories import BodyFactory, UserFactory

TRACKED = {
    *("AgendaItem", "Body", "Meeting", "Membership", "Ownership", "PartTwoGrant", "Policy"),
    *("Post", "PostHolding", "Recommendation", "Remit", "ReportMember", "ScrutinyReport"),
    *("Theme", "UpdateRound", "User"),
    *("ExecutiveResponse", "ResponseGroup", "ResponseLine"),
    "ChosenCommittee",
    "MilestoneOwnership",
    "ResolutionOwnership",
    "Topic",
}


def histories() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if hasattr(model, "instance_type")]


def test_these_are_kept_and_their_histories_are_frozen():
    assert {model.instance_type.__name__ for model in histories()} == TRACKED
    assert {model.__name__ for model in histories()} == set(frozen.HISTORIES)


def test_a_reason_may_be_as_long_as_it_needs_to_be():
    assert all(
        isinstance(model._meta.get_field("history_change_reason"), models.TextField)
        for model in histories()
    )


def test_the_words_that_classify_are_in_no_history():
    for model in histories():
        assert not {"public_interest", "public_summary"} & {f.name for f in model._meta.fields}


@pytest.mark.django_db
def test_why_and_by_whom_come_from_the_service():
    body, by = BodyFactory(), UserFactory()
    with because("The council voted for it", by=by):
        body.name = "Families Committee"
        body.save()
    body.name = "Place Committee"
    body.save()
    latest, before, _ = body.history.all()
    assert (before.history_change_reason, before.history_user) == ("The council voted for it", by)
    assert (latest.history_change_reason, latest.history_user) == ("", None), "nothing sticks"


@pytest.mark.django_db
def test_reasons_inside_reasons_end_with_their_own():
    outer, inner = UserFactory(), UserFactory()
    with because("outer", by=outer):
        with because("inner", by=inner):
            first = BodyFactory()
        second = BodyFactory()
    assert first.history.get().history_user == inner
    assert second.history.get().history_change_reason == "outer"


@pytest.mark.django_db
def test_a_change_in_a_request_is_its_senders(client):
    superuser = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(superuser)
    body = BodyFactory()
    client.post(
        f"/{settings.ADMIN_PATH}/recommendations/body/{body.pk}/change/",
        {"kind": "panel", "reason": "It is one"},
    )
    assert Body.objects.get().kind == "panel"
    assert body.history.first().history_user == superuser


SILENT = {"update", "bulk_create", "bulk_update"}


def silent_writes(source: str) -> list[str]:
    """Each write of a tracked noun that would leave no trace, by its line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr=verb, value=begun)) if verb in SILENT:
                named = {name.id for name in ast.walk(begun) if isinstance(name, ast.Name)}
                if named & TRACKED:
                    found.append(f"{node.lineno}: {verb}")
    return found


SERVICES = sorted(
    path
    for folder in ("recommendations/services", "recommendations/views", "reports")
    for path in (Path(settings.BASE_DIR) / folder).rglob("*.py")
)
UNTRACKED_COLUMN = {"services/people.py": 1}
"""The one password of all demonstration accounts: no history holds a password."""


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_no_tracked_noun_is_written_without_a_trace(path):
    place = f"{path.parent.name}/{path.name}"
    assert len(silent_writes(path.read_text())) == UNTRACKED_COLUMN.get(place, 0)


def test_such_a_write_is_found():
    assert silent_writes("Membership.objects.filter(pk=1).update(role='clerk')")
    assert silent_writes("models.Standing.objects.bulk_create(rows)") == []
    assert silent_writes("Body.objects.bulk_create(rows)")
