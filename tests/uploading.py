"""Files that are handed over, made as the tests need them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORDS = f"<w:document {W}><w:body><w:p><w:r><w:t>It is mended.</w:t></w:r></w:p></w:body>"
SCHEMAS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(parts: dict[str, bytes | str]) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()


def word(**more: bytes | str) -> bytes:
    """A Word file of one paragraph; more parts by their names."""
    return zipped({"[Content_Types].xml": "<Types/>", DOCUMENT: WORDS, **more})


def excel(**more: bytes | str) -> bytes:
    book = '<workbook><sheets><sheet name="A" sheetId="1"/></sheets></workbook>'
    return zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": book, **more})


def pdf(of: pikepdf.Pdf | None = None, **how: object) -> bytes:
    """A PDF of one empty page, unless another is given."""
    written = BytesIO()
    (of or one_page()).save(written, **how)
    return written.getvalue()


def one_page() -> pikepdf.Pdf:
    document = pikepdf.new()
    document.add_blank_page()
    return document


def relation(sort: str, target: str, *, mode: str = "External") -> str:
    return f'<Relationship Id="r" Type="{SCHEMAS}/{sort}" Target="{target}" TargetMode="{mode}"/>'


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
