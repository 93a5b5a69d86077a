"""Word and Excel files: parts in a ZIP, looked through as bytes and never parsed."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from recommendations.uploads import MEBIBYTE, NotTaken, as_read, how_many
from recommendations.uploads.kinds import Kind
from recommendations.uploads.personal import Personal

PARTS = 2_000
OF_A_PART = 40 * MEBIBYTE
OF_ALL = 100 * MEBIBYTE
RATIO = 200
"""How many times as large a part may be as what it is packed in, of which 1 KB is always let be."""

TAGS = 400_000
"""How often "<" may stand in a part."""

ANOTHER = "it holds a macro, a control or another file. Save it without them"
HAS_TO_HOLD = {Kind.DOCX: "word/document.xml", Kind.XLSX: "xl/workbook.xml"}
ACTIVE = ("vbaproject", "vbadata", "/activex/", "/embeddings/", "/macrosheets/", "oleobject")

RUNS_OR_HOLDS = frozenset(
    {
        *(b"aFChunk", b"attachedToolbars", b"control", b"activeXControlBinary", b"oleObject"),
        *(b"package", b"vbaProject", b"wordVbaData", b"xlMacrosheet", b"xlIntlMacrosheet"),
    }
)
"""What a part may be to another that no document needs."""

_MARKUP = (".xml", ".rels", ".vml")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_ENCODING = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)""")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATIONSHIP = re.compile(rb"""Relationship(?=[\s/>])((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_BEGUN = re.compile(rb"<[^\s<>/!?\"'=]*Relationship[\s/>]")
_SAYS = re.compile(rb"""([^\s="'/<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def hidden_in(kind: Kind, content: bytes) -> list[str]:
    """What whoever reads it does not see; ``NotTaken`` where it may not be let in."""
    found = Findings()
    with ZipFile(BytesIO(content)) as archive:
        names = {info.orig_filename for info in archive.infolist()}
        if not {"[Content_Types].xml", HAS_TO_HOLD[kind]} <= names:
            raise NotTaken(f"it is no {kind.label} file, though its name ends in .{kind}")
        for name, part in parts(archive):
            refuse_active(name, part)
            if name.endswith(_MARKUP) or part.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
                refuse_markup(part)
            if name.endswith(".rels"):
                refuse_what_leads_outside(part)
            found.look_at(name, part)
    return found.told


def parts(archive: ZipFile) -> Iterator[tuple[str, bytes]]:
    """Each part by its name in small letters, unpacked within what it may come to."""
    refuse_members(archive.infolist())
    left = OF_ALL
    for info in archive.infolist():
        most = min(left, OF_A_PART, RATIO * max(info.compress_size, 1024))
        with archive.open(info) as packed:
            part = packed.read(most + 1)
        if len(part) > most:
            raise NotTaken("it unpacks to more than a document may")
        left -= len(part)
        yield info.orig_filename.lower(), part


def refuse_members(members: list[ZipInfo]) -> None:
    """What the list of parts says, before any is unpacked."""
    if len(members) > PARTS:
        raise NotTaken(f"it is made of more than {PARTS:,} parts")
    names = [info.orig_filename.lower() for info in members]
    if len(set(names)) < len(names):
        raise NotTaken("two of its parts have the same name")
    for info in members:
        name = info.orig_filename
        if name.startswith("/") or "\\" in name or "\0" in name or ".." in name.split("/"):
            raise NotTaken("a part of it would lie outside the file")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise NotTaken("a part of it leads to another file")
        if info.flag_bits & 1:
            raise NotTaken("it is encrypted. Save it without a password")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise NotTaken("it is packed in a way that office programs do not use")
        if info.file_size > OF_A_PART:
            raise NotTaken("it unpacks to more than a document may")


def refuse_active(name: str, part: bytes) -> None:
    """What would run, or another file inside it. The name is in small letters."""
    if any(what in f"/{name}" for what in ACTIVE):
        raise NotTaken(ANOTHER)
    if name == "[content_types].xml" and re.search(rb"macroEnabled|vbaProject|&#", part):
        raise NotTaken("it is made to hold macros. Save it as a document without macros")


def refuse_markup(part: bytes) -> None:
    """Definitions that a reader would expand, and letters in which one could be hidden."""
    encoding = _ENCODING.match(part.lstrip(b"\xef\xbb\xbf"))
    if part.startswith(_WIDE) or b"\0" in part[:4]:
        raise NotTaken("its words are not in UTF-8")
    if encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii"):
        raise NotTaken("its words are not in UTF-8")
    if _DOCTYPE.search(part):
        raise NotTaken("it defines words of its own, which no document needs")
    if part.count(b"<") > TAGS:
        raise NotTaken("it is too large inside. Leave out what is not needed")


def refuse_what_leads_outside(part: bytes) -> None:
    """Whatever a reader would fetch: a template, a picture, another workbook. Links are let be."""
    found = [_attributes(one[1]) for one in _RELATIONSHIP.finditer(part)]
    if len(found) != len(_BEGUN.findall(part)):
        raise NotTaken("it is damaged")
    for said in found:
        inside = said.get(b"TargetMode", b"Internal") == b"Internal"
        sort = said.get(b"Type", b"").rpartition(b"/")[2]
        if sort in RUNS_OR_HOLDS or b"&" in said.get(b"Type", b""):
            raise NotTaken(ANOTHER)
        if not (inside or sort == b"hyperlink"):
            raise NotTaken("it fetches something from elsewhere. Save it with everything in it")


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {one[1]: one[2] or one[3] or b"" for one in _SAYS.finditer(tag)}


_COMMENT = re.compile(rb"<(?:\w+:)?comment[\s>/]")
_TRACKED = re.compile(rb"<(?:\w+:)?(?:ins|del|moveFrom|moveTo)[\s>/]")
_VANISHED = re.compile(rb"""<(?:\w+:)?vanish(?![^<>]*=\s*["'](?:0|false|off)["'])[\s/>]""")
_HIDDEN_SHEET = re.compile(rb"""<(?:\w+:)?sheet\s[^<>]*\bstate\s*=\s*["'](?:hidden|veryHidden)""")
_HIDDEN_CELLS = re.compile(rb"""<(?:\w+:)?(?:row|col)\s[^<>]*\bhidden\s*=\s*["'](?:1|true)""")
_NAMED = re.compile(rb"<(?:\w+:)?(?:creator|lastModifiedBy|Manager|Company)(?:\s[^<>]*)?>([^<]+)<")
_OWN_PROPERTY = re.compile(rb"<(?:\w+:)?property[\s>/]")


_WORDS = re.compile(
    rb"<(?:\w+:)?(?:t|delText|v|text|(?:odd|even|first)(?:Header|Footer))(?:\s[^<>]*)?>([^<]+)"
    rb"|</(?:\w+:)?(?:p|si|is|c|v|text|comment|\w+(?:Header|Footer))>"
    rb"|<(?:\w+:)?(?:br|tab|cr)[\s/>]"
)
"""Words, or what ends a paragraph, a cell or a line: a run of words may end within a word."""


def words_of(part: bytes) -> bytes:
    """What is written in it, a line for each paragraph or cell; numbers of the layout are not."""
    return b"".join(one[1] or b"\n" for one in _WORDS.finditer(part))


class Findings:
    """What is counted from part to part, and said in the end."""

    def __init__(self) -> None:
        self.comments = self.sheets = 0
        self.tracked = self.vanished = self.cells = self.own = False
        self.named: dict[str, None] = {}
        self.personal = Personal()

    def look_at(self, name: str, part: bytes) -> None:
        """The name is in small letters."""
        if name.endswith(".xml"):
            self.personal.look_at(words_of(part))
        if re.search(r"comments[^/]*\.xml$", name):
            self.comments += len(_COMMENT.findall(part))
        if name.startswith("word/"):
            self.tracked = self.tracked or bool(_TRACKED.search(part))
            if name not in ("word/styles.xml", "word/numbering.xml"):
                self.vanished = self.vanished or bool(_VANISHED.search(part))
        if name == "xl/workbook.xml":
            self.sheets = len(_HIDDEN_SHEET.findall(part))
        if name.startswith("xl/worksheets/"):
            self.cells = self.cells or bool(_HIDDEN_CELLS.search(part))
        if name == "docprops/custom.xml":
            self.own = bool(_OWN_PROPERTY.search(part))
        elif name.startswith("docprops/"):
            self.named |= dict.fromkeys(map(_words, _NAMED.findall(part)))

    @property
    def told(self) -> list[str]:
        named = ", ".join(filter(None, self.named))
        found = {
            how_many(self.comments, "comment"): self.comments,
            "tracked changes": self.tracked,
            "hidden text": self.vanished,
            how_many(self.sheets, "hidden sheet"): self.sheets,
            "hidden rows or columns": self.cells,
            f"names in its properties ({named})": named,
            "properties of its own": self.own,
        }
        return [*(words for words, there in found.items() if there), *self.personal.told]


def _words(found: bytes) -> str:
    return as_read(unescape(found.decode(errors="replace")))
