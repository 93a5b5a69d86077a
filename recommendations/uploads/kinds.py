"""The kinds of file that are taken."""

from enum import StrEnum

from recommendations.uploads import NotTaken


class Kind(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"

    @property
    def label(self) -> str:
        return {Kind.PDF: "PDF", Kind.DOCX: "Word", Kind.XLSX: "Excel"}[self]

    @property
    def begins(self) -> bytes:
        return b"%PDF-" if self is Kind.PDF else b"PK\x03\x04"

    @property
    def content_type(self) -> str:
        office = "application/vnd.openxmlformats-officedocument"
        return {
            Kind.PDF: "application/pdf",
            Kind.DOCX: f"{office}.wordprocessingml.document",
            Kind.XLSX: f"{office}.spreadsheetml.sheet",
        }[self]


TAKEN = "PDF, Word (.docx) or Excel (.xlsx)"


def kind_of(name: str, content: bytes) -> Kind:
    """As its name says, where its first bytes say the same."""
    ending = name.rpartition(".")[2].lower()
    if "." not in name or ending not in set(Kind):
        raise NotTaken(f"it is of another kind. Files may be {TAKEN}")
    kind = Kind(ending)
    if not content.startswith(kind.begins):
        raise NotTaken(f"it is no {kind.label} file, though its name ends in .{kind}")
    return kind
