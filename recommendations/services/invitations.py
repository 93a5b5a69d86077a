"""Inviting somebody, and their taking it up."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from recommendations.models import Council, Invitation, Membership, User
from recommendations.rules.roles import Role
from recommendations.rules.wording import day_words
from recommendations.services.change import Refused, because

log = logging.getLogger("recommendations.invitations")

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
