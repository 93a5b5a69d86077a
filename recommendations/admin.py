"""The site administrator's raw view: people, posts, bodies and policy are edited here.

Tracked and frozen records are read-only, and only those that every member of their council may
read are there at all, so that no exempt word is shown, found by searching or counted.
"""

from __future__ import annotations

from copy import copy
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import Field, Model, Q, QuerySet, TextField
from django.forms.models import construct_instance
from django.http import HttpRequest
from django.utils import timezone

from recommendations import models
from recommendations.models import Viewer
from recommendations.models.clearance import NO_ROW
from recommendations.models.history import BY, REASON
from recommendations.services import (
    accounts,
    bodies,
    policies,
)
from recommendations.services.change import Refused, because

if TYPE_CHECKING:  # Django's own are not generic where they run
    ModelForm = forms.ModelForm[Model]
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelForm, ModelAdmin = forms.ModelForm, admin.ModelAdmin


class ReasonedForm(ModelForm):
    reason = forms.CharField(
        label="Why", help_text="Kept with the change, for the audit page.", max_length=500
    )


class Reasoned(ModelAdmin):
    """Edited here with a reason; nothing is deleted, and some things are settled once made."""

    form = ReasonedForm
    settled_once_made: tuple[str, ...] = ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with because(form.cleaned_data["reason"], by=request.user):  # type: ignore[arg-type]
            self.save_with_reason(obj, change=change)

    def save_with_reason(self, obj: Any, *, change: bool) -> None:
        obj.save()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.settled_once_made if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.User)
class UserAdmin(Reasoned):
    """People come by invitation and choose their own passwords, so neither is here."""

    fields = (
        *("username", "first_name", "last_name", "email"),
        *("is_active", "is_staff", "is_superuser", "reason"),
    )
    list_display = ("username", "first_name", "last_name", "email", "is_active", "is_superuser")
    list_filter = ("is_active", "is_superuser", "memberships__council")
    search_fields = ("username", "first_name", "last_name", "email")

    def save_with_reason(self, obj: models.User, *, change: bool) -> None:
        obj.save()
        if not obj.is_active:
            accounts.end_sessions(obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(models.Membership)
class MembershipAdmin(Reasoned):
    list_display = ("user", "role", "council")
    list_filter = ("council", "role")
    search_fields = ("user__username", "user__last_name")

    def save_with_reason(self, obj: models.Membership, *, change: bool) -> None:
        obj.save()
        accounts.end_sessions(obj.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One at a time: whoever loses a role is signed out."""
        return obj is not None

    def delete_model(self, request: HttpRequest, obj: models.Membership) -> None:
        with because("Taken away in the site administration", by=request.user):  # type: ignore[arg-type]
            obj.delete()
        accounts.end_sessions(obj.user)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}


@admin.register(models.Council)
class CouncilAdmin(ModelAdmin):
    list_display = ("name", "slug", "nation")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.Body)
class BodyAdmin(Reasoned):
    """A body is renamed by adding a name, so that what it was called on a day stays known."""

    list_display = ("name", "kind", "council")
    list_filter = ("council", "kind")
    search_fields = ("name",)
    settled_once_made = ("council", "name", "slug")
    exclude = ("version",)

    def save_with_reason(self, obj: models.Body, *, change: bool) -> None:
        obj.version += change
        obj.save()
        if not change:
            models.BodyName.objects.create(body=obj, name=obj.name)


class BodyNameForm(ReasonedForm):
    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("body") and typed.get("name"):
            since = typed.get("since") or timezone.localdate()
            try:
                bodies.refuse_name(typed["body"], name=typed["name"], since=since)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return typed


@admin.register(models.BodyName)
class BodyNameAdmin(Reasoned):
    form = BodyNameForm
    fields = ("body", "name", "since", "reason")
    list_display = ("name", "body", "since", "until")
    list_filter = ("body__council",)

    def save_with_reason(self, obj: models.BodyName, *, change: bool) -> None:
        since = obj.since or timezone.localdate()
        seen = str(obj.body.version)
        named = bodies.rename_body(
            body=obj.body, seen=seen, name=obj.name, since=since, by=BY.get(), why=REASON.get()
        )
        obj.pk = named.pk

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.Post)
class PostAdmin(Reasoned):
    list_display = ("title", "directorate", "kind", "council")
    list_filter = ("council", "kind")
    search_fields = ("title", "directorate")
    settled_once_made = ("council", "slug")


@admin.register(models.PostHolding)
class PostHoldingAdmin(Reasoned):
    list_display = ("post", "person", "kind", "since", "until")
    list_filter = ("post__council", "kind")
    settled_once_made = ("post", "person")


class PolicyForm(ReasonedForm):
    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            tried: Any = construct_instance(self, copy(self.instance))
            try:
                policies.refuse_at_once(tried)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return typed


@admin.register(models.Policy)
class PolicyAdmin(Reasoned):
    """Every item of the council is rated anew by the numbers saved here: many of them by a job."""

    form = PolicyForm
    list_display = ("council", "in_force_from", "overdue_red_after", "moved_red_after", "due_soon")
    list_filter = ("council",)
    settled_once_made = ("council",)
    fields = (
        *("council", "in_force_from", "overdue_red_after", "moved_red_after"),
        *("due_soon", "due_soon_rating", "reason"),
    )

    def save_with_reason(self, obj: models.Policy, *, change: bool) -> None:
        obj.version += change
        policies.save_policy(obj, by=BY.get())


# The record, read-only

RECORD: tuple[type[Model], ...] = (
    *(models.ScrutinyReport, models.Theme, models.Recommendation, models.Wording),
    *(models.Ownership, models.Remit, models.Condition, models.Link),
    *(models.Event, models.EventDay),
    *(models.Notice, models.ExecutiveResponse, models.ResponseStage, models.ResponseLine),
    *(models.Answer, models.Milestone, models.MilestoneDone),
    *(models.DateChange, models.DateDecision, models.OccurrenceOutcome),
    *(models.ProgressUpdate, models.RatingAcceptance, models.Evidence),
    *(models.EvidenceScan, models.EvidenceRelease),
    *(models.Meeting, models.AgendaItem, models.Resolution, models.Position),
    *(models.ResolutionDone, models.ResolutionUpdate, models.ReportReturn),
    *(models.Topic, models.TopicStage),
    *(models.ClassificationChange, models.PartTwoGrant),
)


class ReadOnly(ModelAdmin):
    """Looked at here, and never edited."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordAdmin(ReadOnly):
    """The columns as they are; what a row leads to is told by its number alone."""

    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """What every member of a council may read."""
        rows = super().get_queryset(request)
        readable = (
            Q(pk__in=self.model._default_manager.visible_to(Viewer.member(council)).values("pk"))
            for council in models.Council.objects.all()
        )
        submitted = ~Q(state="draft") if self.model is models.ProgressUpdate else ~NO_ROW
        return rows.filter(reduce(or_, readable, NO_ROW) & submitted)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [field.attname for field in self._columns()]

    def get_list_display(self, request: HttpRequest) -> Any:
        return [
            field.attname
            for field in self._columns()
            if not isinstance(field, TextField) and not field.has_default()
        ][:8]

    def _columns(self) -> list[Field[Any, Any]]:
        return list(self.model._meta.concrete_fields)


admin.site.register(RECORD, RecordAdmin)
