"""The project's own configuration of Django's applications."""

from django.contrib.admin.apps import AdminConfig


class SiteAdministrationConfig(AdminConfig):
    default_site = "scrutiny.administration.SiteAdministration"

    def ready(self) -> None:
        super().ready()
        from django.contrib import admin
        from django.contrib.auth.models import Group

        admin.site.unregister(Group)  # rights come from roles in a council, never from groups
