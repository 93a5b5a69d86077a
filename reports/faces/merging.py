"""What stays of a long document and its parts, made one tagged PDF, inside the box.

Run by ``pdf.py`` in a process of its own. The frame and the parts come on standard input; each
blank sheet of the frame becomes the next sheet of the parts and keeps its own head and foot.
"""

import base64
import gc
import io
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf

_BLANK = "blank:"
"""Before the number of a blank sheet, as parts.py writes it."""

_ELSEWHERE = "elsewhere:"
"""The anchor of the last sheet of a part that leads to others: none of it is kept."""


def _main() -> None:
    gc.disable()
    frame, *parts = (
        pikepdf.open(io.BytesIO(base64.b64decode(one))) for one in json.load(sys.stdin.buffer)
    )
    merge(frame, parts)
    done = io.BytesIO()
    packed = pikepdf.ObjectStreamMode.generate
    frame.save(done, object_stream_mode=packed, deterministic_id=True)
    sys.stdout.buffer.write(done.getvalue())


def merge(frame: pikepdf.Pdf, parts: list[pikepdf.Pdf]) -> None:
    """The frame, with the sheets of the parts in the place of its blank ones."""
    blank = _blank_sheets(frame)
    for part in parts:
        if _ELSEWHERE in dict(_names(part)):
            del part.pages[-1]
    if sum(len(part.pages) for part in parts) != len(blank):
        raise ValueError("There is a blank sheet for each sheet of a part.")
    structure = _Structure(frame)
    structure.forget(frame.pages[number].obj for number in blank.values())
    waiting = [mark for mark in _bookmarks(frame) if mark.Dest[0].objgen in blank]
    names = [(name, to) for name, to in _names(frame) if to[0].objgen not in blank]
    furnish = _Furnish(frame)
    numbers, found = iter(blank.values()), []
    for part in parts:
        theirs: dict[Any, Any] = {}
        for sheet in part.pages:
            number = next(numbers)
            furniture = frame.pages[number].obj
            frame.pages[number] = sheet  # a copy
            theirs[sheet.objgen] = frame.pages[number].obj
            furnish(theirs[sheet.objgen], furniture)
        structure.take(part, list(theirs.values()))
        names += [(name, _moved(to, theirs)) for name, to in _names(part) if to[0].objgen in theirs]
        found += [_moved(mark.Dest, theirs) for mark in _bookmarks(part)]
    for mark, to in zip(waiting, found, strict=True):
        mark.Dest = to
    frame.Root.Names.Dests.Names = pikepdf.Array(
        one for name, to in sorted(dict(reversed(names)).items()) for one in (name, to)
    )
    structure.write([page.obj for page in frame.pages])


def _blank_sheets(frame: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    """The number of each blank sheet in the frame, in their order."""
    number = {page.objgen: n for n, page in enumerate(frame.pages)}
    sheets = [to[0].objgen for name, to in _names(frame) if name.startswith(_BLANK)]
    return dict(sorted(((sheet, number[sheet]) for sheet in sheets), key=lambda one: one[1]))


def _names(document: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Each anchor, and the place it stands at."""
    flat = list(document.Root.Names.Dests.Names) if "/Names" in document.Root else []
    for name, to in zip(flat[::2], flat[1::2], strict=True):
        yield str(name), to


def _bookmarks(document: pikepdf.Pdf) -> Iterator[Any]:
    def under(mark: Any) -> Iterator[Any]:
        one = mark.get("/First")
        while one is not None:
            yield one
            yield from under(one)
            one = one.get("/Next")

    yield from under(document.Root.get("/Outlines", {}))


def _moved(to: Any, sheets: dict[tuple[int, int], Any]) -> pikepdf.Array:
    """The same place on the copy of the sheet."""
    return pikepdf.Array([sheets[to[0].objgen], *list(to)[1:]])


class _Furnish:
    """Draws the head and the foot of a sheet of the frame on another, as artifacts."""

    def __init__(self, frame: pikepdf.Pdf) -> None:
        self._frame = frame
        self._before = frame.make_stream(b"q")
        self._after = frame.make_stream(b"Q /Artifact BMC /Furniture Do EMC")

    def __call__(self, sheet: Any, furniture: Any) -> None:
        drawn = [
            one
            for one in pikepdf.parse_content_stream(furniture)
            if str(one.operator) not in ("BDC", "EMC")  # artifacts hold nothing that is tagged
        ]
        form = self._frame.make_stream(
            pikepdf.unparse_content_stream(drawn),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=furniture.MediaBox,
            Resources=furniture.Resources,
        )
        sheet.Contents = pikepdf.Array([self._before, sheet.Contents, self._after])
        drawable = {**dict(sheet.Resources.get("/XObject", {})), "/Furniture": form}
        sheet.Resources = pikepdf.Dictionary(
            {**dict(sheet.Resources), "/XObject": pikepdf.Dictionary(drawable)}
        )


class _Structure:
    """The tree of tags: what stands on each sheet, and what each mark and each link belongs to."""

    def __init__(self, frame: pikepdf.Pdf) -> None:
        self._frame = frame
        self._root = frame.Root.StructTreeRoot
        self._belongs: dict[int, Any] = dict(_belonging(self._root))
        self._last = max(self._belongs)
        self._on: defaultdict[tuple[int, int], list[Any]] = defaultdict(list)
        self._note(self._root)

    def _note(self, root: Any) -> None:
        for element in root.K[0].K:
            if "/Pg" in element:  # not of a sheet that is not kept
                self._on[element.Pg.objgen].append(element)
                element.P = self._root.K[0]

    def forget(self, sheets: Iterator[Any]) -> None:
        for sheet in sheets:
            del self._belongs[int(sheet.StructParents)]

    def take(self, part: pikepdf.Pdf, sheets: list[Any]) -> None:
        """What is on the sheets of a part, once they are copied."""
        root = self._frame.copy_foreign(part.Root.StructTreeRoot)
        self._note(root)
        belongs = dict(_belonging(root))

        def renumbered(number: Any) -> int:
            self._last += 1
            self._belongs[self._last] = belongs[int(number)]
            return self._last

        for sheet in sheets:
            sheet.StructParents = renumbered(sheet.StructParents)
            for link in sheet.get("/Annots", ()):
                link.StructParent = renumbered(link.StructParent)

    def write(self, sheets: list[Any]) -> None:
        """In the order of the sheets."""
        self._root.K[0].K = pikepdf.Array(
            element for sheet in sheets for element in self._on[sheet.objgen]
        )
        self._root.ParentTree.Nums = pikepdf.Array(
            one for number, to in sorted(self._belongs.items()) for one in (number, to)
        )


def _belonging(root: Any) -> Iterator[tuple[int, Any]]:
    flat = list(root.ParentTree.Nums)
    for number, to in zip(flat[::2], flat[1::2], strict=True):
        yield int(number), to


if __name__ == "__main__":
    _main()
