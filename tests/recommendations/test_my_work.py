"""What a person's posts owe, most urgent first, and what waits for somebody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Ownership, Viewer
from recommendations.reading.my_work import my_work
from recommendations.services import progress
from tests.factories import PostFactory, RecommendationFactory, WordingFactory
from tests.recommendations.acting import TODAY, Acting, hold, promised


def another(acting: Acting, address: str, *, late: int, post=None):
    """One more recommendation that the post owes, accepted like the first."""
    row = RecommendationFactory(report=acting.recommendation.report, address=address)
    WordingFactory(recommendation=row)
    owner = post or acting.post
    Ownership.objects.create(recommendation=row, post=owner)
    response = row.report.responses.get()
    response.answers.create(
        recommendation=row,
        decision="accepted",
        by=acting.people["clerk"],
        on=response.answers.first().on,
    )
    promised(row, due=TODAY - timedelta(days=late), owner=owner)
    return row


def work_of(acting: Acting, who: str):
    viewer = Viewer.of(acting.people[who], acting.council.slug, today=TODAY)
    return my_work(viewer, today=TODAY, now=timezone.now())


def page_of(acting: Acting, who: str) -> str:
    address = reverse("recommendations:my_work", args=[acting.council.slug])
    return acting.client_of(who).get(address).text


def test_the_most_urgent_stands_first(acting):
    another(acting, "R2", late=-40)
    another(acting, "R3", late=200)
    another(acting, "R4", late=20)
    (of_post,) = work_of(acting, "officer").posts
    assert [owed.item.address for owed in of_post.owed] == ["R3", "R4", "R1", "R2"]


def test_each_post_stands_apart_with_how_it_is_held(acting):
    roads, parks = acting.post, PostFactory(council=acting.council, title="Parks Manager")
    hold(parks, acting.people["deputy"])
    another(acting, "R2", late=5, post=parks)
    found = [(of.post, of.held_as, len(of.owed)) for of in work_of(acting, "deputy").posts]
    assert found == [(parks, "holder", 1), (roads, "deputy", 1)]
    page = page_of(acting, "deputy")
    assert "Parks Manager (1)" in page
    assert "You deputise in this post." in page


def test_the_closest_tie_to_a_post_is_the_one_that_counts(acting):
    hold(acting.post, acting.people["officer"], kind="support")
    (of_post,) = work_of(acting, "officer").posts
    assert of_post.held_as == "holder"


def test_whoever_promised_a_milestone_owes_that_alone(acting):
    elsewhere = PostFactory(council=acting.council)
    hold(elsewhere, acting.people["another officer"])
    theirs = promised(acting.recommendation, due=TODAY, owner=elsewhere, text="Paint the lines.")
    ((owed,),) = (of.owed for of in work_of(acting, "another officer").posts)
    assert (owed.speaks_for_it, [step.row for step in owed.steps]) == (False, [theirs])
    assert "Milestones only" in page_of(acting, "another officer")


def test_a_draft_is_offered_to_go_on_with(acting):
    progress.save_draft(
        recommendation=acting.recommendation, by=acting.people["officer"], on=TODAY, cause="Ra"
    )
    page = page_of(acting, "officer")
    assert "Finish the draft" in page
    assert "Drafts (1)" in page
    assert "Finish the draft" not in page_of(acting, "deputy")


def test_what_was_sent_and_what_waits_for_others_is_told(acting):
    progress.submit_update(
        recommendation=acting.recommendation,
        stated="green",
        by=acting.people["officer"],
        on=TODAY,
    )
    acting.asked_for()
    page = page_of(acting, "officer")
    assert "Sent last (1)" in page
    assert "Waiting for others (1)" in page


def test_nothing_owed_is_said_so(acting):
    assert "You hold no post, so nothing is owed by you." in page_of(acting, "another officer")
    hold(PostFactory(council=acting.council), acting.people["another officer"])
    page = page_of(acting, "another officer")
    assert "Nothing to report on." in page
    assert "Nothing is owed by this post today." in page


@pytest.mark.parametrize("who", ["clerk", "scrutiny officer"])
def test_dates_to_decide_wait_for_clerk_and_scrutiny(acting, who):
    asked = acting.asked_for()
    page = page_of(acting, who)
    assert "New dates to decide (1)" in page
    assert acting.address("new_date_decision", asked.pk) in page
    assert "New dates to decide" not in page_of(acting, "officer")


def test_better_ratings_wait_for_scrutiny_until_one_is_accepted(acting):
    update = progress.submit_update(
        recommendation=acting.recommendation,
        stated="green",
        by=acting.people["officer"],
        on=TODAY,
    )
    assert "Officer says better than the record (1)" in page_of(acting, "scrutiny officer")
    assert "Officer says better" not in page_of(acting, "clerk")
    progress.accept_rating(
        update=update, reason="Seen.", by=acting.people["scrutiny officer"], on=TODAY
    )
    assert "Officer says better" not in page_of(acting, "scrutiny officer")


@pytest.mark.any_database  # how often it asks is decided before
def test_it_asks_as_often_for_one_as_for_many(acting):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(acting, "officer")
        return len(queries)

    one = asked()
    for number in range(2, 9):
        another(acting, f"R{number}", late=number)
    assert asked() == one
