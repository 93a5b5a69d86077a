"""What was published, read-only; the document itself is read where it was published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from reports.models import Publication, PublicationItem

COLUMNS = {
    Publication: (
        *("council", "kind", "meeting_id", "audience", "edition", "as_at", "known_at"),
        *("issued_at", "issued_by", "document_sha256", "pdf_sha256", "file_name"),
    ),
    PublicationItem: ("publication", "recommendation_id"),
}

if TYPE_CHECKING:  # Django's own is not generic where it runs
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class ReadOnly(ModelAdmin):
    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return COLUMNS[self.model]

    get_readonly_fields = get_fields

    def get_list_display(self, request: HttpRequest) -> Any:
        return COLUMNS[self.model][:6]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


admin.site.register(COLUMNS, ReadOnly)
