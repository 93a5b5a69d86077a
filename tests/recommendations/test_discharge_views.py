"""Story 13: what the minutes decided, of several recommendations at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Body, Position, Remit, Resolution
from recommendations.rules.roles import Role
from recommendations.services import (
    discharges,
    meetings,
    positions,
    progress,
    responses,
    standings,
)
from recommendations.services.change import Refused, change
from recommendations.services.discharges import Ticked
from recommendations.services.submissions import Conflict
from tests.factories import (
    PUBLISHED,
    BodyFactory,
    MembershipFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)
from tests.recommendations.acting import hidden, send

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
MET = TODAY - timedelta(days=1)


class Place:
    """A report that a committee watches; R1 to R4 are accepted, R1 to R3 are reported complete.

    Of the parts of R3, one is not.
    """

    def __init__(self, council):
        self.council = council
        self.by = UserFactory()
        self.committee = BodyFactory(council=council, name="Roads Committee")
        self.report = ReportFactory(council=council, title="Roads")
        Remit.objects.create(body=self.committee, report=self.report)
        with change():
            self.made = {f"R{n}": self.recommended(f"R{n}") for n in (1, 2, 3, 4)}
            self.parts = [self.recommended(f"R3({of})", of="R3") for of in "ab"]
            cabinet = BodyFactory(council=council, kind=Body.Kind.EXECUTIVE)
            stamp = {"by": self.by, "on": PUBLISHED + timedelta(days=30)}
            response = responses.enter_response(report=self.report, body=cabinet)
            for row in self.made.values():
                responses.answer(
                    response=response, recommendation=row, decision="accepted", **stamp
                )
            responses.reach_stage(response=response, stage="given", **stamp)
            for address in ("R1", "R2", "R3"):
                self.complete(self.made[address])
            progress.submit_update(recommendation=self.parts[1], by=self.by, on=MET, stated="green")
        meeting = meetings.call_meeting(body=self.committee, day=MET)
        self.item = meetings.add_item(meeting=meeting, title="Roads: progress", number="7")

    def recommended(self, address, *, of=None):
        kept = {"parent": self.made[of], "part_kind": "listed"} if of else {}
        row = RecommendationFactory(report=self.report, address=address, **kept)
        WordingFactory(recommendation=row, text=f"That {address} be done.")
        return row

    def complete(self, row):
        progress.submit_update(
            recommendation=row,
            by=self.by,
            on=MET - timedelta(days=9),
            complete=True,
            stated="green",
            outcome="Fewer holes.",
        )

    @property
    def page(self):
        return reverse(
            "recommendations:discharge",
            args=[self.council.slug, self.item.meeting_id, self.item.pk],
        )

    def rating(self, address):
        return self.made[address].standings.on(TODAY).get().rag


DECIDED = {"status": "Achieved", "closes": "implemented", "reference": "34", "text": "Agreed."}


@pytest.fixture
def place(council):
    return Place(council)


@pytest.fixture
def clerk(client, sign_in):
    sign_in(Role.CLERK)
    return client


def ticks(page):
    """What may be ticked, by the recommendation's number."""
    return {row.candidate.item.address: row.candidate.seen for row in page.context["form"].rows}


def typed(page, *addresses, **otherwise):
    of = ticks(page)
    return {
        "token": hidden(page, "token"),
        "ticked": [of[address] for address in addresses],
        **DECIDED,
        **otherwise,
    }


