"""The list of recommendations and its filters; one recommendation and its story."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from recommendations.filters import ORDERS, OTHERWISE, UNSAID
from recommendations.models import Recommendation, Theme, Wording
from recommendations.models.dated import Dated
from recommendations.reading.offered_reports import OFFERED
from recommendations.reading.telling import tell
from recommendations.rules.positions import READY
from recommendations.rules.roles import Role
from recommendations.services import policies, positions, standings
from recommendations.services.change import correct, take_back
from recommendations.services.classification import classify, confirm_part_two, grant_part_two
from recommendations.services.remits import watch
from tests.factories import (
    BodyFactory,
    PositionFactory,
    PostFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)

pytestmark = pytest.mark.django_db

ON = date(2024, 7, 1)


@pytest.fixture
def report(council):
    return ReportFactory(council=council)


@pytest.fixture
def add(report):
    """A recommendation with its words, and its place in the lists."""

    def one(text: str = "That roads be mended.", **values) -> Recommendation:
        recommendation = RecommendationFactory(**{"report": report, **values})
        WordingFactory(recommendation=recommendation, text=text)
        standings.rewrite([recommendation.pk], today=timezone.localdate())
        return recommendation

    return one


@pytest.fixture
def listed(client, sign_in, council):
    """What the list answers when asked for this."""
    sign_in(Role.MEMBER)
    address = reverse("recommendations:recommendation_list", args=[council.slug])
    return lambda **asked: client.get(address, asked)


def found(response) -> set[str]:
    assert response.status_code == 200
    return {standing.recommendation.address for standing in response.context["page"].rows}


def close(recommendation: Recommendation) -> None:
    PositionFactory(recommendation=recommendation, status="Achieved", closes="implemented")
    standings.rewrite([recommendation.pk], today=timezone.localdate())


def test_the_list_holds_each_recommendation_and_not_its_parts(add, listed):
    whole = add()
    add(parent=whole, part_kind="listed", address="part")
    add(kind="guideline", address="guideline")
    assert found(listed()) == {whole.address}


def test_the_list_is_of_one_council(add, listed):
    ours = add()
    add(report=ReportFactory())
    assert found(listed()) == {ours.address}


def test_by_rating(add, listed):
    waiting, closed = add(), add()
    close(closed)
    assert found(listed(rating="closed")) == {closed.address}
    assert found(listed(rating=["closed", "not rated"])) == {closed.address, waiting.address}


def test_by_report(add, listed, council):
    add()
    other = add(report=ReportFactory(council=council))
    assert found(listed(report=other.report.slug)) == {other.address}


def test_an_old_report_is_offered_once_it_or_a_theme_of_it_is_asked_for(add, listed, council):
    newer = ReportFactory.create_batch(OFFERED, council=council, published_on=date(2025, 1, 1))
    old = add(report=ReportFactory(council=council, published_on=date(2020, 1, 1)))
    theme = Theme.objects.create(report=old.report, position=1, title="Roads")
    old.theme = theme
    old.save()
    elsewhere = ReportFactory()

    def offered(**asked) -> set[str]:
        return {
            slug for slug, _ in listed(**asked).context["filter"].filters["report"].extra["choices"]
        }

    newest = {report.slug for report in newer}
    assert offered() == newest
    assert offered(report=old.report.slug) == offered(theme=theme.pk) == newest | {old.report.slug}
    assert offered(report=elsewhere.slug) == offered(theme="9" * 30) == newest
    assert found(listed(report=old.report.slug)) == found(listed(theme=theme.pk)) == {old.address}
    assert {listed(report=typed).status_code for typed in (elsewhere.slug, "a\0b", "é")} == {400}


def test_by_theme_the_groups_inside_it_included(add, listed, report):
    theme = Theme.objects.create(report=report, position=1, title="Roads")
    group = Theme.objects.create(report=report, position=2, title="Verges", parent=theme)
    above, inside, _ = add(theme=theme), add(theme=group), add()
    assert found(listed(theme=theme.pk)) == {above.address, inside.address}
    assert found(listed(theme=group.pk)) == {inside.address}


def test_by_answer(add, listed):
    waiting = add()
    assert found(listed(answer="awaiting")) == {waiting.address}
    assert found(listed(answer="accepted")) == set()


def test_by_the_committees_position_that_stands_today(add, listed, council):
    achieved, moved_on, in_a_papers_words, unsaid = add(), add(), add(), add()
    PositionFactory(recommendation=achieved, status="Achieved")
    first = PositionFactory(recommendation=moved_on, status="Achieved")
    PositionFactory(
        recommendation=moved_on, status="Monitoring", on=date(2024, 7, 1), follows=first
    )
    PositionFactory(recommendation=in_a_papers_words, status="Carried out")
    every = Recommendation.objects.values_list("pk", flat=True)
    standings.rewrite(every, today=timezone.localdate())
    assert found(listed(position="Achieved")) == {achieved.address}
    assert found(listed(position="Monitoring")) == {moved_on.address}
    assert found(listed(position=OTHERWISE)) == {in_a_papers_words.address}
    assert found(listed(position=UNSAID)) == {unsaid.address}
    positions.take_position_back(
        position=achieved.positions.get(), by=UserFactory(), why="Not minuted"
    )
    assert found(listed(position=UNSAID)) == {unsaid.address, achieved.address}
    assert found(listed(position="Achieved")) == set()


def test_a_position_that_is_withheld_is_found_with_leave_alone(add, listed, council, report):
    monitored, in_a_papers_words, unsaid = add(), add(), add()
    by = UserFactory()
    earlier = positions.take_position(
        recommendation=monitored, status="Achieved", by=by, on=date(2024, 6, 1)
    )
    positions.take_position(
        recommendation=monitored, status="Monitoring", by=by, on=ON, follows=earlier
    )
    positions.take_position(recommendation=in_a_papers_words, status="Carried out", by=by, on=ON)
    for row in (monitored.positions.last(), in_a_papers_words.positions.get()):
        classify(
            row=row, to="exempt", by=by, reason="Names a firm", paragraphs="3", public_interest="So"
        )
    asked = ("Achieved", "Monitoring", OTHERWISE, UNSAID)
    everything = {monitored.address, in_a_papers_words.address, unsaid.address}
    assert [found(listed(position=said)) for said in asked] == [set(), set(), set(), everything]
    body = BodyFactory(council=council)
    watch(body=body, report=report, by=by, why="It commissioned it")
    grant = grant_part_two(
        membership=council.memberships.get(),
        body=body,
        until=timezone.localdate(),
        reason="Supports it",
        by=by,
    )
    confirm_part_two(grant=grant, by=UserFactory())
    assert [found(listed(position=said)) for said in asked] == [
        set(),
        {monitored.address},
        {in_a_papers_words.address},
        {unsaid.address},
    ]


def test_positions_are_offered_in_the_councils_own_words(add, listed, council):
    add()
    policies.set_policy(council=council, in_force_from=date(2024, 1, 1), scheme=READY["york"][1])
    response = listed(position="Achieved – stop monitoring")
    assert found(response) == set()
    assert [tag.words for tag in response.context["filter"].tags] == ["Achieved – stop monitoring"]
    offered = response.context["filter"].filters["position"].extra["choices"]
    york, earlier, rest = offered[:3], offered[3], offered[4:]
    assert [words for words, _ in york] == [one.words for one in READY["york"][1].statuses]
    assert earlier[0] == "By an earlier scheme"
    assert ("Discharged", "Discharged") in earlier[1]
    assert [label for _, label in rest] == ["A position in other words", "No position taken"]
    assert listed(position="2. Achieved").status_code == 400


def test_by_owner_a_post_or_a_body(add, listed, council):
    with_post, with_body, _ = add(), add(), add()
    post, body = PostFactory(council=council), BodyFactory(council=council)
    with_post.ownerships.create(post=post)
    with_body.ownerships.create(body=body)
    assert found(listed(owner=f"post-{post.pk}")) == {with_post.address}
    assert found(listed(owner=f"body-{body.pk}")) == {with_body.address}


def test_by_words_in_it_or_in_a_part_of_it(add, listed):
    lamps, bins = add("That street lamps be lit."), add("That bins be emptied.")
    add("on Mondays, by hand", parent=bins, part_kind="listed", address="part")
    assert found(listed(text="LAMPS street")) == {lamps.address}
    assert found(listed(text="mondays")) == {bins.address}
    assert found(listed(text="lamps mondays")) == set()


def test_by_reference(add, listed):
    one = add(address="R1")
    add(address="R10")
    assert found(listed(text="r1")) == {one.address}


def test_filters_narrow_together_and_each_can_be_taken_away(add, listed):
    closed = add("That bins be emptied.")
    add("That bins be red.")
    close(closed)
    response = listed(text="bins", rating="closed", sort="printed")
    assert found(response) == {closed.address}
    assert {(tag.words, tag.query) for tag in response.context["filter"].tags} == {
        ("bins", "rating=closed&sort=printed"),
        ("Closed", "text=bins&sort=printed"),
    }


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"rating": "purple"}, "“purple” is not one of those offered under “Rating”"),
        ({"report": "no-such-report"}, "“no-such-report” is not one of those"),
        ({"theme": "0"}, "“0” is not one of those"),
        ({"theme": "x"}, "“x” is not one of those"),
        ({"answer": "maybe"}, "“maybe” is not one of those"),
        ({"position": "maybe"}, "“maybe” is not one of those offered under “Committee’s position”"),
        ({"owner": "post-0"}, "“post-0” is not one of those"),
        ({"owner": "council-1"}, "“council-1” is not one of those"),
        ({"sort": "recommendation__council"}, "is not one of those offered under “Order”"),
        ({"text": "long " * 41}, "at most 200 characters"),
        ({"text": "nul\x00"}, "Null characters are not allowed"),
    ],
)
def test_what_does_not_fit_is_refused_and_not_ignored(add, listed, asked, kept):
    add()
    response = listed(text="roads") if "text" in asked else None
    response = listed(**{"text": "roads", **asked})
    assert response.status_code == 400
    assert "page" not in response.context
    assert kept in response.text
    if "text" not in asked:
        assert 'value="roads"' in response.text


@pytest.mark.parametrize("page", ["0", "2", "x", "-1", "1.5"])
def test_a_page_that_there_is_not_is_not_found(add, listed, page):
    add()
    assert listed(page=page).status_code == 404


def test_a_long_list_is_in_pages_that_keep_what_was_asked(add, listed):
    for _ in range(26):
        add()
    first, second = listed(text="roads"), listed(text="roads", page="2")
    assert (len(first.context["page"].rows), len(second.context["page"].rows)) == (25, 1)
    assert "?text=roads&amp;page=2" in first.text


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_puts_all_of_it_in_a_line(add, listed, order):
    closed, waiting = add(), add()
    close(closed)
    page = listed(sort=order).context["page"].rows
    addresses = [standing.recommendation.address for standing in page]
    worst_first = [waiting.address, closed.address]
    assert addresses == (worst_first if order == "worst" else [closed.address, waiting.address])


@pytest.fixture
def read(client, sign_in):
    def page(recommendation: Recommendation, **asked: str):
        sign_in(Role.MEMBER)
        return client.get(recommendation.get_absolute_url(), asked)

    return page


def test_a_correction_and_a_taking_back_stay_in_the_story(add, read):
    recommendation = add()
    wrong = PositionFactory(recommendation=recommendation, status="watching")
    right = correct(wrong, by=wrong.by, why="A slip", status="monitoring")
    text = read(recommendation).text
    assert "The committee says: watching" in text
    assert "<strong>Corrected</strong>" in text
    take_back(right, by=wrong.by, why="Not minuted")
    text = read(recommendation).text
    assert "<strong>Taken back</strong>" in text
    assert "Nothing recorded" in text


def test_what_was_entered_late_says_so(add, read):
    recommendation = add()
    PositionFactory(recommendation=recommendation, on=date(2024, 6, 1))
    assert "Entered late" in read(recommendation).text


def test_an_amended_wording_stands_and_the_earlier_one_is_told(add, read):
    recommendation = add("That roads be mended.")
    WordingFactory(
        recommendation=recommendation,
        printing=Wording.Printing.AMENDED,
        text="That all roads be mended.",
        on=date(2024, 5, 1),
    )
    text = read(recommendation).text
    assert text.index("That all roads be mended.") < text.index("What has happened")
    assert "That roads be mended." in text[text.index("What has happened") :]


@pytest.mark.parametrize("as_at", ["yesterday", "2024-02-30", "2999-01-01", "2020-01-01"])
def test_a_day_on_which_there_was_nothing_to_see_is_not_found(add, read, as_at):
    assert read(add(), as_at=as_at).status_code == 404


def test_every_dated_noun_can_be_told():
    def kinds(of: type) -> set[type]:
        below = of.__subclasses__()
        return {kind for kind in below if not kind._meta.abstract}.union(*map(kinds, below))

    untold = {kind.__name__ for kind in kinds(Dated) if tell.dispatch(kind) is tell.dispatch(Dated)}
    assert untold == set()
