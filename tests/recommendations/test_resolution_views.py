"""What a body resolved: several resolutions under one item, and the endorsement of a report."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Post, Resolution, Wording
from recommendations.rules.roles import Role
from recommendations.services import (
    endorsement,
    meetings,
    responses,
)
from recommendations.services.change import Refused
from recommendations.services.resolutions import resolve
from tests.factories import (
    BodyFactory,
    CouncilFactory,
    PostFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)
from tests.recommendations.acting import day_typed, send

pytestmark = pytest.mark.django_db

MET = date(2024, 3, 28)
WORDS = "That the council should mend its roads."


class Place:
    """A report of R1 and R2, an item about it on the agenda of a meeting, and a response."""

    def __init__(self, council):
        self.council = council
        self.committee = BodyFactory(council=council, name="Roads Committee")
        self.report = ReportFactory(council=council, title="Roads")
        self.made = [
            RecommendationFactory(report=self.report, address=f"R{n}", position=n) for n in (1, 2)
        ]
        for row in self.made:
            WordingFactory(recommendation=row, text=WORDS, title="Roads", closing="And soon.")
        self.item = self.on_an_agenda(MET)
        self.response = responses.enter_response(report=self.report, body=self.committee)
        self.post = PostFactory(council=council, title="Head of Roads")

    def on_an_agenda(self, day):
        meeting = meetings.call_meeting(body=self.committee, day=day)
        return meetings.add_item(meeting=meeting, title="Final report", number="7")

    def at(self, name, *parts):
        return reverse(f"recommendations:{name}", args=[self.council.slug, *parts])

    @property
    def endorsing(self):
        return self.at("endorsement", self.report.slug)

    @property
    def resolving(self):
        return self.at("resolutions", self.item.meeting.pk, self.item.pk)

    def ones(self, **kinds):
        """What is typed of single recommendations, by their addresses; words as they stand."""
        typed = {}
        for row in self.made:
            typed[f"kind-{row.pk}"] = kinds.get(row.address, "")
            typed[f"words-{row.pk}"] = WORDS
        return typed

    def endorsed(self, **typed):
        return {"item": self.item.pk, "reference": "34", "text": "", **self.ones(), **typed}

    def rating(self, n):
        return self.made[n - 1].standings.on(timezone.localdate()).get().rated.deciding.kind


@pytest.fixture
def place(council):
    return Place(council)


@pytest.fixture
def clerk(client, sign_in):
    sign_in(Role.CLERK)
    return client


def recorded():
    return [
        (str(row.recommendation.address) if row.recommendation else "", row.kind, row.reference)
        for row in Resolution.objects.order_by("pk")
    ]


# ----------------------------------------------------------------------------------- endorsement


def test_a_report_is_endorsed_as_a_whole(clerk, place):
    answer = send(clerk, place.endorsing, **place.endorsed(whole="endorse", text="That it be."))
    assert answer.status_code == 303
    (row,) = Resolution.objects.all()
    assert (row.kind, row.report, row.recommendation) == ("endorse", place.report, None)
    assert (row.on, row.text, row.item) == (MET, "That it be.", place.item)
    page = clerk.get(place.at("report", place.report.slug)).text
    assert "Minute 34 is recorded" in page
    assert "resolution 34" in page


def test_one_by_one_beside_the_whole(clerk, place):
    typed = place.endorsed(whole="endorse", **place.ones(R2="not endorse"))
    assert send(clerk, place.endorsing, **typed).status_code == 303
    assert recorded() == [("", "endorse", "34"), ("R2", "not endorse", "34")]
    assert place.rating(1) == "awaiting"
    assert place.rating(2) == "not endorsed"


def test_one_by_one_alone(clerk, place):
    typed = place.endorsed(whole="each", **place.ones(R1="withdraw"))
    assert send(clerk, place.endorsing, **typed).status_code == 303
    assert recorded() == [("R1", "withdraw", "34")]
    assert place.rating(1) == "withdrawn"


def test_words_as_amended_stand_by_their_resolution(clerk, place):
    r1 = place.made[0]
    typed = place.endorsed(whole="endorse", **place.ones(R1="endorse as amended"))
    typed[f"words-{r1.pk}"] = "That the council should mend\r\nits roads by May."
    assert send(clerk, place.endorsing, **typed).status_code == 303
    amended = r1.wordings.get(printing=Wording.Printing.AMENDED)
    assert amended.text == "That the council should mend\nits roads by May."
    assert (amended.title, amended.closing, amended.on) == ("Roads", "And soon.", MET)
    assert amended.resolution == Resolution.objects.get(recommendation=r1)
    assert "its roads by May." in clerk.get(r1.get_absolute_url()).text


def test_another_meeting_is_entered_with_it(clerk, place):
    typed = place.endorsed(
        item="another", body=place.committee.pk, whole="endorse", **day_typed("met_on", MET)
    )
    assert send(clerk, place.endorsing, **typed).status_code == 303
    (row,) = Resolution.objects.all()
    assert (row.item.meeting, row.item.title) == (place.item.meeting, "Roads")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"item": ""}, "Choose the item, or enter another"),
        ({"item": "999999"}, "Choose an item from the list"),
        ({"item": "another"}, "Choose the body that met"),
        ({"reference": ""}, "Enter the minute reference"),
        ({"reference": "x" * 51}, "The reference may have 50 letters at most"),
        ({"text": "x" * 4001}, "Give the words in 4,000 letters or fewer"),
        ({"whole": ""}, "Say what was decided of the whole report"),
        ({"whole": "each"}, "Say what was decided of the whole, or of one of those below"),
        (
            {"item": "another", **day_typed("met_on", date(2199, 1, 1))},
            "1 January 2199 has not come yet",
        ),
    ],
)
def test_what_is_missing_is_said_beside_it(clerk, place, typed, sentence):
    answer = send(clerk, place.endorsing, **place.endorsed(**{"whole": "endorse", **typed}))
    assert answer.status_code == 400
    assert sentence in answer.text
    assert not Resolution.objects.exists()


def test_amended_without_other_words_is_refused_and_other_words_without_amended(clerk, place):
    pk = place.made[0].pk
    same = place.endorsed(whole="each", **place.ones(R1="endorse as amended"))
    assert "Enter the words of R1 as amended" in send(clerk, place.endorsing, **same).text
    unsaid = place.endorsed(whole="endorse", **{f"words-{pk}": "That roads be mended."})
    answer = send(clerk, place.endorsing, **unsaid)
    assert "Choose “Endorse as amended”, or leave the words as they are" in answer.text
    assert "That roads be mended." in answer.text
    assert not Resolution.objects.exists()


def test_a_meeting_to_come_has_endorsed_nothing(clerk, place):
    ahead = place.on_an_agenda(timezone.localdate() + timedelta(days=7))
    answer = send(clerk, place.endorsing, **place.endorsed(whole="endorse", item=ahead.pk))
    assert "Choose an item from the list" in answer.text


def test_whoever_endorses_second_is_told_of_the_first(clerk, place):
    shown = clerk.get(place.endorsing)
    endorsement.endorse(
        report=place.report, item=place.item, reference="33", whole="not endorse", by=UserFactory()
    )
    theirs = Resolution.objects.get()
    typed = place.endorsed(whole="endorse", token=shown.context["token"], follows="")
    answer = clerk.post(place.endorsing, typed)
    assert answer.status_code == 409
    assert f"Meanwhile {theirs.by} recorded “not endorse” of the whole report" in answer.text
    assert Resolution.objects.count() == 1
    typed |= {"token": answer.context["token"], "follows": str(theirs.pk)}
    assert clerk.post(place.endorsing, typed).status_code == 303
    assert Resolution.objects.count() == 2


def test_the_same_is_not_recorded_twice(clerk, place):
    typed = place.endorsed(whole="endorse")
    assert send(clerk, place.endorsing, **typed).status_code == 303
    again = send(clerk, place.endorsing, **typed)
    assert again.status_code == 400
    assert "This is recorded already, as minute 34 of this item." in again.text


def test_a_service_is_told_what_was_decided(place):
    with pytest.raises(Refused, match="Say what was decided"):
        endorsement.endorse(report=place.report, item=place.item, reference="1", by=UserFactory())


def test_what_may_not_be_read_is_not_among_those_decided(clerk, place):
    secret = RecommendationFactory(
        report=place.report,
        address="R9(z)",
        classification="exempt",
        exempt_paragraphs="2",
        public_interest="It would name a child.",
    )
    WordingFactory(recommendation=secret, text="A sentence for few.")
    page = clerk.get(place.endorsing).text
    assert "R2" in page
    assert "R9(z)" not in page
    assert "A sentence for few" not in page


def test_a_decision_that_may_not_be_read_is_no_conflict_and_is_not_told(clerk, place):
    shown = clerk.get(place.endorsing)
    secret = RecommendationFactory(
        report=place.report,
        address="R9",
        classification="exempt",
        exempt_paragraphs="2",
        public_interest="It would name a child.",
    )
    said = {"item": place.item, "reference": "33", "by": UserFactory()}
    resolve(kind="not endorse", recommendation=secret, **said)
    typed = place.endorsed(whole="endorse", token=shown.context["token"], follows="")
    assert clerk.post(place.endorsing, typed).status_code == 303


# --------------------------------------------------------------------------- under one item


def resolved(**typed):
    return {"kind": "urge", "reference": "35", "text": "That roads be mended.", **typed}


def test_several_resolutions_are_recorded_under_one_item(clerk, place):
    r2 = place.made[1]
    about = {"report": place.report.pk}
    whole = send(clerk, place.resolving, **resolved(**about))
    assert (whole.status_code, whole.url) == (303, place.resolving)
    acting = {"owner": place.post.pk, **day_typed("due_on", date(2024, 5, 1))}
    one = resolved(kind="refer", reference="36", number="R2", **about, **acting)
    assert send(clerk, place.resolving, **one).status_code == 303
    answer = resolved(kind="ask to amend", reference="37", response=place.response.pk, **about)
    assert send(clerk, place.resolving, **answer).status_code == 303
    rows = Resolution.objects.order_by("pk")
    assert [(row.recommendation, row.response) for row in rows] == [
        (None, None),
        (r2, None),
        (None, place.response),
    ]
    assert (rows[1].owner, rows[1].due_on) == (place.post, date(2024, 5, 1))
    for page in (
        place.resolving,
        place.at("meeting", place.item.meeting.pk),
        place.at("report", place.report.slug),
    ):
        text = clerk.get(page).text
        assert "Asked for an amendment" in text
        assert "For Head of Roads by" in text
    timeline = clerk.get(r2.get_absolute_url()).text
    assert "For Head of Roads, by 1" in timeline


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": ""}, "Choose the kind of resolution"),
        ({"reference": ""}, "Enter the minute reference"),
        ({"report": ""}, "Choose the report"),
        ({"report": "99999999999999999999"}, "Choose a report from the list"),
        ({"number": "R77"}, "The report has no R77 that you may read"),
        ({"owner": "0"}, "Choose a post from the list"),
        (day_typed("due_on", date(2024, 3, 1)), "This is before the body met, on 28 March 2024"),
        (
            {"kind": "endorse as amended", "number": "R1"},
            "Record this where the report is endorsed",
        ),
    ],
)
def test_a_resolution_that_cannot_be_is_refused(clerk, place, typed, sentence):
    answer = send(clerk, place.resolving, **resolved(**{"report": place.report.pk, **typed}))
    assert answer.status_code == 400
    assert sentence in answer.text
    assert not Resolution.objects.exists()


def test_a_response_and_a_recommendation_are_not_named_together(clerk, place):
    both = resolved(report=place.report.pk, response=place.response.pk, number="R1")
    assert "Name the response or the recommendation" in send(clerk, place.resolving, **both).text
    other = responses.enter_response(
        report=ReportFactory(council=place.council), body=place.committee
    )
    apart = resolved(report=place.report.pk, response=other.pk)
    answer = send(clerk, place.resolving, **apart)
    assert "This is a response to another report" in answer.text


def test_another_councils_report_and_post_are_not_in_the_lists(clerk, place):
    elsewhere = CouncilFactory()
    theirs: Post = PostFactory(council=elsewhere)
    for typed, sentence in (
        ({"report": ReportFactory(council=elsewhere).pk}, "Choose a report from the list"),
        ({"report": place.report.pk, "owner": theirs.pk}, "Choose a post from the list"),
    ):
        assert sentence in send(clerk, place.resolving, **resolved(**typed)).text


def test_what_is_to_come_has_nothing_resolved_yet(clerk, place):
    place.item = place.on_an_agenda(timezone.localdate() + timedelta(days=7))
    page = clerk.get(place.resolving).text
    assert "The body has not met yet" in page
    assert "<textarea" not in page


def test_an_administrator_sees_the_meeting_and_no_resolution(client, sign_in, place):
    resolve(item=place.item, reference="1", kind="note", report=place.report, by=UserFactory())
    sign_in(Role.ADMINISTRATOR)
    page = client.get(place.at("meeting", place.item.meeting.pk)).text
    assert "Resolved under" not in page
    assert client.get(place.resolving).status_code == 403


@pytest.mark.any_database  # how often it asks is decided before
@pytest.mark.parametrize("name", ["resolving", "endorsing", "meeting"])
def test_pages_ask_as_often_for_many_resolutions_as_for_one(clerk, place, name):
    meeting = place.item.meeting
    address = place.at("meeting", meeting.pk) if name == "meeting" else getattr(place, name)
    by = UserFactory()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert clerk.get(address).status_code == 200
        return len(queries)

    def another(n: int) -> None:
        row = RecommendationFactory(report=place.report, address=f"R{n}", position=n)
        WordingFactory(recommendation=row)
        item = meetings.add_item(meeting=meeting, title=f"Item {n}")
        for under in (item, place.item):
            resolve(item=under, reference=str(n), kind="note", recommendation=row, by=by)

    another(10)
    for_one = asked()
    for n in range(11, 16):
        another(n)
    assert asked() == for_one
