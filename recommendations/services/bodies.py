"""Bodies: entered, put right, named anew from a day, and ended."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from recommendations.models import Body, BodyName, Council, User
from recommendations.rules.wording import day_words
from recommendations.services.change import Refused, because, refuse_the_future
from recommendations.services.councils import establish_body
from recommendations.services.editing import edited
from recommendations.services.slugs import slug_of

PAGES = {"new"}
"""What stands in an address in the place of a body, and so is the address of none."""


@transaction.atomic
def enter_body(
    *, council: Council, by: User, kind: str, name: str, parent: Body | None, since: date | None
) -> Body:
    """``since`` is its first day; without one it was there from the beginning."""
    if since is not None:
        refuse_the_future(since)
    Council.objects.select_for_update(no_key=True).get(pk=council.pk)  # two at once get two
    taken = PAGES | set(Body.objects.filter(council=council).values_list("slug", flat=True))
    slug = slug_of(name, taken=taken, otherwise="body")
    with because("", by=by):
        return establish_body(
            council=council, kind=kind, name=name, slug=slug, parent=parent, since=since
        )


@transaction.atomic
def edit_body(*, body: Body, seen: str, by: User, kind: str, parent: Body | None) -> Body:
    """Put right what a body is and what it is part of; its address stays."""
    Council.objects.select_for_update(no_key=True).get(pk=body.council_id)  # no ring of two
    above = Body.objects.filter(pk=parent.pk).first() if parent else None
    while above is not None:
        if above == body:
            raise Refused(f"{parent} is part of {body}, so {body} is not part of it.")
        above = above.parent
    return edited(body, seen, by=by, kind=kind, parent=parent)


def refuse_name(body: Body, *, name: str, since: date) -> None:
    """Say in words why a body cannot be called this from that day on."""
    refuse_the_future(since)
    if body.ended_on and since <= body.ended_on:
        raise Refused(f"{body}’s last day was {day_words(body.ended_on)}: enter a later day.")
    for now in body.names.filter(until__isnull=True):
        if now.since and since <= now.since:
            raise Refused(
                f"It has been called “{now}” since {day_words(now.since)}: enter a later day."
            )
        if now.name == name:
            raise Refused("It is called that already.")


@transaction.atomic
def rename_body(
    *, body: Body, seen: str, name: str, since: date, by: User | None, why: str
) -> BodyName:
    """Call a body something else from a day on; what it was called before stays known.

    A body that had ended meets again from that day.
    """
    refuse_name(body, name=name, since=since)
    edited(body, seen, by=by, why=why, name=name)
    body.names.filter(until__isnull=True).update(until=since - timedelta(days=1))
    return BodyName.objects.create(body=body, name=name, since=since)


@transaction.atomic
def end_body(*, body: Body, seen: str, until: date, by: User, why: str) -> Body:
    """``until`` is its last day; whatever it still watches stays with it until handed over."""
    refuse_the_future(until)
    if body.ended_on:
        raise Refused(f"Its last day is entered already: {day_words(body.ended_on)}.")
    if body.began_on and until < body.began_on:
        raise Refused(f"{body} began on {day_words(body.began_on)}, so it did not end before.")
    for now in body.names.filter(until__isnull=True):
        if now.since and until < now.since:
            raise Refused(
                f"It is called “{now}” from {day_words(now.since)}, so it did not end before."
            )
    edited(body, seen, by=by, why=f"Last day {day_words(until)}: {why}")
    if not body.names.exists():
        BodyName.objects.create(body=body, name=body.name)
    body.names.filter(until__isnull=True).update(until=until)
    return body