def test_the_decisions_of_one_item_are_entered(clerk, place):
    resolving = reverse(
        "recommendations:resolutions",
        args=[place.council.slug, place.item.meeting_id, place.item.pk],
    )
    noted = {"kind": "note", "reference": "33", "report": place.report.pk, "text": "Noted."}
    assert send(clerk, resolving, **noted).status_code == 303
    page = clerk.get(place.page)
    assert set(ticks(page)) == {"R1", "R2", "R3"}
    assert "Fewer holes." in page.text
    assert "Not reported complete: R3(b)." in page.text
    assert "Closing R3 closes it too." in page.text
    assert clerk.post(place.page, typed(page, "R1", "R2", "R1")).status_code == 303
    assert [place.rating(address) for address in ("R1", "R2", "R3")] == [
        *("closed", "closed"),
        place.rating("R4"),
    ]
    discharged = Resolution.objects.filter(kind="discharge")
    assert {row.recommendation.address for row in discharged} == {"R1", "R2"}
    assert {(row.reference, row.text, row.on) for row in discharged} == {("34", "Agreed.", MET)}
    positions = Position.objects.all()
    assert {(row.status, row.closes, row.on) for row in positions} == {
        ("Achieved", "implemented", MET)
    }
    assert {row.resolution for row in positions} == set(discharged)
    goes_on = {"status": "Progress not acceptable", "closes": "goes on", "reference": "35"}
    page = clerk.get(place.page)
    assert set(ticks(page)) == {"R3"}
    assert clerk.post(place.page, typed(page, "R3", **goes_on)).status_code == 303
    assert place.rating("R3") != "closed"
    page = clerk.get(place.page).text
    assert "Reported complete" in page, "both stay visible"
    assert "Progress not acceptable" in page
    meeting = reverse("recommendations:meeting", args=[place.council.slug, place.item.meeting_id])
    told = clerk.get(meeting).text
    assert all(f"Minute {reference}" in told for reference in (33, 34, 35))


