"""The raw tables: for site administrators alone, and without a word of what is exempt."""

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from recommendations import models
from recommendations.models import Body, Membership, Policy, User
from recommendations.rules.roles import Role
from recommendations.services import policies, progress, standings
from recommendations.services.classification import classify
from reports.services import queue
from tests.factories import (
    BodyFactory,
    CouncilFactory,
    MembershipFactory,
    PositionFactory,
    PostFactory,
    RecommendationFactory,
    UserFactory,
    WordingFactory,
)

pytestmark = pytest.mark.django_db

CANARY = "a sentence that only a few may read"


def site_administrator() -> User:
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def inside(client) -> Client:
    client.force_login(site_administrator())
    return client


def addresses() -> list[str]:
    """Every address of the administration that takes no argument, and one of each that does."""
    names = [
        name
        for name in get_resolver().namespace_dict["admin"][1].reverse_dict
        if isinstance(name, str)
    ]
    found = []
    for name in names:
        for args in ((), (1,), ("recommendations",)):
            try:
                found.append(reverse(f"admin:{name}", args=args))
                break
            except NoReverseMatch:
                continue
    assert len(found) > 100
    return found


@pytest.mark.any_database  # no row is read before the door
@pytest.mark.parametrize("staff", [False, True])
def test_to_anybody_else_there_is_no_such_page(client, staff):
    user = MembershipFactory(role=Role.ADMINISTRATOR).user
    user.is_staff = staff
    user.save()
    client.force_login(user)
    missing = client.get("/nowhere/at/all/at/all/")
    for address in addresses():
        for method in (client.get, client.post):
            answer = method(address)
            assert (answer.status_code, answer.content) == (404, missing.content), address


@pytest.mark.any_database
def test_whoever_is_not_signed_in_is_asked_who_they_are(client):
    for address in addresses():
        answer = client.get(address, follow=True)
        assert answer.request["PATH_INFO"] == reverse("sign_in"), address


def test_the_address_is_the_deployments_own(settings):
    assert reverse("admin:index") == f"/{settings.ADMIN_PATH}/"


EVERY_MODEL = sorted(admin.site._registry, key=lambda model: model.__name__)


@pytest.mark.parametrize("model", EVERY_MODEL, ids=lambda model: model.__name__)
def test_every_list_opens(inside, model):
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    assert inside.get(reverse(f"admin:{name}_changelist")).status_code == 200


EDITED = {
    *(models.Body, models.BodyName, models.Council, models.Membership, models.Policy),
    *(models.Post, models.PostHolding, models.User),
}


@pytest.fixture
def asked_by_one(rf):
    """A request of a site administrator."""
    request = rf.get("/")
    request.user = site_administrator()
    return request


def test_the_record_is_read_only(asked_by_one):
    writable = [
        model.__name__
        for model in set(EVERY_MODEL) - EDITED
        if (raw := admin.site._registry[model]).has_add_permission(asked_by_one)
        or raw.has_change_permission(asked_by_one)
        or raw.has_delete_permission(asked_by_one)
    ]
    assert writable == []


def test_nothing_but_a_role_is_deleted_and_that_one_at_a_time(asked_by_one):
    one = MembershipFactory()
    raw = {model: admin.site._registry[model] for model in EDITED}
    assert [m for m in EDITED if raw[m].has_delete_permission(asked_by_one)] == []
    assert [m for m in EDITED if raw[m].has_delete_permission(asked_by_one, one)] == [Membership]


@pytest.fixture(params=["exempt", "confidential"])
def secrets(request):
    """Rows of several nouns, each with the canary in it, and one that is open beside them."""
    by = UserFactory()
    kept_back = RecommendationFactory(
        address="Kept-back-77",
        classification=request.param,
        exempt_paragraphs="2",
        public_interest=CANARY,
        prior_decision_words=CANARY,
    )
    WordingFactory(recommendation=kept_back, text=CANARY)
    shown = RecommendationFactory(report=kept_back.report, address="R78")
    WordingFactory(recommendation=shown, text="That the roads be mended.")
    hidden = PositionFactory(recommendation=shown, status=CANARY)
    classify(
        row=hidden,
        to=request.param,
        by=by,
        reason=CANARY,
        paragraphs="2",
        public_interest="It would name a child.",
    )
    PositionFactory(recommendation=shown, status="achieved", follows=hidden)
    progress.save_draft(recommendation=shown, by=by, on=date(2024, 5, 1), narrative=CANARY)
    return kept_back, shown


def test_no_exempt_word_is_in_it_anywhere(inside, secrets):
    kept_back, _ = secrets
    read = 0
    for model in EVERY_MODEL:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"admin:{name}_changelist")]
        for row in model._default_manager.all():
            pages += [
                reverse(f"admin:{name}_change", args=[row.pk]),
                reverse(f"admin:{name}_history", args=[row.pk]),
            ]
        for page in pages:
            answer = inside.get(page)
            assert CANARY not in answer.content.decode(), page
            assert kept_back.address not in answer.content.decode(), page
            read += answer.status_code == 200
    assert read > len(EVERY_MODEL) + 5


def test_open_rows_are_there(inside, secrets):
    _, shown = secrets
    page = inside.get(reverse("admin:recommendations_recommendation_change", args=[shown.pk]))
    assert "R78" in page.content.decode()
    wording = shown.wordings.get()
    page = inside.get(reverse("admin:recommendations_wording_change", args=[wording.pk]))
    assert "That the roads be mended." in page.content.decode()


