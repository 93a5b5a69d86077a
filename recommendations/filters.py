"""The lists' filters. What does not fit is refused with what was typed, never ignored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.forms import Form, HiddenInput
from django.http import QueryDict

from recommendations.forms.fields import RatingInput
from recommendations.models import (
    Answer,
    Body,
    Ownership,
    Policy,
    Position,
    Post,
    ScrutinyReport,
    SearchedWording,
    Standing,
    Theme,
    Viewer,
)
from recommendations.models.searching import Found
from recommendations.models.standings import StandingQuerySet, statuses_of
from recommendations.reading.offered_reports import offered_reports
from recommendations.rules.policies import Policy as CouncilsPolicy
from recommendations.rules.policies import policy_of
from recommendations.rules.positions import USUAL
from recommendations.rules.ratings import Answered, Rag
from recommendations.rules.the_day import TheDay
from recommendations.standing.facts import policies_of
from recommendations.standing.rows import grouped

ORDERS = {"worst": "worst_first", "printed": "as_printed", "soonest": "soonest_first"}
"""Sorting by name, from this list alone: an order by any column would tell what is hidden."""

ANSWERS = [(Answered.AWAITING.value, "Awaiting an answer"), *Answer.Decision.choices]


UNSAID = "-none"
OTHERWISE = "-other"
"""No position, and one in words of no scheme, as papers have them."""


@dataclass(frozen=True)
class Tag:
    """A filter in use, and the query string that remains without it."""

    words: str
    query: str


class FilterForm(Form):
    """Says what it refuses in words that a person can act on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = (
                f"“%(value)s” is not one of those offered under “{field.label}”"
            )


class RecommendationFilter(filters.FilterSet):
    """Narrows and orders what stands on a day of a council's recommendations."""

    text = filters.CharFilter(label="Words or reference", method="with_words", max_length=200)
    rating = filters.MultipleChoiceFilter(
        label="Rating",
        method="of_ratings",
        choices=lambda: [(rag.value, rag.label) for rag in Rag],
        widget=RatingInput,
        distinct=False,
    )
    committee = filters.ChoiceFilter(
        label="Committee", method="watched_by", empty_label="All committees"
    )
    report = filters.ChoiceFilter(
        label="Report", field_name="report__slug", empty_label="All reports"
    )
    theme = filters.ChoiceFilter(label="Theme", method="under_theme", empty_label="All themes")
    answer = filters.ChoiceFilter(label="Answer", choices=ANSWERS, empty_label="All answers")
    position = filters.ChoiceFilter(
        label="Committee’s position", method="said_of_it", empty_label="All positions"
    )
    owner = filters.ChoiceFilter(label="Owner", method="owned_by", empty_label="All owners")
    sort = filters.ChoiceFilter(
        label="Order",
        choices=[(name, name) for name in ORDERS],
        method="in_order",
        widget=HiddenInput,
    )

    searched: Found | None = None
    """What was found by words, where some were asked for."""

    class Meta:
        form = FilterForm

    def __init__(
        self,
        data: QueryDict,
        *,
        queryset: StandingQuerySet,
        viewer: Viewer,
        today: date,
        now: datetime,
    ) -> None:
        super().__init__(data, queryset=queryset.order_by(ORDERS["worst"]))
        self.viewer = viewer
        self.today = today
        self.now = now
        reports = offered_reports(viewer, named=data.get("report", ""), theme=data.get("theme", ""))
        committees = Body.objects.visible_to(viewer).filter(kind=Body.Kind.COMMITTEE)
        self.committees = {body.slug: body for body in committees}
        self._offer("committee", ((slug, body.name) for slug, body in self.committees.items()))
        self._offer("report", ((report.slug, report.title) for report in reports))
        self._offer("theme", themes_of(viewer, reports))
        policies = policies_of(Policy.objects.visible_to(viewer).in_force(today))
        self.policy = policy_of(policies, TheDay(today))
        self._offer("position", positions_of(policies))
        self._offer("owner", owners_of(viewer))

    def _offer(self, name: str, choices: Iterable[Any]) -> None:
        self.filters[name].extra["choices"] = list(choices)

    def with_words(self, found: StandingQuerySet, name: str, text: str) -> StandingQuerySet:
        """All of them must be in one wording of it or of a part of it, its reference among them."""
        wordings = SearchedWording.objects.visible_to(self.viewer)
        self.searched = wordings.search(text, council=self.viewer.council.pk)
        return found.filter(recommendation__in=self.searched.recommendations)

    def of_ratings(
        self, found: StandingQuerySet, name: str, ratings: list[str]
    ) -> StandingQuerySet:
        if not ratings:
            return found
        in_a_stretch = self.order == "worst" and self.searched is None
        return (found.worst_first if in_a_stretch else found.of_ratings)(*map(Rag, ratings))

    def watched_by(self, found: StandingQuerySet, name: str, slug: str) -> StandingQuerySet:
        return found.watched_by(self.committees[slug], day=self.today)

    def under_theme(self, found: StandingQuerySet, name: str, theme: str) -> StandingQuerySet:
        within = Theme.objects.visible_to(self.viewer).filter(Q(pk=theme) | Q(parent=theme))
        return found.filter(recommendation__theme__in=within.order_by().values("pk"))

    def said_of_it(self, found: StandingQuerySet, name: str, said: str) -> StandingQuerySet:
        """As the page of each item has it: the last position counts, for whoever may read that."""
        with_leave = self._withheld_positions()
        if said == UNSAID:
            return found.filter(status="").exclude(recommendation__in=list(with_leave))
        wanted = {said}
        if said == OTHERWISE:
            known = dict(_flat(self.filters["position"].extra["choices"]))
            every = statuses_of(self.viewer.council).union(with_leave.values())
            wanted = every - {"", *known}
        those = [item for item, status in with_leave.items() if status in wanted]
        return found.filter(Q(status__in=wanted) | Q(recommendation__in=those))

    def _withheld_positions(self) -> dict[int, str]:
        """What this viewer may read though others may not, by item."""
        items = Standing.objects.visible_to(self.viewer).filter(position_withheld=True)
        numbers = list(items.order_by().values_list("recommendation", flat=True))
        if not numbers:
            return {}
        told = Position.objects.visible_to(self.viewer).filter(recommendation__in=numbers)
        last = told.last_standing(as_at=self.today, known_at=self.now)
        return dict(last.values_list("recommendation", "status"))

    def owned_by(self, found: StandingQuerySet, name: str, owner: str) -> StandingQuerySet:
        kind, key = owner.split("-")
        return found.owned_by(today=self.today, **{kind: int(key)})

    def in_order(self, found: StandingQuerySet, name: str, order: str) -> StandingQuerySet:
        return found.order_by(ORDERS[order])

    @property
    def several_reports(self) -> bool:
        """Whether a reference alone could be another report's."""
        return len(self.filters["report"].extra["choices"]) > 1

    @property
    def order(self) -> str:
        return self.form.cleaned_data.get("sort") or "worst"

    @property
    def query(self) -> str:
        """What was asked for, without the page, for the links of the pages."""
        return self._query_without()

    def sorted_by(self, order: str) -> str:
        return f"{self._query_without('sort')}&sort={order}".removeprefix("&")

    @property
    def tags(self) -> list[Tag]:
        found = []
        for bound in self.form.visible_fields():
            labels = dict(_flat(getattr(bound.field, "choices", ())))
            for value in filter(None, self.data.getlist(bound.name)):
                words = str(labels.get(value, value))
                found.append(Tag(words, self._query_without(bound.name, value)))
        return found

    def _query_without(self, name: str = "", value: str = "") -> str:
        kept = QueryDict(mutable=True)
        for key in self.filters:
            values = self.data.getlist(key)
            kept.setlist(
                key, [one for one in values if one and not (key == name and value in ("", one))]
            )
        return kept.urlencode()


