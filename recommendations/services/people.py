"""People: invited, given roles and posts, and closed when they leave; the demonstration's too."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from recommendations.models import (
    Council,
    Invitation,
    Membership,
    Post,
    PostHolding,
    Session,
    User,
)
from recommendations.rules.roles import Role
from recommendations.rules.wording import day_words
from recommendations.services.change import Refused, because

log = logging.getLogger("recommendations.people")


@transaction.atomic
def demonstration_accounts(*, password: str) -> list[Membership]:
    """An account of each role in each council, and every other one made for a demonstration.

    Those of a role are made where they are not there, and all are given this password.

    They can be used only while the site is a demonstration, and are made only then. They share
    one hash of their one password: each made anew would take half a second.
    """
    if not settings.DEMONSTRATION:
        raise PermissionDenied("Demonstration accounts are made only where DEMONSTRATION is on.")
    made_before = User.objects.filter(demonstration=True).first()
    if made_before and check_password(password, made_before.password):
        encoded = made_before.password
    else:
        encoded = make_password(password)
    for council in Council.objects.all():
        for role in Role:
            _demonstration_account(council, role)
    User.objects.filter(demonstration=True).exclude(password=encoded).update(password=encoded)
    return list(
        Membership.objects.filter(user__demonstration=True)
        .select_related("user", "council")
        .order_by("council__name", "user__pk", "pk")
    )


@transaction.atomic
def demonstration_person(
    *, council: Council, username: str, first_name: str, last_name: str, roles: Iterable[Role]
) -> User:
    """An invented person, who can sign in once ``demonstration_accounts`` gave a password."""
    if not settings.DEMONSTRATION:
        raise PermissionDenied("Demonstration accounts are made only where DEMONSTRATION is on.")
    user = User(
        username=username,
        email=f"{username}@example.org",
        first_name=first_name,
        last_name=last_name,
        demonstration=True,
    )
    user.set_unusable_password()
    user.save()
    for role in roles:
        Membership.objects.create(user=user, council=council, role=role.value)
    return user


def _demonstration_account(council: Council, role: Role) -> None:
    user, _ = User.objects.get_or_create(
        username=f"{council.slug}-{role.value.replace(' ', '-')}",
        defaults={"demonstration": True, "first_name": "Demonstration", "last_name": role.value},
    )
    if not user.demonstration:
        raise PermissionDenied(f"{user.username} is somebody's own account.")
    Membership.objects.get_or_create(user=user, council=council, role=role.value)


# Invitations

VALID_FOR = timedelta(days=7)
_SALT = "invitation"


@transaction.atomic
def invite(
    *,
    council: Council,
    email: str,
    first_name: str,
    last_name: str,
    roles: Iterable[Role],
    by: User,
) -> Invitation:
    """Offer a part in a council; whoever has the link takes it up once, within seven days.

    Nothing here depends on whether the person has an account: an administrator does not learn
    who has a part in another council.
    """
    offered = sorted(set(roles))
    if not offered:
        raise Refused("Choose at least one role.")
    return Invitation.objects.create(
        council=council,
        email=email,
        first_name=first_name,
        last_name=last_name,
        roles=[role.value for role in offered],
        until=timezone.now() + VALID_FOR,
        by=by,
    )


def token_of(invitation: Invitation) -> str:
    return signing.Signer(salt=_SALT).sign(str(invitation.pk))


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a link was made for, while it can be taken up."""
    try:
        pk = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    still_open = Invitation.objects.open(now=timezone.now()).select_related("council", "by")
    return still_open.filter(pk=pk).first()


def mail_invitation(*, invitation: Invitation, link: str) -> bool:
    """Mail the link and nothing of what the register holds; whether that succeeded."""
    until = day_words(timezone.localdate(invitation.until))
    try:
        send_mail(
            subject=f"{invitation.council}: your invitation to the scrutiny register",
            message=(
                f"{invitation.name},\n\n{invitation.by} invites you to the register of scrutiny"
                f" recommendations of {invitation.council}, as"
                f" {', '.join(invitation.role_labels).lower()}.\n\nThis link works once, until"
                f" {until}:\n\n{link}\n\nIf you did not expect this, do nothing.\n"
            ),
            from_email=None,
            recipient_list=[invitation.email],
        )
    except OSError:  # smtplib's own errors are among these
        log.exception("invitation %s could not be mailed", invitation.pk)
        return False
    return True


def withdraw_invitation(*, invitation: Invitation) -> None:
    still_open = Invitation.objects.open(now=timezone.now())
    still_open.filter(pk=invitation.pk).update(withdrawn_at=timezone.now())


@transaction.atomic
def sign_up(*, invitation: Invitation, password: str) -> User:
    """Make an account for whoever was invited, and give it the part offered."""
    username = invitation.email.lower()
    if User.objects.filter(username__iexact=username).exists():
        raise Refused("There is an account with this user name already: sign in with it first.")
    user = User(
        username=username,
        email=invitation.email,
        first_name=invitation.first_name,
        last_name=invitation.last_name,
    )
    user.set_password(password)
    with because("Took up an invitation", by=invitation.by):
        user.save()
    take_up(invitation=invitation, user=user)
    return user


