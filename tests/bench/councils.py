"""A council before its first report: bodies, posts, people and meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.text import slugify

from recommendations.models import AgendaItem, Body, Council, Meeting, Post, User
from recommendations.rules.roles import Role
from recommendations.services import councils, meetings

COMMITTEES = ("Children", "Environment", "Health", "Finance")
PARTNERS = ("Hospital Trust", "Police", "Housing Partnership")
DIRECTORATES = ("Adults", "Children and Families", "Place", "Resources")
POSTS_EACH = 6
YEARS, BETWEEN_MEETINGS = 6, timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class Founded:
    """Who and what the reports of a council name. ``agenda`` is in the order of its days."""

    council: Council
    today: date
    cabinet: Body
    committees: tuple[Body, ...]
    partners: tuple[Body, ...]
    posts: tuple[Post, ...]
    own_post: Post
    clerk: User
    officer: User
    agenda: tuple[tuple[AgendaItem, ...], ...]

    def item_after(self, day: date, committee: int) -> AgendaItem | None:
        """Where the committee next has monitoring on its agenda; none before it has met again."""
        return next((one for one in self.agenda[committee] if one.meeting.day >= day), None)


def found(name: str, *, today: date) -> Founded:
    slug = slugify(name)
    council = councils.found_council(
        name=name, slug=slug, nation=Council.Nation.ENGLAND, letterhead=f"{name}, County Hall"
    )

    def body(kind: str, called: str) -> Body:
        return councils.establish_body(
            council=council, kind=kind, name=called, slug=slugify(called)
        )

    def post(title: str, kind: str, directorate: str) -> Post:
        return councils.create_post(
            council=council, title=title, slug=slugify(title), kind=kind, directorate=directorate
        )

    clerk, officer = (
        User.objects.create(username=f"{slug}-{part}", first_name="Jo", last_name=part.title())
        for part in ("clerk", "officer")
    )
    own_post = post("Head of the Bench", Post.Kind.LEAD_OFFICER, DIRECTORATES[0])
    councils.give_role(user=clerk, council=council, role=Role.CLERK)
    councils.give_role(user=officer, council=council, role=Role.OFFICER)
    councils.hold_post(post=own_post, person=officer)
    committees = tuple(body(Body.Kind.COMMITTEE, f"{one} Select Committee") for one in COMMITTEES)
    return Founded(
        council=council,
        today=today,
        cabinet=body(Body.Kind.EXECUTIVE, "Cabinet"),
        committees=committees,
        partners=tuple(body(Body.Kind.PARTNER, one) for one in PARTNERS),
        posts=tuple(
            post(f"Head of {directorate} {n}", Post.Kind.LEAD_OFFICER, directorate)
            for directorate in DIRECTORATES
            for n in range(1, POSTS_EACH + 1)
        ),
        own_post=own_post,
        clerk=clerk,
        officer=officer,
        agenda=tuple(_agenda(committee, today) for committee in committees),
    )


def _agenda(committee: Body, today: date) -> tuple[AgendaItem, ...]:
    first = today - timedelta(days=365 * YEARS)
    days = ((today - first) // BETWEEN_MEETINGS) + 1
    return tuple(
        meetings.add_item(
            meeting=_meeting(committee, first + n * BETWEEN_MEETINGS),
            title="Scrutiny recommendations",
            number="5",
        )
        for n in range(days)
    )


def _meeting(committee: Body, day: date) -> Meeting:
    return meetings.call_meeting(body=committee, day=day)
