"""The virus scanner is asked in bounded time, and only what it says plainly is believed."""

from time import monotonic

import pytest

from recommendations.uploads import scanner
from tests.scanning import CALLED, MARKER, NAME, slow
from tests.scanning import scanner as scanning

MUCH = bytes(3 * scanner.PIECE + 1)


@pytest.mark.parametrize("where", ["a socket", "a port"])
def test_it_says_what_is_harmful_and_what_is_not(where, tmp_path):
    with scanning(path=tmp_path / "clamd" if where == "a socket" else None) as place:
        assert scanner.answers(place)
        assert scanner.scan(b"Mended.", at=place) == scanner.Scan("", CALLED)
        assert scanner.scan(MUCH + MARKER, at=place) == scanner.Scan(NAME, CALLED)


def test_without_a_scanner_nothing_is_scanned(tmp_path):
    assert scanner.scan(b"Mended.", at=None) is None
    with scanning() as place:
        pass
    for gone in (place, str(tmp_path / "nothing there")):
        assert scanner.scan(b"Mended.", at=gone) is None
        assert not scanner.answers(gone)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"\0",
        b"stream: OK",  # and no end
        b"stream: O",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: \n FOUND\0",
        b"stream: OK\nstream: OK\0",
        b"stream: \xff\xfe\x01 FOUND\0",
        b"stream: " + b"A" * 900 + b" FOUND\0",
        b"A" * 100_000,
        b"HTTP/1.1 200 OK\r\n\r\n\0",
    ],
)
def test_what_is_no_plain_answer_is_none(answer):
    with scanning(INSTREAM=answer) as place:
        assert scanner.scan(b"Mended.", at=place) is None


def test_one_that_does_not_say_what_it_is_is_not_believed():
    with scanning(VERSION=b"\0") as place:
        assert scanner.scan(b"Mended.", at=place) is None


@pytest.mark.parametrize("command", ["VERSION", "INSTREAM"])
def test_a_slow_one_is_not_waited_for(command, monkeypatch):
    monkeypatch.setattr(scanner, "PATIENCE", 0.3)
    begun = monotonic()
    with scanning(**{command: slow}) as place:
        assert scanner.scan(b"Mended.", at=place) is None
        assert monotonic() - begun < 1.5


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("", None),
        ("unix:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("unix:///run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("tcp://127.0.0.1:3310", ("127.0.0.1", 3310)),
        ("tcp://[::1]:3310/", ("::1", 3310)),
        ("tcp://scanner.example:3310", ("scanner.example", 3310)),
    ],
)
def test_where_it_is_found(said, place):
    assert scanner.place_of(said) == place


@pytest.mark.parametrize(
    "said",
    [
        *("clamd", "unix:clamd.ctl", "unix://clamd", "unix:/" + "a" * 107, "/run/clamav/clamd.ctl"),
        *("tcp://127.0.0.1", "tcp://:3310", "tcp://127.0.0.1:0", "tcp://127.0.0.1:99999"),
        *("tcp://a:b", "tcp://[::1:3310", "tcp://me@127.0.0.1:3310", "tcp://127.0.0.1:3310/a"),
        *("tcp://127.0.0.1:3310?a", "http://127.0.0.1:3310", " "),
    ],
)
def test_what_is_no_place_is_refused_in_words(said):
    with pytest.raises(ValueError, match=r"it has to be unix:/path or tcp|its path is longer"):
        scanner.place_of(said)
