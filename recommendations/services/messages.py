"""Messages by mail: each sent once, and none with a word of what a report or an item says."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.urls import reverse

from recommendations.models import User

log = logging.getLogger(__name__)


@dataclass
class Sent:
    """How many messages went, and how many could not."""

    sent: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Message:
    subject: str
    text: str


def site_address(name: str, *parts: str | int) -> str:
    site: str = settings.SITE_ADDRESS
    return site.rstrip("/") + reverse(name, args=parts)


def send_once(told: Sent, person: User, message: Message, *, rows: Iterable[Model]) -> None:
    """The rows that say it was sent stand if it went, and of two runs one writes them."""
    try:
        with transaction.atomic():
            for row in rows:
                row.save(force_insert=True)
            send_mail(message.subject, message.text, None, [person.email])
    except IntegrityError:
        return  # another run was first
    except OSError:  # smtplib's own errors are among these
        log.exception("a message to person %s could not be sent", person.pk)
        told.failed += 1
    else:
        told.sent += 1
