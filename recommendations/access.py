"""The one door to a council's pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from recommendations.models import Council, User, Viewer
from recommendations.models.visible import VisibleQuerySet
from recommendations.rules.ratings import Rag, calling
from recommendations.rules.roles import Permission
from recommendations.standing.facts import policy_on

M = TypeVar("M", bound=Model)

READING = ("GET", "HEAD")


class SignedInRequest(HttpRequest):
    """What a view behind the door is handed: signing in is required by middleware everywhere."""

    user: User
    council: str
    """Whose page it is, once the door is open: what an address says before is anybody's words."""


def councils_of(user: User) -> QuerySet[Council]:
    """The councils that a person has a part in."""
    return Council.objects.filter(memberships__user=user).distinct()


def viewer_or_404(user: User, council_slug: str) -> Viewer:
    """Another council's page is not found, rather than forbidden: a 403 would say it exists."""
    if viewer := Viewer.of(user, council_slug, today=timezone.localdate()):
        return viewer
    raise Http404


def one_to_act_on(
    rows: VisibleQuerySet[M], viewer: Viewer, permission: Permission, **lookup: Any
) -> M:
    """One of the rows a viewer sees: forbidden where it is not theirs to act on."""
    found: M = get_object_or_404(rows, **lookup)
    if not rows.filter(pk=found.pk).editable_by(viewer, to=permission).exists():
        raise PermissionDenied
    return found


def words_today(viewer: Viewer) -> Mapping[Rag, str]:
    """The council's words for the ratings, read once a page first asks for one."""
    words: Mapping[Rag, str] = SimpleLazyObject(  # type: ignore[assignment]
        lambda: policy_on(viewer.council, viewer.today).words
    )
    return words


def requires(
    permission: Permission, *, methods: tuple[str, ...] = READING
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Open a page of a council to whoever has the permission there, and hand over the viewer.

    not a method of this page              405
    no part in the council                 404, as if there were no such council
    a part, and not the permission         403
    otherwise                              the view, told who is reading
    """

    def at_the_door(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def door(request: SignedInRequest, *, council: str, **rest: Any) -> HttpResponseBase:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            viewer = viewer_or_404(request.user, council)
            request.council = council
            if not viewer.can(permission):
                raise PermissionDenied
            with calling(words_today(viewer)):
                return view(request, viewer, **rest)

        door.permission = permission  # type: ignore[attr-defined]  # read by the matrix of tests
        door.methods = methods  # type: ignore[attr-defined]
        return door

    return at_the_door
