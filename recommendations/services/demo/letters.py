"""A letter as a Word file, made anew at each loading: the same words give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from recommendations.uploads.gate import Taken, take

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_PARTS = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="{_OFFICE}/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{_RELATIONS}"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>'
    ),
}


def letter(name: str, paragraphs: Sequence[str]) -> Taken:
    """As the gate lets it in."""
    words = "".join(f"<w:p><w:r><w:t>{escape(said)}</w:t></w:r></w:p>" for said in paragraphs)
    body = (
        f'{_HEAD}<w:document xmlns:w="{_OFFICE}/wordprocessingml/2006/main">'
        f"<w:body>{words}</w:body></w:document>"
    )
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for part, markup in {**_PARTS, "word/document.xml": body}.items():
            archive.writestr(ZipInfo(part), markup, ZIP_DEFLATED)
    content = written.getvalue()
    return take(f"{name}.docx", content, size=len(content))
