"""People, what each may do in a council, and the viewer that a request becomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone

from recommendations.models.clearance import PART_TWO_READERS_OF_CONFIDENTIAL
from recommendations.models.councils import Body, Council, PostHolding
from recommendations.models.history import Kept
from recommendations.models.reach import Reach
from recommendations.models.since_until import held_on
from recommendations.models.visible import OfCouncilQuerySet
from recommendations.rules.roles import PERMISSIONS, Permission, Role


class User(AbstractUser):
    """A person who signs in, in however many councils they have a part."""

    class Reminders(models.TextChoices):
        EACH = "each", "A message each time something is asked of you, due soon or late"
        WEEKLY = "weekly", "One message a week, on Monday"
        NONE = "none", "No messages"

    reminders = models.CharField(
        "messages about rounds and notices",
        max_length=10,
        choices=Reminders.choices,
        default=Reminders.EACH.value,
    )
    calendar = models.CharField(
        max_length=32,
        blank=True,
        editable=False,
        help_text="What the address of their calendar is made with; empty where there is none.",
    )
    demonstration = models.BooleanField(
        default=False, help_text="Made for a demonstration; a production setting refuses it."
    )

    history = Kept(excluded_fields=["password", "last_login", "calendar"])

    class Meta(AbstractUser.Meta):
        ordering = ["last_name", "first_name", "username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class MembershipQuerySet(OfCouncilQuerySet["Membership"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return super().visible_to(viewer).select_related("user")

    def by_person(self) -> dict[User, list[Membership]]:
        """Everybody who has a part, each with their roles, by name."""
        found: dict[User, list[Membership]] = {}
        for membership in self.order_by("user__last_name", "user__first_name", "user", "role"):
            found.setdefault(membership.user, []).append(membership)
        return found


class Membership(models.Model):
    """A role in a council; one row for each role, and a person may have several."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in Role])

    objects = MembershipQuerySet.as_manager()
    history = Kept()

    class Meta:
        ordering = ["council", "user", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "council", "role"],
                name="one_membership_for_each_role_in_a_council",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()} in {self.council}"


class PartTwoGrantQuerySet(OfCouncilQuerySet["PartTwoGrant"]):
    council_path = "membership__council"

    def visible_to(self, viewer: Viewer) -> Self:
        return (
            super()
            .visible_to(viewer)
            .select_related(
                "membership__user", "membership__council", "body", "given_by", "confirmed_by"
            )
        )

    def unconfirmed(self) -> Self:
        return self.filter(confirmed_by__isnull=True)

    def not_over(self, day: date) -> Self:
        """In force or waiting to be confirmed."""
        return self.filter(until__gte=day)

    def in_force(self, day: date) -> Self:
        """Confirmed by a second person, and not yet over."""
        return self.filter(confirmed_by__isnull=False, until__gte=day)


class PartTwoGrant(models.Model):
    """Leave to read exempt matter of one body's work, for a reason and until a day.

    Members have it only where the matter is relevant to what they scrutinise (SI 2012/2089
    reg 17). It counts from its confirmation by somebody who neither gave nor has it.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="grants")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="part_two_grants")
    until = models.DateField()
    reason = models.TextField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PartTwoGrantQuerySet.as_manager()
    history = Kept()

    class Meta:
        ordering = ["membership", "body"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("given_by")),
                name="a_grant_is_confirmed_by_another_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.body} until {self.until}"

    def may_be_confirmed_by(self, viewer: Viewer) -> bool:
        """Only by a clerk or scrutiny officer who may read this body's exempt matter already."""
        return (
            self.confirmed_by_id is None
            and bool(viewer.roles & PART_TWO_READERS_OF_CONFIDENTIAL)
            and self.body_id in viewer.part_two
            and viewer.person not in (self.given_by, self.membership.user)
        )


class InvitationQuerySet(OfCouncilQuerySet["Invitation"]):
    def open(self, *, now: datetime) -> Self:
        """Those that can still be taken up."""
        return self.filter(taken_up_at__isnull=True, withdrawn_at__isnull=True, until__gt=now)


class Invitation(models.Model):
    """A part in a council that is offered to whoever has its link, once, for seven days.

    The link is signed and not stored, so that nobody who reads the table can take it up.
    """

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    first_name = models.CharField(max_length=150)
    last_name = models.CharField(max_length=150)
    roles = models.JSONField(default=list)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_up_at = models.DateTimeField(null=True, blank=True)
    taken_up_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.name} to {self.council}"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def role_labels(self) -> list[str]:
        return [Role(role).label for role in self.roles]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is reading: a person in one council, with the roles and posts of that day.

    ``held_as`` says of what kinds those posts are, and by what tie each is held. Rights are read
    anew at each request, so that they end with the row that gave them.
    """

    reach: Reach
    person: User | None = None
    roles: frozenset[Role] = frozenset()
    held_as: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, user: User, council_slug: str, *, today: date) -> Viewer | None:
        """The viewer this person is in a council, or None where they have no part in it."""
        memberships = list(
            Membership.objects.filter(
                user=user, user__is_active=True, council__slug=council_slug
            ).select_related("council")
        )
        if not memberships:
            return None
        council = memberships[0].council
        holdings = PostHolding.objects.filter(held_on(today), person=user, post__council=council)
        grants = PartTwoGrant.objects.in_force(today).filter(membership__in=memberships)
        posts = holdings.order_by().values_list(Value("post"), "post_id", "post__kind", "kind")
        bodies = grants.order_by().values_list(Value("body"), "body_id", Value(""), Value(""))
        rights = list(posts.union(bodies, all=True))  # one question, since every page asks it
        return cls(
            Reach(
                council,
                posts=frozenset(key for over, key, _, _ in rights if over == "post"),
                part_two=frozenset(key for over, key, _, _ in rights if over == "body"),
                today=today,
            ),
            person=user,
            roles=frozenset(Role(membership.role) for membership in memberships),
            held_as=frozenset((kind, tie) for over, _, kind, tie in rights if over == "post"),
        )

    @classmethod
    def member(cls, council: Council) -> Viewer:
        """The audience of a document made for a council's members, whoever asks for it."""
        return cls(Reach(council), roles=frozenset({Role.MEMBER}))

    @property
    def council(self) -> Council:
        return self.reach.council

    @property
    def posts(self) -> frozenset[int]:
        return self.reach.posts

    @property
    def part_two(self) -> frozenset[int]:
        """The bodies whose exempt matter they have leave to read."""
        return self.reach.part_two

    @property
    def today(self) -> date:
        return self.reach.today

    def acting(self, permission: Permission) -> Viewer:
        """The same person, in the roles alone that give this permission."""
        giving = {role for role in self.roles if permission in PERMISSIONS[role]}
        return replace(self, roles=frozenset(giving))

    def can(self, permission: Permission) -> bool:
        return any(permission in PERMISSIONS[role] for role in self.roles)

    @property
    def reads_the_register(self) -> bool:
        """An administrator has no content by office; the public reads publications only."""
        return self.can(Permission.RECOMMENDATION_VIEW)
