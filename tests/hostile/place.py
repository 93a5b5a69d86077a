"""Where the fuzz takes place: the demonstration's council, another beside it, and who comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from http.cookies import SimpleCookie
from random import Random

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.urls import Resolver404, get_resolver, resolve
from django.utils import timezone

from recommendations.models import (
    Body,
    Council,
    Evidence,
    PartTwoGrant,
    PostHolding,
    Recommendation,
    User,
)
from recommendations.rules.roles import Role
from recommendations.services import (
    invitations,
    standings,
)
from recommendations.services.demo import load_demo
from recommendations.services.evidence import attach_evidence
from recommendations.uploads.gate import Taken
from recommendations.uploads.kinds import Kind
from tests.factories import (
    MembershipFactory,
    RecommendationFactory,
    UserFactory,
    WordingFactory,
)
from tests.hostile import canaries, corpus
from tests.hostile.canaries import Canaries, Group
from tests.hostile.requests import quoted
from tests.pages import MAY, PAGES
from tests.uploading import pdf
from tests.world import MISSING, World, session_of

LINK = re.compile(r'(?:href|action)="(/[^"#?]*)')
OF_A_FILE = ("_pdf", "_csv", "_json", "_file")
FILE = "recommendations:evidence_file"
KEPT_OF_EACH = 12
SITE_ADMINISTRATOR = "site administrator"
AT_HOME = 0.85
KEY = re.compile(r"%\((\w+)\)s")
OF_THE_RAW_TABLES = {"app_label": "recommendations"}

Keys = dict[str, str]


@dataclass(frozen=True)
class Actor:
    """Somebody who asks; ``may_read`` are the canaries that they have leave to meet."""

    name: str
    user: User | None
    council: str
    """Where they come from, though they may ask anywhere."""
    role: str = ""
    """Their part there."""
    may_read: frozenset[Group] = frozenset()

    cookies: SimpleCookie = field(default_factory=SimpleCookie, compare=False)
    """Of the one session that this person has."""

    def __post_init__(self) -> None:
        if self.signed_in:
            self.cookies.update(session_of(self.user))

    @property
    def signed_in(self) -> bool:
        return self.user is not None and self.user.is_active

    def client(self) -> Client:
        client = Client(raise_request_exception=False)
        client.cookies = deepcopy(self.cookies)
        return client


@dataclass
class Place:
    demo: Council
    other: Council
    actors: list[Actor] = field(default_factory=list)
    known: dict[str, list[Keys]] = field(default_factory=dict)
    """What the addresses of each name call real rows of either council."""
    canaries: Canaries = field(default_factory=Canaries)

    @classmethod
    def made(cls) -> Place:
        """Both councils, with canaries in all that is not open."""
        world = World()
        beside = RecommendationFactory(report=world.recommendation.report, address="R900")
        WordingFactory(recommendation=beside)
        with override_settings(DEMONSTRATION=True):
            load_demo(settings.BASE_DIR / "fixtures" / "demo", today=timezone.localdate())
        place = cls(Council.objects.get(slug="marlshire"), world.council)
        hand_over(place.demo)
        for council in (place.demo, place.other):
            canaries.hide(council)
            canaries.plant(place.canaries, council)
            rows = Recommendation.objects.filter(council=council).values_list("pk", flat=True)
            standings.rewrite(list(rows), today=timezone.localdate())
        place.actors += place._cast(world)
        analyze()
        place._learn(world)
        return place

    # who comes

    def _cast(self, world: World) -> Iterator[Actor]:
        theirs = frozenset(Group(self.other.slug, level) for level in canaries.LEVELS)
        for name, user in world.people.items():
            may_read = theirs if name == Role.OFFICER else frozenset()
            yield Actor(name, user, self.other.slug, name if name in set(Role) else "", may_read)
        raw = UserFactory(is_staff=True, is_superuser=True)
        yield Actor(SITE_ADMINISTRATOR, raw, "")
        here = self.demo.slug
        for role in Role:
            yield Actor(f"{role} of the demo", self._person(role), here, role)
        exempt, confidential = (Group(self.demo.slug, level) for level in canaries.LEVELS)
        bodies = list(Body.objects.filter(council=self.demo))
        for role in (Role.MEMBER, Role.CLERK, Role.SCRUTINY_OFFICER):
            user = self._person(role)
            for body in bodies:
                PartTwoGrant.objects.create(
                    membership=user.memberships.get(),
                    body=body,
                    until=timezone.localdate() + timedelta(days=9),
                    reason="Asked for",
                    given_by=UserFactory(),
                    confirmed_by=UserFactory(),
                )
            may_read = {exempt} if role is Role.MEMBER else {exempt, confidential}
            yield Actor(
                f"{role} of the demo with Part 2 leave", user, here, role, frozenset(may_read)
            )
        owner = self._person(Role.OFFICER)
        for post in self.demo.posts.all():
            PostHolding.objects.create(post=post, person=owner, kind="deputy")
        both = frozenset({exempt, confidential})
        yield Actor("officer of the demo who owns it", owner, here, Role.OFFICER, both)

    def _person(self, role: Role) -> User:
        return MembershipFactory(council=self.demo, role=role.value).user

    def may(self, name: str) -> list[Actor]:
        """Those whose part lets them send a form of this page, as far as a part goes."""
        if name.startswith("admin:"):
            return [self.called(SITE_ADMINISTRATOR)]
        asked = PAGES.get(name, {})
        wanted = asked.get("POST", asked.get("GET"))
        return [a for a in self.actors if a.role and (not wanted or a.role in MAY[wanted])]

    def called(self, name: str) -> Actor:
        return next(actor for actor in self.actors if actor.name == name)

    # what there is to ask for

    def _learn(self, world: World) -> None:
        """One address of each name in the other council, and those that pages lead to here."""
        keys = {key: str(value) for key, value in world.keys.items()}
        keys["token"] = invitations.token_of(world.council.invitations.get())
        keys["uidb64"] = "MQ"
        for name, route in ROUTES.items():
            raw = {key: OF_THE_RAW_TABLES.get(key, "1") for key in KEY.findall(route)}
            theirs = raw if name.startswith("admin:") else keys
            self.known[name] = [{key: theirs[key] for key in raw}]
        self.known[FILE] += [
            {
                "council": row.recommendation.council.slug,
                "report": row.recommendation.report.slug,
                "address": row.recommendation.address,
                "evidence": str(row.pk),
            }
            for row in Evidence.objects.filter(recommendation__council=self.demo).exclude(size=0)
        ]
        seen: set[str] = set()
        for role in (Role.SCRUTINY_OFFICER, Role.CLERK, Role.ADMINISTRATOR):
            leave = "" if role is Role.ADMINISTRATOR else " with Part 2 leave"
            self._walk(self.called(f"{role} of the demo{leave}"), seen)

    def _walk(self, actor: Actor, seen: set[str]) -> None:
        """Follow every link to a page of a kind not seen yet, and remember what others call."""
        client, waiting = actor.client(), [f"/{self.demo.slug}/"]
        met = set(waiting)
        while waiting:
            path = waiting.pop(0)
            name, keys = named(path)
            known = self.known.get(name)
            if known is None:
                continue
            if keys not in known and len(known) < KEPT_OF_EACH:
                known.append(keys)
            if name in seen or name.endswith(OF_A_FILE):
                continue
            page = client.get(path)
            if page.status_code == 200:
                seen.add(name)
                links = dict.fromkeys(map(unescape, LINK.findall(page.text)))
                waiting += [link for link in links if link not in met]
                met |= set(links)

    def path(self, name: str, actor: Actor, dice: Random) -> tuple[str, str]:
        """An address of this name, and what was done to it: real, missing, mixed or hostile."""
        known = self.known[name]
        theirs = [keys for keys in known if keys.get("council") == actor.council]
        keys = dict(dice.choice(theirs if theirs and dice.random() < AT_HOME else known))
        how = "real"
        if keys:
            key = dice.choice(sorted(keys))
            match dice.randrange(8):
                case 0:
                    keys[key], how = corpus.hostile(dice)[:2_000], f"hostile {key}"
                case 1:
                    keys[key], how = str(MISSING.get(key, 999_999)), f"missing {key}"
                case 2:
                    theirs = dice.choice(self.known[dice.choice(sorted(self.known))])
                    keys[key], how = theirs.get(key, keys[key]), f"another {key}"
                case 3:
                    keys["council"] = dice.choice((self.demo.slug, self.other.slug, "wiltshire"))
                    how = "another council"
        return filled(name, keys), how

    def foreign(self, dice: Random) -> tuple[str, ...]:
        """What other addresses call their rows, to be put where a form names one of its own."""
        keys = dice.choice(self.known[dice.choice(sorted(self.known))])
        return (*keys.values(), "1", "2", "999999")


def hand_over(council: Council) -> None:
    """A file beside each address of evidence, so that of some the file is a secret too."""
    for row in Evidence.objects.filter(recommendation__council=council, size=0):
        attach_evidence(
            recommendation=row.recommendation,
            update=row.update,
            shows=row.shows,
            file=Taken("shows.pdf", Kind.PDF, pdf(), hidden=()),
            mark=Evidence.Mark.INTERNAL,
            by=row.by,
            on=row.on,
        )


def analyze() -> None:
    """PostgreSQL plans by what it knows of a table, which is nothing before a transaction ends.

    Our own tables one by one: to analyze all is to lock those of the cluster against other workers.
    """
    if connection.vendor == "postgresql":
        tables = connection.introspection.django_table_names(only_existing=True)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")


def filled(name: str, keys: Keys) -> str:
    return "/" + ROUTES[name] % {key: quoted(value) for key, value in keys.items()}


def routes() -> dict[str, str]:
    """The path of each name in the URLconf, with a place for each key: the raw tables' too."""
    root = get_resolver()
    inside = {"": ("", root), **root.namespace_dict}
    return {
        f"{space}:{name}".removeprefix(":"): prefix + resolver.reverse_dict[name][0][0][0]
        for space, (prefix, resolver) in inside.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }


def named(path: str) -> tuple[str, Keys]:
    try:
        found = resolve(path)
    except Resolver404:
        return "", {}
    keys = {key: str(found.kwargs[key]) for key in KEY.findall(ROUTES.get(found.view_name, ""))}
    return found.view_name, keys


ROUTES = routes()
