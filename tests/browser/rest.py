"""One of each thing that the invented council has not come to yet, though a council will."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from recommendations import store
from recommendations.models import (
    Body,
    Council,
    ExecutiveResponse,
    Meeting,
    Membership,
    Milestone,
    Post,
    PostHolding,
    Recommendation,
    Remit,
    Resolution,
    Topic,
    User,
    Viewer,
)
from recommendations.reading.my_work import my_work
from recommendations.rules.due import Due, Shape
from recommendations.rules.roles import Role
from recommendations.services import (
    classification,
    evidence,
    invitations,
    meetings,
    positions,
    report_returns,
    resolutions,
    response_drafts,
    response_stages,
    responses,
    successions,
)
from recommendations.standing.leaving import left_by
from recommendations.uploads.gate import Taken
from recommendations.uploads.kinds import Kind
from reports.models import Publication
from reports.services import packs
from tests.uploading import pdf

SLUG = "marlshire"
REPORT = "living-at-home-for-longer"


def person(name: str) -> User:
    """Somebody of the invented council, by what follows its name in the user name."""
    return User.objects.get(username=f"{SLUG}-{name}")


def issued() -> Publication:
    """The one pack that is issued."""
    return Publication.objects.get(council__slug=SLUG)


def of_a_response(name: str) -> str:
    """A page of a response that the director has cleared; no link leads to each from one."""
    response = ExecutiveResponse.objects.get(body__name="Fire")
    return reverse(f"recommendations:{name}", args=[SLUG, REPORT, response.pk])


def of_a_better_rating() -> str:
    """The page on which an officer's rating, better than the record's, is accepted."""
    now, today = timezone.now(), timezone.localdate()
    viewer = Viewer.of(person("scrutiny-officer"), SLUG, today=today)
    printed = my_work(viewer, today=today, now=now).to_accept[0].recommendation
    update = printed.updates.filter(state="submitted", milestone=None).latest("on", "pk")
    return reverse(
        "recommendations:accept_rating",
        args=[SLUG, printed.report.slug, printed.address, update.pk],
    )


def of_a_file_not_scanned() -> str:
    """The page on which it is let through."""
    printed = Recommendation.objects.get(
        report__council__slug=SLUG, report__slug=REPORT, address="R2"
    )
    held = evidence.attach_evidence(
        recommendation=printed,
        shows="The minutes",
        file=Taken("minutes.pdf", Kind.PDF, pdf(), hidden=()),
        mark="internal",
        by=person("officer"),
        on=timezone.localdate(),
    )
    return reverse(
        "recommendations:evidence_release", args=[SLUG, REPORT, printed.address, held.pk]
    )


def of_what_recurs(page: str = "occurrence") -> str:
    """The page on which an occurrence is skipped or missed, or another of the same milestone."""
    milestone = Milestone.objects.filter(
        report__council__slug=SLUG,
        original_due__shape=Shape.RECURRING.value,
        classification="open",
        recommendations__classification="open",
        takes_back=False,
        corrected_by__isnull=True,
    ).first()
    printed = milestone.recommendations.first()
    return reverse(
        f"recommendations:{page}",
        args=[SLUG, printed.report.slug, printed.address, milestone.pk],
    )


def of_a_position_recorded_today() -> str:
    """The page on which a clerk corrects it, until the day ends."""
    recommendation = Recommendation.objects.get(
        report__council__slug=SLUG, report__slug=REPORT, address="R2"
    )
    position = positions.take_position(
        recommendation=recommendation,
        status="Monitoring",
        by=person("clerk"),
        on=timezone.localdate(),
    )
    return reverse("recommendations:fact", args=[SLUG, REPORT, "R2", "position", position.pk])


def one_of_each() -> None:
    council = Council.objects.get(slug=SLUG)
    invitations.invite(
        council=council,
        email="jo.bloggs@marlshire.example",
        first_name="Jo",
        last_name="Bloggs",
        roles=[Role.MEMBER],
        by=person("administrator"),
    )
    classification.grant_part_two(
        membership=Membership.objects.get(user=person("clerk-and-scrutiny"), role=Role.CLERK),
        body=Body.objects.get(council=council, slug="place-scrutiny-committee"),
        until=timezone.localdate() + timedelta(days=90),
        reason="Advises the committee from May",
        by=person("administrator"),
    )
    issue_a_pack(council)
    respond(council)
    hand_over(council)


def hand_over(council: Council) -> None:
    """What a panel watched beside the committee went to a partner, some time ago."""
    panel = Body.objects.get(council=council, slug="tenants-forum")
    partner = Body.objects.get(council=council, slug="marlshire-health-partnership")
    report = council.reports.get(slug=REPORT)
    Remit.objects.create(body=panel, report=report, since=report.published_on)
    on = report.published_on + timedelta(days=1)
    left = left_by(panel, on=on, known_at=timezone.now())
    said = {"by": person("scrutiny-officer"), "why": "The panel is not called any more"}
    successions.hand_over(
        old=panel, to=[partner], on=on, instead={}, seen=left.seen, ends=False, **said
    )
    ask_by_resolution(council)


def respond(council: Council) -> None:
    """A response on its way for each who takes one further, and the posts by which they do."""
    today, report = timezone.localdate(), council.reports.get(slug=REPORT)
    for name, kind in (
        ("officer", Post.Kind.EXECUTIVE_SUPPORT),
        ("officer", Post.Kind.DIRECTOR),
        ("member", Post.Kind.PORTFOLIO_HOLDER),
    ):
        post = council.posts.filter(kind=kind).first()
        PostHolding.objects.create(post=post, person=person(name), kind="holder")
    partners = [
        Body.objects.create(council=council, kind="partner", name=name, slug=name.lower())
        for name in ("Police", "Fire", "Health")
    ]
    stamp = {"by": person("officer"), "on": today}
    drafted, cleared, begun = (
        responses.enter_response(report=report, body=body) for body in partners
    )
    for response in (drafted, cleared):
        response_drafts.submit_draft(response=response, needed=[], **stamp)
    response_stages.clear(response=cleared, **stamp)
    responses.add_group(response=begun, words="All are accepted", count_claimed=3)
    response_drafts.add_step(
        response=begun,
        recommendation=report.recommendations.counted().exclude(scrutinys_own=True)[0].pk,
        text="Keep it so.",
        owner=council.posts.filter(kind=Post.Kind.LEAD_OFFICER)[0],
        success_measure="It is so a year on",
        due=Due(shape=Shape.UNENDING, review_months=6),
        by=person("officer"),
    )


def ask_by_resolution(council: Council) -> None:
    """A resolution that a post of the officer is to act on, of a report that is to come back."""
    report = council.reports.get(slug=REPORT)
    committee = Body.objects.get(council=council, slug="people-scrutiny-committee")
    meeting = meetings.call_meeting(body=committee, day=timezone.localdate() - timedelta(days=3))
    resolutions.resolve(
        item=meetings.add_item(meeting=meeting, title="Living at home", number="6"),
        reference="61",
        kind="urge",
        text="That the partners be written to.",
        report=report,
        owner=person("officer").holdings.first().post,
        due_on=timezone.localdate() + timedelta(days=9),
        by=person("clerk"),
    )
    report_returns.set_schedule(
        report=report,
        seen=str(report.version),
        by=person("clerk"),
        returns_after="1",
        returns_from="publication",
    )


def of_a_topic() -> str:
    """A topic that is planned for a meeting, so that it can be dropped and that taken back."""
    planned = Topic.objects.get(body__council__slug=SLUG, recommendation__isnull=False)
    return reverse("recommendations:topic", args=[SLUG, planned.pk])


def of_an_issued_pack() -> str:
    """The pack of a meeting that has one; the walk may come to another meeting first."""
    return reverse("reports:pack", args=[SLUG, issued().meeting_id])


def of_a_return() -> str:
    """The page that puts a report on an agenda; only a meeting by which it is due leads to it."""
    meeting = Meeting.objects.filter(body__slug="people-scrutiny-committee").latest("day")
    return reverse("recommendations:return_item", args=[SLUG, meeting.pk, REPORT, 1])


def of_a_resolution() -> str:
    """What a post is to act on; of most resolutions nobody is."""
    row = Resolution.objects.get(reference="61", item__meeting__body__council__slug=SLUG)
    return reverse("recommendations:resolution", args=[SLUG, row.pk])


def issue_a_pack(council: Council) -> None:
    """Of the council's next meeting; its PDF is not set, since no page shows it."""
    today, now = timezone.localdate(), timezone.now()
    committee = Body.objects.get(council=council, slug="people-scrutiny-committee")
    meeting = meetings.call_meeting(
        body=committee, day=today + timedelta(days=10), place="Committee Room 2, Marl House"
    )
    item = meetings.add_item(meeting=meeting, title="Progress of recommendations", number="7")
    report = council.reports.get(slug=REPORT)
    packs.put_under(item=item, kind="schedule", report=report)
    packs.put_under(item=item, kind="exception report", committee=committee)
    packs.put_under(item=item, kind="response schedule", response=report.responses.first())
    of_what = {"audience": "public", "as_at": today, "known_at": now}
    packs.ask_to_issue(meeting=meeting, by=person("clerk"), key="asked for", **of_what)
    packs.publish(
        packs.Asked(meeting, **of_what),
        packs.preview(meeting, **of_what),
        store.put(b"%PDF-1.7 of a pack"),
        by=person("clerk"),
    )
