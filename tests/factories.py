"""The smallest valid row of each noun; a test says only what matters to it.

States that take several steps are reached through the services, never by setting columns.
"""

from datetime import date
from typing import Any

import factory
from django.utils import timezone
from django.utils.text import slugify

from recommendations import models
from recommendations.services import standings
from reports.documents.encoding import fingerprint
from reports.models import Publication

PUBLISHED = date(2024, 3, 1)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.User

    username = factory.Sequence(lambda n: f"person-{n}")
    first_name = "Jo"
    last_name = factory.Sequence(lambda n: f"Bloggs {n}")


class CouncilFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Council

    name = factory.Sequence(lambda n: f"Marlshire {n} Council")
    slug = factory.LazyAttribute(lambda council: slugify(council.name))
    nation = models.Council.Nation.ENGLAND


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Membership

    user = factory.SubFactory(UserFactory)
    council = factory.SubFactory(CouncilFactory)
    role = "member"


class BodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Body

    council = factory.SubFactory(CouncilFactory)
    kind = models.Body.Kind.COMMITTEE
    name = factory.Sequence(lambda n: f"Select Committee {n}")
    slug = factory.LazyAttribute(lambda body: slugify(body.name))


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Post

    council = factory.SubFactory(CouncilFactory)
    title = factory.Sequence(lambda n: f"Head of Service {n}")
    slug = factory.LazyAttribute(lambda post: slugify(post.title))
    kind = models.Post.Kind.LEAD_OFFICER


class ReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ScrutinyReport

    council = factory.SubFactory(CouncilFactory)
    title = factory.Sequence(lambda n: f"Review of Roads {n}")
    slug = factory.LazyAttribute(lambda report: slugify(report.title))
    kind = models.ScrutinyReport.Kind.FINAL
    published_on = PUBLISHED


class RecommendationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Recommendation

    report = factory.SubFactory(ReportFactory)
    council = factory.SelfAttribute("report.council")
    address = factory.Sequence(lambda n: f"R{n + 1}")
    reference = factory.LazyAttribute(lambda row: f"{row.address}.")
    position = factory.Sequence(lambda n: n + 1)


class WordingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Wording

    recommendation = factory.SubFactory(RecommendationFactory)
    printing = models.Wording.Printing.SCHEDULE
    text = "That the council should mend its roads."
    on = PUBLISHED
    by = factory.SubFactory(UserFactory)


def add_many(
    report: models.ScrutinyReport, number: int, **more: Any
) -> list[models.Recommendation]:
    """So many recommendations with their words, and their places in the lists, at one go."""
    made = models.Recommendation.objects.bulk_create(
        RecommendationFactory.build_batch(number, report=report, **more)
    )
    by = UserFactory()
    models.Wording.objects.bulk_create(
        WordingFactory.build(recommendation=row, by=by) for row in made
    )
    standings.rewrite([row.pk for row in made], today=timezone.localdate())
    return made


class EventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Event

    council = factory.SubFactory(CouncilFactory)
    name = factory.Sequence(lambda n: f"election {n}")
    slug = factory.LazyAttribute(lambda event: slugify(event.name))


class PositionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Position

    recommendation = factory.SubFactory(RecommendationFactory)
    status = "monitoring"
    on = date(2024, 6, 1)
    by = factory.SubFactory(UserFactory)


class PublicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Publication

    council = factory.SelfAttribute("meeting.body.council")
    kind = Publication.Kind.PACK
    meeting = factory.LazyFunction(
        lambda: models.Meeting.objects.create(body=BodyFactory(), day=date(2024, 6, 6))
    )
    audience = Publication.Audience.MEMBER
    edition = 1
    as_at = date(2024, 6, 5)
    known_at = factory.LazyFunction(timezone.now)
    issued_by = factory.SubFactory(UserFactory)
    document = {"title": "Agenda pack", "lines": [1, 2]}
    document_sha256 = factory.LazyAttribute(lambda edition: fingerprint(edition.document))
    pdf_sha256 = "0" * 64  # of no file: whoever needs one stores it
    file_name = "2024-06-06-select-committee-pack-ed1.pdf"
