"""manage.py create_administrator: the first administrator of a council on a real site."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify

from recommendations.models import Council, User
from recommendations.services.change import Refused
from recommendations.services.councils import found_council
from recommendations.services.people import first_administrator


class Command(BaseCommand):
    help = (
        "Make the account of a council's first administrator, who invites everybody else. The"
        " password is asked for, or read from standard input where that is no terminal."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("council", metavar="COUNCIL", help="The council's name in addresses.")
        parser.add_argument("--username", required=True)
        parser.add_argument("--first-name", required=True)
        parser.add_argument("--last-name", required=True)
        parser.add_argument("--email", required=True)
        parser.add_argument(
            "--found",
            metavar="NAME",
            help="Enter the council too, under this name: Marlshire Council.",
        )
        parser.add_argument(
            "--nation", choices=Council.Nation.values, default=Council.Nation.ENGLAND.value
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                user = self.make(**options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{user} may now sign in as {user.username} and invite others.")

    def make(self, *, council: str, found: str | None, nation: str, **options: Any) -> User:
        person = {name: options[name] for name in ("username", "first_name", "last_name", "email")}
        return first_administrator(
            council=council_of(council, found=found, nation=nation),
            password=password_for(User(**person)),
            **person,
        )


def council_of(slug: str, *, found: str | None, nation: str) -> Council:
    if existing := Council.objects.filter(slug=slug).first():
        return existing
    if not found:
        raise CommandError(f"There is no council “{slug}”: name it with --found to enter it.")
    if slugify(slug) != slug:
        raise CommandError(f"“{slug}” cannot be an address: small letters, figures and hyphens.")
    return found_council(name=found, slug=slug, nation=nation)


def password_for(user: User) -> str:
    """Typed twice, or the first line of standard input; never an argument, which others can see."""
    if sys.stdin.isatty():
        password = getpass("Password, 15 characters or more: ")
        if getpass("The same again: ") != password:
            raise CommandError("The two passwords are not the same.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password, user=user)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    return password
