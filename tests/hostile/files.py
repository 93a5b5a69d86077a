"""Files as nobody should hand them over, and the body of a form that brings them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

import pikepdf
from pikepdf import Dictionary, Name

from recommendations.uploads import LARGEST
from tests.hostile.corpus import BOUNDARY, MARK, MARKUP
from tests.uploading import DOCUMENT, RELATIONS, W, excel, one_page, pdf, relation, word

NAMES = (
    *("", ".", "..", ".pdf", "pdf", "CON.docx", f"{MARK}.PDF ", f"{MARK}.pdf.exe", f"{MARK}.pdf/"),
    f"../../../../etc/{MARK}.pdf",
    f"..\\..\\{MARK}.docx",
    f"/etc/{MARK}.xlsx",
    f"{MARK}\x00.pdf",
    f"{MARK}%00.pdf",
    f"{MARK}\r\nSet-Cookie: {MARK}=1\r\n\r\n.pdf",
    f'{MARK}"; name="token"; x=".pdf',
    f"{MARK}\u202efdp.exe\u2066.pdf",
    f"{MARK}\ud800.docx",
    f"{MARK} 👩‍👩‍👧‍👦 ŵŷ \U0010ffff.xlsx",
    f"{MARKUP}.pdf",
    f"{{{{7*7}}}}{MARK}.docx",
    MARK + "x" * 300 + ".pdf",
    MARK + "x" * 60_000 + ".pdf",
    MARK + "é" * 255 + ".docx",
    ".pdf" + "x" * 300,
)

TYPES = (
    *("application/pdf", "application/octet-stream", "text/html; charset=utf-16", ""),
    *("text/plain; charset=no-such", "multipart/mixed; boundary=b", f"{MARK}/{'x' * 5_000}"),
)


@dataclass(frozen=True)
class File:
    """A file as a form brings it, its name as it stands in the header."""

    name: str
    content_type: str
    content: bytes


def any_file(dice: Random) -> File:
    """Half of them are called what they are, and come further than the first look."""
    kind, content = dice.choice(contents())
    name = f"{MARK}.{kind}" if dice.random() < 0.5 else dice.choice(NAMES)
    return File(name, dice.choice(TYPES), content)


@cache
def contents() -> tuple[tuple[str, bytes], ...]:
    """Each kind as it should be, and spoilt in each way."""
    definitions = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    documents = {
        "sound": {},
        "hides": {DOCUMENT: f'<w:document {W}><w:del w:id="1"/></w:document>'},
        "quotes": {"docProps/core.xml": f"<dc:creator>{MARKUP}\0</dc:creator>"},
        "defines": {DOCUMENT: definitions},
        "unpacks": {"word/media/1.xml": bytes(8_000_000)},
        "lies outside": {"../../x.xml": "<a/>"},
        "runs": {"word/vbaProject.bin": b"\1"},
        "fetches": {RELATIONS: relation("attachedTemplate", "https://elsewhere.example/")},
    }
    words = [word(**parts) for parts in documents.values()]
    endless = excel(**{"xl/workbook.xml": "".join(f"<sheet {n}" for n in range(300_000))})
    return (
        *(("docx", content) for content in words),
        *(("xlsx", content) for content in (excel(), endless, words[0], words[0][:-40])),
        *(("pdf", content) for content in (pdf(), *_spoilt_pdfs())),
        *(("pdf", content) for content in (b"", b"%PDF-", b"<html><script>", bytes(LARGEST + 1))),
    )


def _spoilt_pdfs() -> tuple[bytes, ...]:
    runs, holds, quotes = one_page(), one_page(), one_page()
    runs.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    holds.attachments["a.txt"] = b"hidden"
    quotes.docinfo["/Author"] = MARKUP
    locked = pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
    return (pdf(runs), pdf(holds), pdf(quotes), locked, pdf()[:-40], pdf() + word())


def handed_over(fields: list[str], dice: Random) -> tuple[tuple[str, File], ...]:
    """Mostly one file in its field; else none, several, too many, or in a field of words."""
    field = fields[0] if fields else "file"
    match dice.randrange(8):
        case 0:
            return ((field, File("", "application/octet-stream", b"")),)
        case 1:
            return tuple((field, any_file(dice)) for _ in range(dice.choice((2, 3, 50))))
        case 2:
            return ((dice.choice(("token", "cause", "do", "", "a" * 5_000)), any_file(dice)),)
        case _:
            return ((field, any_file(dice)),)


def of_multipart(
    pairs: tuple[tuple[str, str], ...], files: tuple[tuple[str, File], ...]
) -> tuple[str, bytes]:
    """The content type and the body of a form with these fields and files."""
    parts = [(f'name="{name}"', "", _bytes(value)) for name, value in pairs]
    parts += [
        (f'name="{name}"; filename="{file.name}"', file.content_type, file.content)
        for name, file in files
    ]
    body = b"".join(
        _bytes(f"--{BOUNDARY}\r\nContent-Disposition: form-data; {said}\r\n")
        + (_bytes(f"Content-Type: {kind}\r\n") if kind else b"")
        + b"\r\n"
        + value
        + b"\r\n"
        for said, kind, value in parts
    )
    return f"multipart/form-data; boundary={BOUNDARY}", body + f"--{BOUNDARY}--\r\n".encode()


def broken(body: bytes, dice: Random) -> bytes:
    """Cut off, or without an end of a part, or in letters that no part may have."""
    match dice.randrange(3):
        case 0:
            return body[: dice.randrange(len(body))]
        case 1:
            return body.replace(b"\r\n\r\n", b"\r\n", 1)
        case _:
            encoding = b"\r\nContent-Transfer-Encoding: base64\r\n\r\n****"
            return body.replace(b"\r\n\r\n", encoding, 2)


def _bytes(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")
