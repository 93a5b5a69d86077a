"""A council's policies by day, what each changes, and what one to come would change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from recommendations.models import Job, Policy, Recommendation, Standing, Viewer
from recommendations.reading.audit import reader_of
from recommendations.reading.notices import awaited
from recommendations.reading.traces import Altered, altered
from recommendations.rules.ratings import Rag
from recommendations.rules.wording import count, day_words, listed
from recommendations.services.policies import KIND
from recommendations.standing.facts import policies_of
from recommendations.standing.trying import rated_by

ONE_DAY = timedelta(days=1)

MOST = 750
"""How many recommendations a preview rates twice, in some one and a half seconds."""

TURNS = (Rag.RED, Rag.AMBER, Rag.DATE_NEEDED, Rag.GREEN)
"""What a number can turn: what is closed or not rated is so by none."""

LISTED = 200


@dataclass(frozen=True)
class OfDay:
    """A policy as at a day: coming, in force or earlier, and what differs from the one before."""

    policy: Policy
    state: str
    altered: tuple[Altered, ...]

    @property
    def is_coming(self) -> bool:
        return self.state == "Coming"


def by_day(viewer: Viewer, *, today: date) -> list[OfDay]:
    """Newest first; the usual policy, in force until a council sets one, is not among them."""
    found: list[OfDay] = []
    before = Policy(council=viewer.council)
    policies = list(Policy.objects.visible_to(viewer))
    in_force = in_force_on(policies, today)
    for policy in policies:
        differs = altered(policy, before)
        state = "Coming" if policy.in_force_from > today else "Earlier"
        found.append(
            OfDay(
                policy,
                "In force" if policy is in_force else state,
                tuple(one for one in differs if one.name != "In force from"),
            )
        )
        before = policy
    return found[::-1]


def in_force_on(policies: list[Policy], day: date) -> Policy | None:
    """The last of them, in the order of their days, whose day has come."""
    return next((one for one in reversed(policies) if one.in_force_from <= day), None)


def being_rated(viewer: Viewer) -> Job | None:
    """The work that the last change of a number left, where it is not done yet."""
    newest = Job.objects.visible_to(reader_of(viewer)).filter(kind=KIND).first()
    return newest if newest and newest.state != Job.State.DONE else None


@dataclass(frozen=True)
class Behind:
    """That ratings of today go by the numbers of before, until work on them is done.

    ``since`` is the first day that the policy in force rates otherwise; ``done`` says how far it
    is, as "600 of 1,200 recommendations are done".
    """

    since: date
    done: str


def behind(viewer: Viewer, *, today: date) -> Behind | None:
    """One query, for a page that shows what is stored as of today."""
    jobs = Job.objects.visible_to(reader_of(viewer)).filter(kind=KIND)
    done = jobs.filter(state=Job.State.DONE, asked_at__gt=OuterRef("asked_at"))
    for job in jobs.exclude(state=Job.State.DONE).filter(~Exists(done)):
        since = job.parameters.get("since")  # none of an earlier release says
        if since and date.fromisoformat(since) <= today:
            far = f"{job.doing} are done" if job.doing else f"{job.percent}% is done"
            return Behind(date.fromisoformat(since), far)
    return None


@dataclass(frozen=True)
class Turned:
    """One recommendation that a policy rates otherwise; named by no word of it."""

    address: str
    published_on: date
    now: Rag
    then: Rag


@dataclass(frozen=True)
class Preview:
    """What would be rated otherwise on the day a policy comes into force.

    ``looked_at`` of the ``in_all`` that are open were rated; only what every member may read
    is counted.
    """

    on: date
    looked_at: int
    in_all: int
    turned: tuple[Turned, ...]
    awaited: int = 0
    next_alert: date | None = None

    @property
    def sentence(self) -> str:
        """ "On 5 May 2026, 5 recommendations would be rated otherwise: 5 from amber to red."."""
        if not self.turned:
            return f"Nothing would be rated otherwise on {day_words(self.on)}."
        pairs = Counter((one.now, one.then) for one in self.turned)
        words = [
            f"{n} from {now.word} to {then.word}"
            for (now, then), n in sorted(pairs.items(), key=lambda pair: -pair[0][1].severity)
        ]
        items = count(len(self.turned), "recommendation")
        return f"On {day_words(self.on)}, {items} would be rated otherwise: {listed(words)}."

    @property
    def alerts(self) -> str:
        """ "Of 2 answers awaited, the next alert would go out on 13 May 2026."."""
        if not self.awaited:
            return "No answer is awaited, so no alert would go out."
        answers = count(self.awaited, "answer")
        if self.next_alert is None:
            return f"Of {answers} awaited, no alert would go out any more."
        return f"Of {answers} awaited, the next alert would go out on {day_words(self.next_alert)}."

    @property
    def bound(self) -> str:
        if self.looked_at == self.in_all:
            return ""
        return (
            f"Only the first {self.looked_at:,} of {self.in_all:,} recommendations that are open "
            "were looked at."
        )

    @property
    def shown(self) -> tuple[Turned, ...]:
        return self.turned[:LISTED]

    @property
    def more(self) -> int:
        return len(self.turned) - len(self.shown)


def preview(viewer: Viewer, policy: Policy) -> Preview:
    """Rate by the real rules, with this policy and without it, on the day it comes into force."""
    day = policy.in_force_from
    member = Viewer.member(viewer.council)
    open_to_members = Recommendation.objects.visible_to(member).counted()
    turning = Standing.objects.visible_to(member, whole=True).on(day).of_ratings(*TURNS)
    may_turn = open_to_members.filter(pk__in=turning.values("recommendation"))
    heads = list(may_turn.order_by("report", "position").values_list("pk", flat=True)[:MOST])
    without = policies_of(Policy.objects.visible_to(viewer).exclude(pk=policy.pk))
    changed = (*without, *policies_of([policy]))
    turned = [
        Turned(row.address, row.report.published_on, now.rag, then.rag)
        for row, (now, then) in rated_by(viewer.council, heads, sets=(without, changed), day=day)
        if now and then and now.rag is not then.rag
    ]
    running = [one.last_day for one in awaited(member, today=day, now=timezone.now())]
    alerts = policies_of([policy])[0].alerts
    coming = [alerts.next(last, today=day - ONE_DAY) for last in running if last]
    return Preview(
        on=day,
        awaited=len(coming),
        next_alert=min((on for on in coming if on), default=None),
        looked_at=len(heads),
        in_all=may_turn.count(),
        turned=tuple(sorted(turned, key=lambda one: -one.then.severity)),
    )
