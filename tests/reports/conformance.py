"""Whether a PDF keeps to PDF/UA-1. Every one that any test makes is asked (tests/conftest.py)."""

import io
from functools import lru_cache

import page
import pikepdf


@lru_cache(maxsize=32)
def findings(contents: bytes) -> list[str]:
    """The rules that it breaks, each with where."""
    report = page.validate_pdf_bytes(contents, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


def conforming(contents: bytes) -> bytes:
    """The same PDF, once nothing is found in it.

    The checker takes a compressed stream that happens to end in a carriage return for one whose
    length is wrong: what it finds has to be there without compression too.
    """
    if found := findings(contents) and findings(uncompressed(contents)):
        raise AssertionError("\n".join(found))
    return contents


def uncompressed(contents: bytes) -> bytes:
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(contents)) as document:
        document.save(
            plain,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    return plain.getvalue()
