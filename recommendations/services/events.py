"""Events and the days entered for them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from recommendations.models import Council, Event, EventDay, Recommendation, User
from recommendations.services.change import Refused, change, correct, refuse_the_future, take_back
from recommendations.services.slugs import slug_of

PAGES = {"new"}
"""What stands in an address in the place of an event, and so is the address of none."""


@transaction.atomic
def name_event(*, council: Council, name: str, slug: str = "") -> Event:
    """Without a ``slug``, its address is allotted from its name."""
    Council.objects.select_for_update(no_key=True).get(pk=council.pk)  # two at once name one
    of_council = Event.objects.filter(council=council)
    if of_council.filter(name__iexact=name).exists():
        raise Refused("An event of this name is there already.")
    taken = PAGES | set(of_council.values_list("slug", flat=True))
    slug = slug or slug_of(name, taken=taken, otherwise="event")
    return Event.objects.create(council=council, name=name, slug=slug)


def waiting_on(event: Event) -> Q:
    """The recommendations whose dates or sleep hang on an event."""
    return Q(council_id=event.council_id) & (
        Q(asked__event=event.key)
        | Q(conditions__event=event)
        | Q(milestones__original_due__event=event.key)
    )


def enter_day(
    *,
    event: Event,
    kind: str,
    day: date,
    by: User,
    on: date,
    source: str = "",
    brought_in: bool = False,
    instead_of: EventDay | None = None,
    why: str = "",
) -> EventDay:
    """Say when an event is expected, or that it has happened; every date that hangs on it follows.

    ``on`` is the day from which it was known. ``instead_of`` corrects an earlier entry, and
    ``why`` says what was wrong with it.
    """
    refuse_the_future(on)
    if kind == EventDay.Kind.HAPPENED:
        refuse_the_future(day)
    with change() as touched:
        touched.touch_all(Recommendation.objects.filter(waiting_on(event)))
        values = {"kind": kind, "day": day, "on": on, "source": source}
        if instead_of is not None:
            return correct(instead_of, by=by, why=why, **values)
        return EventDay.objects.create(event=event, by=by, brought_in=brought_in, **values)


def take_day_back(*, event_day: EventDay, by: User, why: str) -> EventDay:
    with change() as touched:
        touched.touch_all(Recommendation.objects.filter(waiting_on(event_day.event)))
        return take_back(event_day, by=by, why=why)
