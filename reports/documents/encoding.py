"""A document as plain JSON values, and back: what is read equals what was written."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

D = TypeVar("D")


def as_json(value: Any) -> Any:
    """Days and moments as ISO text, words for what is an enum, a list for a tuple."""
    if is_dataclass(value):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [as_json(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # a datetime is a date
        return value.isoformat()
    return value


def fingerprint(stored: dict[str, Any]) -> str:
    """The SHA-256 of a stored document: the same however a database orders its keys."""
    text = json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def load(kind: type[D], stored: dict[str, Any]) -> D:
    """The document that was stored; a field that has come since takes its default."""
    hints = get_type_hints(kind)
    return kind(**{name: _read(hints[name], stored[name]) for name in hints if name in stored})


def _read(hint: Any, stored: Any) -> Any:
    if get_origin(hint) is UnionType:
        if stored is None:
            return None
        (hint,) = (one for one in get_args(hint) if one is not NoneType)
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], one) for one in stored)
    if is_dataclass(hint):
        return load(hint, stored)  # type: ignore[arg-type]
    if issubclass(hint, datetime | date):
        return hint.fromisoformat(stored)
    if issubclass(hint, Enum):
        return hint(stored)
    return stored
