"""A council in which somebody owes something: a recommendation accepted, late, and watched."""

from dataclasses import dataclass
from datetime import date, timedelta
from re import search
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recommendations import models
from recommendations.rules.due import Due, Shape
from recommendations.rules.roles import Role
from recommendations.services import evidence as evidence_services
from recommendations.services import (
    meetings,
    milestones,
    resolutions,
    responses,
)
from recommendations.services.change import change
from tests.factories import (
    PUBLISHED,
    BodyFactory,
    CouncilFactory,
    MembershipFactory,
    PostFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
    WordingFactory,
)

TODAY = timezone.localdate()


@dataclass
class Acting:
    """One recommendation, R1, of a report; its milestone is ten days late, so it is amber."""

    council: models.Council
    post: models.Post
    committee: models.Body
    recommendation: models.Recommendation
    milestone: models.Milestone
    people: dict[str, models.User]

    @classmethod
    def made(cls, *, late: int = 10) -> "Acting":
        council = CouncilFactory()
        report = ReportFactory(council=council)
        recommendation = RecommendationFactory(report=report, address="R1")
        WordingFactory(recommendation=recommendation)
        post = PostFactory(council=council, title="Head of Roads")
        people = {
            role.value: MembershipFactory(council=council, role=role.value).user for role in Role
        }
        people["another officer"] = MembershipFactory(council=council, role=Role.OFFICER).user
        people["deputy"] = MembershipFactory(council=council, role=Role.OFFICER).user
        hold(post, people["officer"])
        hold(post, people["deputy"], kind="deputy")
        models.Ownership.objects.create(recommendation=recommendation, post=post)
        executive = BodyFactory(council=council, kind=models.Body.Kind.EXECUTIVE, name="Cabinet")
        answered = PUBLISHED + timedelta(days=30)
        writer = UserFactory()
        with change():  # rated once
            response = responses.enter_response(report=report, body=executive)
            responses.answer(
                response=response,
                recommendation=recommendation,
                decision="accepted",
                by=writer,
                on=answered,
            )
            responses.reach_stage(response=response, stage="given", by=writer, on=answered)
            return cls(
                council=council,
                post=post,
                committee=BodyFactory(council=council, name="Roads Committee"),
                recommendation=recommendation,
                milestone=promised(recommendation, due=TODAY - timedelta(days=late), owner=post),
                people=people,
            )

    def client_of(self, who: str) -> Client:
        client = Client()
        client.force_login(self.people[who])
        return client

    def address(self, name: str, *more: str | int, of: str = "R1") -> str:
        report = self.recommendation.report.slug
        return reverse(f"recommendations:{name}", args=[self.council.slug, report, of, *more])

    @property
    def rating(self) -> str:
        return self.recommendation.standings.on(timezone.localdate()).get().rag

    def resolved(self, *, reference: str = "12") -> models.Resolution:
        """A resolution about R1 of a meeting a day ago."""
        meeting = meetings.call_meeting(body=self.committee, day=TODAY - timedelta(days=1))
        item = meetings.add_item(meeting=meeting, title="Progress", number="4")
        return resolutions.resolve(
            item=item,
            reference=reference,
            kind="continue monitoring",
            recommendation=self.recommendation,
            by=self.people["clerk"],
        )

    def asked_for(
        self, *, by: str = "officer", days: int = 60, days_ago: int = 0
    ) -> models.DateChange:
        return milestones.ask_for_new_date(
            milestone=self.milestone,
            from_day=self.milestone.original_due.day,
            to_day=TODAY + timedelta(days=days),
            reason="The contractor is late.",
            by=self.people[by],
            on=TODAY - timedelta(days=days_ago),
        )

    def released(self, evidence: models.Evidence, *, reason: str = "Looked at") -> None:
        """Let a file through that was not scanned."""
        by, today = self.people["scrutiny officer"], timezone.localdate()
        evidence_services.release(evidence=evidence, reason=reason, by=by, on=today)


def hold(post: models.Post, person: models.User, *, kind: str = "holder") -> models.PostHolding:
    return models.PostHolding.objects.create(post=post, person=person, kind=kind)


def promised(
    recommendation: models.Recommendation,
    *,
    due: date | Due,
    owner: models.Post | None = None,
    text: str = "Mend the roads.",
) -> models.Milestone:
    return milestones.promise(
        recommendations=[recommendation],
        text=text,
        due=due if isinstance(due, Due) else Due(shape=Shape.ON_A_DAY, day=due),
        owner=owner,
        by=UserFactory(),
        on=PUBLISHED + timedelta(days=30),
    )


def hidden(page: HttpResponse, name: str) -> str:
    """What a hidden field of the page's form says."""
    found = search(rf'name="{name}"[^>]*value="([^"]*)"', page.text)
    return found[1] if found else ""


def send(client: Client, address: str, /, **typed: Any) -> HttpResponse:
    """Open a page and send its form, as a person would."""
    page = client.get(address)
    return client.post(address, whole(page, typed))


def whole(page: HttpResponse, typed: dict[str, Any]) -> dict[str, Any]:
    kept = {name: hidden(page, name) for name in ("token", "follows")}
    return {name: value for name, value in {**kept, **typed}.items() if value is not None}


def day_typed(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }
