"""What each body was called on the day of a document."""

from datetime import date

from recommendations.models import Body, BodyName, Viewer
from recommendations.models.since_until import held_on


class Names:
    """The names of a council's bodies as at a day, in one query."""

    def __init__(self, viewer: Viewer, *, as_at: date) -> None:
        held = BodyName.objects.visible_to(viewer).filter(held_on(as_at))
        self._by_body = dict(held.values_list("body", "name"))

    def of(self, body: Body | None) -> str:
        return self._by_body.get(body.pk, body.name) if body else ""
