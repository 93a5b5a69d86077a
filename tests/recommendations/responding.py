"""A report that waits for a response, and everybody whose part in one it is."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recommendations import models
from recommendations.rules.roles import Role
from recommendations.services import response_drafts, response_stages, responses
from tests.factories import (
    BodyFactory,
    CouncilFactory,
    MembershipFactory,
    PostFactory,
    RecommendationFactory,
    ReportFactory,
    WordingFactory,
)

TODAY = timezone.localdate()

GIVEN = date(2024, 5, 14)
"""When the paper was given that is typed today."""


@dataclass
class Responding:
    """R1; R2 with a part, R2(a); and R3, which scrutiny asks of itself."""

    council: models.Council
    report: models.ScrutinyReport
    cabinet: models.Body
    owner: models.Post
    rows: dict[str, models.Recommendation]
    people: dict[str, models.User]

    @classmethod
    def made(cls) -> "Responding":
        council = CouncilFactory()
        report = ReportFactory(council=council)
        rows = {
            "R1": RecommendationFactory(report=report, address="R1"),
            "R2": RecommendationFactory(report=report, address="R2"),
        }
        rows["R2(a)"] = RecommendationFactory(
            report=report, address="R2(a)", parent=rows["R2"], part_kind="listed"
        )
        rows["R3"] = RecommendationFactory(report=report, address="R3", scrutinys_own=True)
        for row in rows.values():
            WordingFactory(recommendation=row)
        people = {
            role.value: MembershipFactory(council=council, role=role.value).user for role in Role
        }
        for name, role, kind in (
            ("support", Role.OFFICER, "executive support"),
            ("director", Role.OFFICER, "director"),
            ("cabinet member", Role.MEMBER, "portfolio holder"),
        ):
            people[name] = MembershipFactory(council=council, role=role).user
            post = PostFactory(council=council, kind=kind, title=f"The {name}")
            models.PostHolding.objects.create(post=post, person=people[name], kind="holder")
        return cls(
            council=council,
            report=report,
            cabinet=BodyFactory(council=council, kind="executive", name="Cabinet"),
            owner=PostFactory(council=council, title="Head of Roads"),
            rows=rows,
            people=people,
        )

    def client_of(self, who: str) -> Client:
        client = Client()
        client.force_login(self.people[who])
        return client

    def recommendation_page(self, address: str) -> str:
        return self.rows[address].get_absolute_url()

    def opened(self, **more: Any) -> models.ExecutiveResponse:
        return responses.open_response(
            report=self.report,
            body=self.cabinet,
            by=self.people["support"],
            on=TODAY,
            **{"kind": "full", "words": "", "source": "", **more},
        )

    def accepted(self, *, day: date = TODAY + timedelta(days=60)) -> dict[str, Any]:
        """An answer that lacks nothing, as a draft keeps it."""
        return {
            "decision": "accepted",
            "reason": "",
            "text": "We agree.",
            "action": "Mend the roads.",
            "owner_id": self.owner.pk,
            "success_measure": "No potholes",
            "day": day,
            "day_typed": "",
        }

    def typed(self, address: str, **more: Any) -> dict[str, Any]:
        """The same, as the boxes of a row send it."""
        number = self.rows[address].pk
        day = TODAY + timedelta(days=60)
        boxes = {
            "decision": "accepted",
            "reason": "",
            "text": "We agree.",
            "action": "Mend the roads.",
            "owner": self.owner.pk,
            "success_measure": "No potholes",
            **more,
        }
        return {
            **{f"{name}_{number}": value for name, value in boxes.items()},
            f"day_{number}_day": day.day,
            f"day_{number}_month": day.month,
            f"day_{number}_year": day.year,
        }

    def drafted(self, **more: Any) -> models.ExecutiveResponse:
        """R1 and R2 accepted, and submitted."""
        response = self.opened(**more)
        self.fill(response, "R1", "R2")
        response_drafts.submit_draft(
            response=response,
            needed=[self.rows[address].pk for address in ("R1", "R2")],
            by=self.people["support"],
            on=TODAY,
        )
        return response

    def fill(self, response: models.ExecutiveResponse, *addresses: str, **more: Any) -> None:
        empty = models.DraftAnswer().state
        kept = {draft.recommendation_id: draft.state for draft in response.drafts.all()}
        numbers = [self.rows[address].pk for address in addresses]
        response_drafts.save_draft(
            response=response,
            typed={
                number: (kept.get(number, empty), {**self.accepted(), **more}) for number in numbers
            },
            by=self.people["support"],
        )


def at(response, page="response", *more):
    report = response.report
    keys = [report.council.slug, report.slug, response.pk, *more]
    return reverse(f"recommendations:{page}", args=keys)


def new_at(responding):
    return reverse(
        "recommendations:response_new", args=[responding.council.slug, responding.report.slug]
    )


def shown_and_sent(
    client: Client, address: str, *, shown: HttpResponse | None = None, **typed: Any
) -> HttpResponse:
    """Open a page and send its form: its hidden fields, and what is typed over its boxes."""
    page = shown or client.get(address)
    form = page.context["form"]
    kept = {
        name: form.data[name]
        for name in getattr(form, "data", {})
        if name.partition("_")[0] in {"seen", "decision", "reason", "text", "action", "owner"}
        or name.startswith(("day_", "success_measure_"))
    }
    if "follows" in form.fields:
        kept["follows"] = form["follows"].value()
    return client.post(address, {**kept, "token": page.context["token"], **typed})


def given(responding: Responding, **more: Any) -> models.ExecutiveResponse:
    response = responding.drafted(**more)
    response_stages.clear(response=response, by=responding.people["director"], on=TODAY)
    response_stages.approve(response=response, by=responding.people["cabinet member"], on=TODAY)
    response_stages.give(response=response, by=responding.people["clerk"], on=TODAY)
    return response
