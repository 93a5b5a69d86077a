"""Hostile values, and the mark that every typed one bears."""

from random import Random

MARK = "zqtyped"
"""In each text that the fuzz types, so that it is known again in a page or in a log."""

MARKUP = f"'\"><zqmark onload=a(1)>{MARK}</zqmark><script>{MARK}</script>"
"""As markup it would open an element that no page of ours has."""

DAYS = (
    *("2024-02-30", "0001-01-01", "10000-01-01", "0000-00-00", "9999-12-31", "2024-13-01"),
    *("2024-06-01T00:00:00+99:00", "2024-06-01T25:61:61Z", "yesterday"),
)

NUMBERS = (
    *("", "0", "-1", "-0", "1.5", "1e400", "NaN", "Infinity", "0x10", "1_000", "+1", " 7 "),
    *("9" * 30, "2147483648", "9223372036854775807", "9223372036854775808"),
    *("-9223372036854775809", "١٢٣", "\uff17", "²", "9" * 5000),
)

TEXTS = (
    MARKUP,
    f"{MARK}\x00{MARK}",
    f"{MARK}\r\nSet-Cookie: {MARK}=1\r\n\r\n<zqmark>",
    f"{MARK} \u202egnp.exe\u2066 \ufeff\u200b",
    f"{MARK} \ud800 a lone surrogate",
    f"{MARK} 👩‍👩‍👧‍👦 ŵŷ ﷺ \U0010ffff \ufffe",
    f"=cmd|' /C calc'!A0 {MARK}",
    f"{{{{7*7}}}}{{% load {MARK} %}}${{{MARK}}}",
    f"' OR 1=1; DROP TABLE recommendations_user; -- {MARK}",
    f"../../../../etc/passwd%00{MARK}",
    f"javascript:alert('{MARK}')",
    f"//elsewhere.example/{MARK}",
    f"https://elsewhere.example/{MARK}",
    f"\\\\elsewhere.example\\{MARK}",
    f"{MARK}\x01\x02\x07\x0b\x0c\x1b[31m\x7f\x85\u2028",
    MARK + "x" * 60_000,
    "%" * 50_000,
    f"{MARK} " + "a b " * 5_000,
    MARK + "é" * 301,
    f"{MARK}%ff%fe",
    " \t\n\u00a0\u3000",
)

LOOKUPS = (
    *("history__reason", "-pk", "owner__password__startswith", "pk__in", "evidence__shows", "?"),
    *("worst,printed", "__", "recommendation__parent__parent__parent"),
)

PARAMETERS = (
    *("q", "page", "sort", "order", "council", "next", "format", "as_at", "known_at", "after"),
    *("report", "answer", "rating", "compare", "theme", "person", "what", "since", "until"),
)
"""Names that addresses have or may one day have; those of a page's own forms come beside them."""

ALL = (*DAYS, *NUMBERS, *TEXTS, *LOOKUPS)

HEADERS = (
    {"Host": f"{MARK}.example"},
    {"Host": "127.0.0.1:99999999"},
    {"Host": "a@localhost"},
    {"X-Forwarded-Host": "elsewhere.example"},
    {"X-Forwarded-For": f"{MARK}, ' OR 1=1, 999.999.999.999"},
    {"X-Forwarded-Proto": "https"},
    {"Referer": f"https://elsewhere.example/{MARK}"},
    {"Origin": "https://elsewhere.example"},
    {"Range": "bytes=0-0,-1,9999999999999999999-"},
    {"If-None-Match": '"*", W/"x"'},
    {"If-Modified-Since": "Thu, 99 Foo 99999 99:99:99 GMT"},
    {"Accept": "application/xml;q=NaN"},
    {"Accept-Language": "x" * 5_000},
    {"Accept-Encoding": "gzip;q=1e400, identity"},
    {"Cookie": f"session={'x' * 3_000}; csrf={MARK}; seen=1:2:3"},
    {"Cookie": "session=\x7f%00; session; =; messages=[1"},
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-Requested-With": "XMLHttpRequest"},
)

BOUNDARY = "zqboundary"

BODIES: tuple[tuple[str, bytes], ...] = (
    ("application/json", b'{"a": NaN, "b": [[[[[[[[1e400]]]]]]]]}'),
    ("application/json", b"\xff\xfe{"),
    ("application/x-www-form-urlencoded", b"\xff\xfe=\xff&%=%&&==&a=%ff%fe&token=%00"),
    ("application/x-www-form-urlencoded; charset=utf-16", "a=b&token=c".encode("utf-16")),
    ("application/x-www-form-urlencoded; charset=no-such", b"a=b"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(2_400))),
    ("application/x-www-form-urlencoded", b"a=" + b"x" * 3_000_000),
    ("multipart/form-data", b"no boundary"),
    (f"multipart/form-data; boundary={BOUNDARY}", b"--zqboundary\r\nContent-Disp"),
    (
        f"multipart/form-data; boundary={BOUNDARY}",
        (
            b'--zqboundary\r\nContent-Disposition: form-data; name="file"; filename="../a\x00.pdf"'
            b"\r\nContent-Transfer-Encoding: base64\r\n\r\n****\r\n--zqboundary--\r\n"
        ),
    ),
    (f"multipart/form-data; boundary={'b' * 300}", b"--b"),
    ("text/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    ("", b"\x00" * 100),
)


def hostile(dice: Random) -> str:
    """Any value; the kinds are as likely as each other, however many there are of each."""
    return dice.choice(dice.choice((DAYS, NUMBERS, TEXTS, LOOKUPS)))
