"""A recommendation as it is entered, and where its pages are."""

from django.urls import reverse

from recommendations.services import recommendations as services
from tests.factories import UserFactory


def entered(report, **more):
    words = {"text": more.pop("text", "That the council mends its roads.")}
    return services.enter_recommendation(report=report, words=words, by=UserFactory(), **more)


def new(report):
    args = [report.council.slug, report.slug]
    return reverse("recommendations:recommendation_new", args=args)


def at(row, name, *parts):
    args = [row.council.slug, row.report.slug, row.address, *parts]
    return reverse(f"recommendations:{name}", args=args)


def typed(**more):
    return {
        "kind": "recommendation",
        "reference": "R1.",
        "after": "first",
        "due_shape": "none",
        "text": "That the council mends its roads.",
        **more,
    }


def by_place(report):
    return list(report.recommendations.values_list("address", flat=True))
