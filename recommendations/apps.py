"""The domain's place among Django's applications."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = "Recommendations"

    def ready(self) -> None:
        post_migrate.connect(lay_frozen_tables, sender=self)


def lay_frozen_tables(*, using: str, **kwargs: Any) -> None:
    """Whatever a migration rebuilt, its rows are frozen again before anybody writes."""
    from recommendations.models import frozen

    frozen.lay(connections[using])
