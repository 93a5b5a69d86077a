"""The domain's place among Django's applications."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = "Recommendations"

    def ready(self) -> None:
        pre_migrate.connect(lift_what_would_be_in_the_way, sender=self)
        post_migrate.connect(lay_what_models_do_not_say, sender=self)


def lift_what_would_be_in_the_way(*, using: str, **kwargs: Any) -> None:
    """A migration may alter any table, those that the index of words reads included."""
    from recommendations.models import search_index

    search_index.lift(connections[using])


def lay_what_models_do_not_say(*, using: str, **kwargs: Any) -> None:
    """Whatever a migration rebuilt, rows are frozen and searched again before anybody writes."""
    from recommendations.models import frozen, search_index

    frozen.lay(connections[using])
    search_index.lay(connections[using])