# What is edited


def save(inside, model: str, typed: dict, pk: int | None = None):
    act = "change" if pk else "add"
    return inside.post(
        reverse(f"admin:recommendations_{model}_{act}", args=[pk] if pk else []), typed
    )


def test_a_change_without_a_reason_is_refused(inside):
    post = PostFactory()
    typed = {"title": "Director", "kind": "director", "directorate": ""}
    answer = save(inside, "post", typed, post.pk)
    assert answer.status_code == 200
    assert "This field is required" in answer.content.decode()
    post.refresh_from_db()
    assert post.title != "Director"


def test_a_change_is_kept_with_who_and_why(inside):
    post = PostFactory()
    typed = {"title": "Director", "kind": "director", "directorate": "", "reason": "Restructured"}
    assert save(inside, "post", typed, post.pk).status_code == 302
    latest = post.history.first()
    assert (latest.title, latest.history_change_reason) == ("Director", "Restructured")
    assert latest.history_user.is_superuser
    assert LogEntry.objects.count() == 1


def test_a_body_is_renamed_by_a_name_and_keeps_the_one_before(inside):
    body = BodyFactory(name="Children's Select Committee")
    models.BodyName.objects.create(body=body, name=body.name)
    typed = {"body": body.pk, "name": "Families Committee", "since": "2024-05-01", "reason": "Vote"}
    assert save(inside, "bodyname", typed).status_code == 302
    body.refresh_from_db()
    assert body.name == "Families Committee"
    assert [(name.name, name.until) for name in body.names.order_by("pk")] == [
        ("Children's Select Committee", date(2024, 4, 30)),
        ("Families Committee", None),
    ]
    assert body.history.first().history_change_reason == "Vote"
    again = save(inside, "bodyname", {**typed, "name": "Place Committee"})
    assert "It has been called “Families Committee” since 1 May 2024" in again.text


def test_a_new_body_has_its_first_name(inside):
    typed = {
        "council": CouncilFactory().pk,
        "kind": "committee",
        "name": "Place Committee",
        "slug": "place",
        "reason": "Set up by the council",
    }
    assert save(inside, "body", typed).status_code == 302
    assert Body.objects.get().names.get().name == "Place Committee"


def test_other_numbers_rate_every_item_anew(inside, time_machine):
    time_machine.move_to(date(2024, 7, 1))
    row = RecommendationFactory()
    WordingFactory(recommendation=row)
    first = {"in_force_from": date(2024, 1, 1), "overdue_red_after": 20}
    policy = policies.set_policy(council=row.council, **first)
    before = row.standings.get().pk
    typed = {
        "in_force_from": "2024-01-01",
        "overdue_red_after": "10",
        "moved_red_after": "90",
        "due_soon": "28",
        "due_soon_rating": "green",
        "reason": "Agreed by the committee",
    }
    assert save(inside, "policy", typed, policy.pk).status_code == 302
    assert Policy.objects.get().overdue_red_after == 10
    assert row.standings.get().pk != before


def test_other_numbers_rate_many_items_by_a_job_from_a_day_to_come(inside, monkeypatch):
    monkeypatch.setattr(policies, "AT_ONCE", 0)
    today = timezone.localdate()
    row = RecommendationFactory()
    WordingFactory(recommendation=row)
    standings.rewrite([row.pk], today=today)
    before = row.standings.get().pk
    typed = {
        "council": row.council.pk,
        "in_force_from": f"{today}",
        "overdue_red_after": "10",
        "moved_red_after": "90",
        "due_soon": "28",
        "due_soon_rating": "green",
        "reason": "Agreed by the committee",
    }
    refused = save(inside, "policy", typed)
    assert "Its numbers can change from tomorrow on" in refused.text
    assert 'value="10"' in refused.text
    assert not Policy.objects.exists()
    tomorrow = {"in_force_from": f"{today + timedelta(days=1)}"}
    assert save(inside, "policy", typed | tomorrow).status_code == 302
    assert models.Job.objects.get().asked_by.is_superuser
    assert row.standings.get().pk == before
    assert queue.work_once().state == "done"
    assert row.standings.get().pk != before


def test_a_closed_account_is_signed_out(inside):
    user = MembershipFactory(role=Role.MEMBER).user
    theirs = Client()
    theirs.force_login(user)
    typed = {"username": user.username, "first_name": "", "last_name": "", "email": ""}
    assert save(inside, "user", typed | {"reason": "Left"}, user.pk).status_code == 302
    assert not user.sessions.exists()
    assert theirs.get("/").url.startswith(reverse("sign_in"))


def test_a_role_taken_away_signs_out(inside):
    membership = MembershipFactory(role=Role.MEMBER)
    Client().force_login(membership.user)
    assert membership.user.sessions.exists()
    inside.post(
        reverse("admin:recommendations_membership_delete", args=[membership.pk]), {"post": "yes"}
    )
    assert not Membership.objects.exists()
    assert not membership.user.sessions.exists()


def test_a_password_is_changed_where_everybody_changes_theirs(inside):
    answer = inside.get(reverse("admin:password_change"))
    assert answer.url == reverse("recommendations:password")
    user = UserFactory()
    assert inside.get(f"{reverse('admin:index')}recommendations/user/{user.pk}/password/").url