def themes_of(
    viewer: Viewer, reports: list[ScrutinyReport]
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """By report; a group inside a theme after its theme."""
    themes = Theme.objects.visible_to(viewer).filter(report__in=reports).select_related("parent")
    by_report = grouped(themes, lambda theme: theme.report_id)
    for report in reports:
        if of_report := by_report[report.pk]:
            yield (
                report.title,
                [
                    (
                        str(theme.pk),
                        f"{theme.parent.title}: {theme.title}" if theme.parent else theme.title,
                    )
                    for theme in of_report
                ],
            )


def positions_of(policies: Iterable[CouncilsPolicy]) -> Iterator[tuple[str, Any]]:
    """The statuses of the council's scheme, those of its earlier ones apart, and neither."""
    schemes = [USUAL, *(policy.scheme for policy in policies)]
    *earlier, now = [dict.fromkeys(one.words for one in scheme.statuses) for scheme in schemes]
    yield from ((words, words) for words in now)
    before = {words: words for scheme in earlier for words in scheme if words not in now}
    if before:
        yield "By an earlier scheme", list(before.items())
    yield OTHERWISE, "A position in other words"
    yield UNSAID, "No position taken"


def owners_of(viewer: Viewer) -> Iterator[tuple[str, str]]:
    """Posts, then bodies, that own something, each under a key that says which it is."""
    owned = Ownership.objects.visible_to(viewer)

    def owning(kind: str, owners: QuerySet[Any], name: str) -> QuerySet[Any, Any]:
        some = owners.filter(Exists(owned.filter(**{kind: OuterRef("pk")}))).order_by()
        return some.values_list(Value(kind), "pk", name)

    posts = owning("post", Post.objects.visible_to(viewer), "title")
    bodies = owning("body", Body.objects.visible_to(viewer), "name")
    for kind, key, name in posts.union(bodies, all=True).order_by("-value1", "title"):
        yield f"{kind}-{key}", name


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
