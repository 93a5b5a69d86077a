"""What was published, read-only; the document itself is read where it was published."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from recommendations.admin import ReadOnly
from reports.models import Publication, PublicationRow

COLUMNS = {
    Publication: (
        *("council", "kind", "meeting_id", "audience", "edition", "as_at", "known_at"),
        *("issued_at", "issued_by", "document_sha256", "pdf_sha256", "file_name", "last_change"),
    ),
    PublicationRow: ("publication", "noun", "row"),
}


class PublishedAdmin(ReadOnly):
    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return COLUMNS[self.model]

    def get_list_display(self, request: HttpRequest) -> Any:
        return COLUMNS[self.model][:6]


admin.site.register(COLUMNS, PublishedAdmin)