@transaction.atomic
def take_up(*, invitation: Invitation, user: User) -> None:
    """Give a person the roles they were invited to, once."""
    still_open = Invitation.objects.open(now=timezone.now()).filter(pk=invitation.pk)
    if not still_open.update(taken_up_at=timezone.now(), taken_up_by=user):
        raise Refused("This invitation has been used, withdrawn or is over.")
    with because("Took up an invitation", by=invitation.by):
        for role in invitation.roles:
            Membership.objects.get_or_create(user=user, council=invitation.council, role=role)


# Roles and posts


@transaction.atomic
def change_roles(
    *, person: User, council: Council, roles: Collection[Role], by: User, reason: str
) -> None:
    """Give and take roles until a person has these and no others; they sign in anew.

    Nobody changes their own, so that an administrator does not let themselves read the register.
    """
    if person == by:
        raise Refused("Another administrator changes your own roles.")
    if not roles:
        raise Refused("Somebody without a role has left: close their part in the council instead.")
    memberships = Membership.objects.filter(user=person, council=council)
    had = {Role(membership.role): membership for membership in memberships}
    if set(had) == set(roles):
        return
    with because(reason, by=by):
        for role in set(had) - set(roles):
            had[role].delete()
        for role in sorted(set(roles) - set(had)):
            Membership.objects.create(user=person, council=council, role=role.value)
    end_sessions(person)


@transaction.atomic
def give_post(
    *,
    post: Post,
    person: User,
    kind: str,
    since: date | None,
    until: date | None,
    by: User,
    reason: str,
) -> PostHolding:
    """Let a person of the council act for a post: as its holder, deputy or support."""
    if not Membership.objects.filter(user=person, council=post.council_id).exists():
        raise Refused("Give the person a role in the council first.")
    if until and until < (since or until):
        raise Refused("The last day comes before the first.")
    again = PostHolding.objects.filter(post=post, person=person, kind=kind)
    if again.filter(Q(until__isnull=True) | Q(until__gte=since or date.min)).exists():
        raise Refused("This person is that already.")
    with because(reason, by=by):
        return PostHolding.objects.create(
            post=post, person=person, kind=kind, since=since, until=until
        )


@transaction.atomic
def end_holding(*, holding: PostHolding, until: date, by: User, reason: str) -> None:
    """The last day on which somebody acts for a post; one that has not begun is taken away."""
    with because(reason, by=by):
        if holding.since and until < holding.since:
            holding.delete()
            return
        holding.until = until
        holding.save(update_fields=["until"])


@transaction.atomic
def close_part(*, person: User, council: Council, by: User, reason: str) -> None:
    """Somebody leaves: their roles and posts end today, and their account where it has no other.

    Everything they recorded stays under their name; what their posts owe stays with the posts.
    """
    if person == by:
        raise Refused("Another administrator closes your own part.")
    today = timezone.localdate()
    for holding in PostHolding.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today), person=person, post__council=council
    ):
        end_holding(holding=holding, until=today, by=by, reason=reason)
    with because(reason, by=by):
        for membership in Membership.objects.filter(user=person, council=council):
            membership.delete()
        if not person.memberships.exists() and not person.is_superuser:
            person.is_active = False
            person.save(update_fields=["is_active"])
    end_sessions(person)


# Passwords and sessions


# The calendar that somebody keeps elsewhere

_CALENDAR = "calendar"


@transaction.atomic
def begin_calendar(user: User) -> None:
    """Give somebody's calendar a new address; an earlier one works no more."""
    user.calendar = secrets.token_hex(16)
    user.save(update_fields=["calendar"])


@transaction.atomic
def end_calendar(user: User) -> None:
    user.calendar = ""
    user.save(update_fields=["calendar"])


def calendar_token(user: User) -> str:
    """What the address is known by: signed, and made with what only the database holds."""
    if not user.calendar:
        return ""
    return signing.Signer(salt=_CALENDAR).sign(f"{user.pk}-{user.calendar}")


def person_of_calendar(token: str) -> User | None:
    """Whose calendar it is, while the address and the account stand."""
    try:
        key, _, calendar = signing.Signer(salt=_CALENDAR).unsign(token).partition("-")
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key, calendar=calendar, is_active=True).first()


@transaction.atomic
def choose_reminders(*, user: User, reminders: str) -> None:
    """Say how much mail about rounds of updates a person wants."""
    user.reminders = reminders
    user.save(update_fields=["reminders"])


def choose_password(*, user: User, password: str, keep: str | None = None) -> None:
    """A new password ends every session but the one in which it was chosen."""
    user.set_password(password)
    with because("Chose a new password", by=user):
        user.save(update_fields=["password"])
    end_sessions(user, keep=keep)


def end_sessions(user: User, *, keep: str | None = None) -> None:
    Session.objects.filter(person=user).exclude(session_key=keep or "").delete()


@transaction.atomic
def first_administrator(
    *, council: Council, username: str, email: str, first_name: str, last_name: str, password: str
) -> User:
    """The one person of a council whom nobody could invite."""
    administrators = Membership.objects.filter(
        council=council, role=Role.ADMINISTRATOR.value, user__is_active=True
    )
    if first := administrators.select_related("user").first():
        raise Refused(
            f"{council} has an administrator already, {first.user.username}, who can invite others."
        )
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(f"There is an account “{username}” already: choose another user name.")
    user = User(username=username, email=email, first_name=first_name, last_name=last_name)
    user.set_password(password)
    with because("The council's first administrator", by=None):
        user.save()
        Membership.objects.create(user=user, council=council, role=Role.ADMINISTRATOR.value)
    return user