def test_a_form_that_comes_twice_is_one_decision(clerk, place):
    form = typed(clerk.get(f"{place.page}?tick=all"), "R1")
    first, second = (clerk.post(f"{place.page}?tick=all", form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert Position.objects.count() == 1


def test_what_changed_meanwhile_is_told_beside_it_and_nothing_is_half_done(clerk, place):
    page = clerk.get(place.page)
    form = typed(page, "R1", "R2", "R3")
    said = {"by": UserFactory(first_name="Ada", last_name="Lee"), "on": MET}
    positions.take_position(recommendation=place.made["R1"], status="Monitoring", **said)
    positions.take_position(
        recommendation=place.made["R2"], status="Discharged", closes="overtaken", **said
    )
    late = clerk.post(place.page, form)
    assert late.status_code == 409
    assert "position was recorded as “Monitoring”" in late.text
    assert "R2 of “Roads” is closed: Ada Lee recorded “Discharged” meanwhile." in late.text
    assert "Agreed." in late.text
    assert Position.objects.count() == 2
    assert not Resolution.objects.exists()
    boxes = {row.candidate.item.address: row.tick for row in late.context["form"].rows}
    assert {name for name, box in boxes.items() if box.data["selected"]} == {"R3"}
    again = typed(late, "R1", "R3")
    assert clerk.post(place.page, again).status_code == 303
    assert (place.rating("R1"), place.rating("R3")) == ("closed", "closed")


def test_an_update_that_came_meanwhile_is_told_too(clerk, place):
    form = typed(clerk.get(place.page), "R1", "R2")
    progress.submit_update(
        recommendation=place.made["R1"], by=place.by, on=MET, complete=True, stated="green"
    )
    progress.submit_update(recommendation=place.made["R2"], by=place.by, on=MET, stated="green")
    late = clerk.post(place.page, form)
    assert late.status_code == 409
    assert "Meanwhile an update of" in late.text
    assert "R2 of “Roads” is no longer among them" in late.text


def test_the_second_of_two_at_the_same_moment_writes_nothing(place):
    """Both have looked; the database lets one position follow nothing."""
    said = {
        "item": place.item,
        "status": "Achieved",
        "closes": "implemented",
        "by": place.by,
        "ones": [Ticked(place.made[address], None) for address in ("R1", "R2")],
    }
    discharges.decide_together(reference="34", **said)
    with pytest.raises(Conflict) as told:
        discharges.decide_together(reference="35", **said)
    assert [row.recommendation.address for row in told.value.theirs] == ["R1", "R2"]
    assert Position.objects.count() == 2
    with pytest.raises(Refused, match="Tick what was decided"):
        discharges.decide_together(reference="36", **{**said, "ones": []})


@pytest.mark.parametrize(
    ("slip", "sentence"),
    [
        ({"ticked": []}, "Tick the recommendations that this is about"),
        ({"status": ""}, "Say what the committee says"),
        ({"closes": ""}, "Say whether this ends their monitoring"),
        ({"reference": ""}, "Enter the minute reference"),
        ({"reference": "x" * 51}, "50 letters at most"),
    ],
)
def test_a_slip_is_told_and_nothing_is_written(clerk, place, slip, sentence):
    answer = clerk.post(place.page, typed(clerk.get(place.page), "R1", **slip))
    assert (answer.status_code, sentence in answer.text) == (400, True)
    assert not Position.objects.exists()


def test_what_names_nothing_is_told_as_gone(clerk, place):
    page = clerk.get(place.page)
    for junk in ("", "x", "9" * 40, "-1", f"{10**15 - 1}-0-0-0"):
        answer = clerk.post(place.page, typed(page, "R1", ticked=[junk]))
        assert answer.status_code == 409
        assert "cannot be read any more" in answer.text
    assert not Position.objects.exists()


def test_what_the_committee_has_spoken_of_since_is_left_out(clerk, place):
    positions.take_position(
        recommendation=place.made["R1"], status="Monitoring", by=place.by, on=TODAY
    )
    page = clerk.get(place.page)
    assert "The committee has spoken of it since" in page.text
    answer = clerk.post(place.page, typed(page, "R1"))
    assert (answer.status_code, "spoken of since" in answer.text) == (400, True)


def test_before_the_body_has_met_nothing_is_decided(clerk, place):
    ahead = meetings.call_meeting(body=place.committee, day=TODAY + timedelta(days=7))
    place.item = meetings.add_item(meeting=ahead, title="Roads: progress")
    page = clerk.get(place.page)
    assert "The body has not met yet" in page.text
    assert clerk.post(place.page, typed(page, "R1")).status_code == 400
    assert not Position.objects.exists()


def test_what_has_grown_old_is_listed_apart(clerk, place):
    old = ReportFactory(
        council=place.council, title="Drains", published_on=TODAY - timedelta(days=800)
    )
    Remit.objects.create(body=place.committee, report=old)
    row = RecommendationFactory(report=old, address="D1")
    WordingFactory(recommendation=row)
    standings.rewrite([row.pk], today=TODAY)
    address = f"{place.page}?of=old"
    page = clerk.get(address)
    assert set(ticks(page)) == {"D1", "R4"}
    over = {"status": "Discharged", "closes": "overtaken"}
    assert clerk.post(address, typed(page, "D1", **over)).status_code == 303
    assert row.positions.get().closes == "overtaken"


def test_only_who_takes_minutes_decides_and_only_of_what_they_may_read(place):
    from django.test import Client

    for role, status in ((Role.OFFICER, 403), (Role.MEMBER, 403), (Role.SCRUTINY_OFFICER, 200)):
        client = Client()
        client.force_login(MembershipFactory(council=place.council, role=role).user)
        assert client.get(place.page).status_code == status
    row = place.made["R1"]
    row.classification, row.exempt_paragraphs, row.public_interest = "exempt", "3", "A contract"
    row.save()
    assert set(ticks(client.get(place.page))) == {"R2", "R3"}


def test_it_asks_the_database_no_more_for_many_and_decides_of_hundreds(clerk, place):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as made:
            clerk.get(place.page)
        return len(made)

    few = asked()
    with change():
        cabinet = BodyFactory(council=place.council, kind=Body.Kind.EXECUTIVE)
        response = responses.enter_response(report=place.report, body=cabinet)
        stamp = {"by": place.by, "on": PUBLISHED + timedelta(days=30)}
        for n in range(5, 25):
            row = place.recommended(f"R{n}")
            responses.answer(response=response, recommendation=row, decision="accepted", **stamp)
            place.complete(row)
        responses.reach_stage(response=response, stage="given", **stamp)
    assert asked() == few
    page = clerk.get(f"{place.page}?tick=all")
    form = typed(page, *ticks(page))
    assert len(form["ticked"]) == 23
    with CaptureQueriesContext(connection) as made:
        assert clerk.post(f"{place.page}?tick=all", form).status_code == 303
    assert len(made) < few + 60
    assert Position.objects.filter(closes="implemented").count() == 23
