"""Forms as a browser finds them on a page, filled in as a person would, and then spoilt."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from random import Random

from tests.hostile import corpus
from tests.hostile.corpus import MARK

Pairs = tuple[tuple[str, str], ...]

IN_A_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
KEPT = frozenset({"text", "email", "search", "tel", "url", "number", "textarea"})
CHOSEN = frozenset({"radio", "checkbox", "select"})


@dataclass
class Control:
    """A control of a form: its name, its kind, what it says now, and what it offers."""

    name: str
    kind: str
    value: str = ""
    offers: list[str] = field(default_factory=list)


@dataclass
class Form:
    action: str = ""
    method: str = "get"
    takes_files: bool = False
    controls: dict[str, Control] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def file_boxes(self) -> list[str]:
        return [control.name for control in self.controls.values() if control.kind == "file"]

    def control(self, name: str, kind: str) -> Control:
        return self.controls.setdefault(name, Control(name, kind))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.open: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = said.get("method", "get").lower()
            takes_files = said.get("enctype") == "multipart/form-data"
            self.forms.append(Form(said.get("action", ""), method, takes_files))
            return
        form, name, value = self.forms[-1], said.get("name", ""), said.get("value", "")
        if tag == "option" and self.open:
            self.open.offers.append(value)
        if not name:
            return
        kind = said.get("type", "text") if tag == "input" else tag
        if tag == "button" or kind == "submit":
            form.buttons.append((name, value))
        elif kind in ("radio", "checkbox"):
            form.control(name, kind).offers.append(value or "on")
        elif tag == "input":
            form.control(name, kind).value = value
        elif tag in ("textarea", "select"):
            self.open = form.control(name, kind)

    def handle_data(self, data: str) -> None:
        if self.open and self.open.kind == "textarea":
            self.open.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            if self.open and tag == "textarea":  # a browser drops the first line end
                self.open.value = re.sub(r"\A\r?\n", "", self.open.value)
            self.open = None


def forms_of(page: str) -> list[Form]:
    reader = _Reader()
    for found in IN_A_FORM.findall(page):
        reader.feed(found)
    return reader.forms


def posted(page: str) -> list[Form]:
    return [form for form in forms_of(page) if form.method == "post"]


def filled(form: Form, dice: Random, *, today: date) -> Pairs:
    """What a person in a hurry would send: something in each field, a button pressed."""
    day = today + timedelta(days=dice.choice((-400, -30, -1, 0, 0, 1, 30, 400)))
    pairs = [
        (control.name, value)
        for control in form.controls.values()
        for value in _answers(control, dice, day)
    ]
    if form.buttons:
        pairs.append(dice.choice(form.buttons))
    return tuple(pairs)


def _answers(control: Control, dice: Random, day: date) -> list[str]:
    name = control.name
    if control.kind in CHOSEN:
        some = [offer for offer in control.offers if offer] or control.offers
        how_many = 1 if control.kind != "checkbox" else dice.randint(0, len(some))
        return dice.sample(some, min(how_many, len(some)))
    if control.kind == "hidden":
        return [control.value]
    if control.kind == "file":
        return []
    if control.kind == "password":
        return [f"four plain words {MARK}"]
    if control.kind == "email":
        return [f"{MARK}{dice.randint(1, 9)}@example.org"]
    for part in ("day", "month", "year"):
        if name.endswith(f"_{part}"):
            return [str(getattr(day, part))]
    if control.value and dice.random() < 0.5:
        return [control.value]
    return ["https://example.org/paper.pdf" if "address" in name else f"{MARK} & it is mended."]


@dataclass(frozen=True)
class Spoilt:
    """What is sent instead, and what was done to it."""

    pairs: Pairs
    how: str


MASS_ASSIGNED = (
    *(("classification", "open"), ("published", "on"), ("council", "1"), ("council_id", "2")),
    *(("version", "999"), ("owner", "1"), ("is_superuser", "on"), ("role", "administrator")),
    *(("by", "1"), ("confirmed_by", "1"), ("state", "submitted"), ("recorded_at", "2001-01-01")),
)


def spoilt(pairs: Pairs, dice: Random, *, foreign: tuple[str, ...]) -> Spoilt:
    """Change one thing; ``foreign`` are names and numbers of rows that are somebody else's."""
    if not pairs:
        return Spoilt(MASS_ASSIGNED, "mass assignment")
    at = dice.randrange(len(pairs))
    name, value = pairs[at]

    def instead(other: str) -> Pairs:
        return (*pairs[:at], (name, other), *pairs[at + 1 :])

    match dice.randrange(8):
        case 0 | 1:
            return Spoilt(instead(corpus.hostile(dice)), f"{name} is hostile")
        case 2:
            return Spoilt(instead(dice.choice(foreign)), f"{name} is somebody else's")
        case 3:
            return Spoilt(pairs[:at] + pairs[at + 1 :], f"{name} is left out")
        case 4:
            return Spoilt((*pairs, (name, corpus.hostile(dice))), f"{name} comes twice")
        case 5:
            return Spoilt(instead(value[:-1] + "x"), f"{name} is off by one letter")
        case 6:
            return Spoilt((*pairs, *MASS_ASSIGNED), "mass assignment")
        case _:
            bare = tuple((one, "" if one != "token" else said) for one, said in pairs)
            return Spoilt(bare, "everything is empty")


def with_token(pairs: Pairs, token: str) -> Pairs:
    """The same form with the token of another."""
    return tuple((name, token if name == "token" else value) for name, value in pairs)


def only_typed(form: Form) -> dict[str, str]:
    """What stands in the text boxes of a form, by name."""
    return {c.name: c.value for c in form.controls.values() if c.kind in KEPT}
