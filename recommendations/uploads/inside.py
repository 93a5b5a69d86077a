"""The child that looks through one file, run as ``python -m recommendations.uploads.inside KIND``.

The file comes on its standard input. It has no settings, no database and no secret, and is bounded
before it reads anything.
"""

import json
import resource
import sys

from recommendations.uploads import MEBIBYTE, NotTaken
from recommendations.uploads.kinds import Kind

LIMITS = {
    resource.RLIMIT_AS: 1024 * MEBIBYTE,
    resource.RLIMIT_CPU: 20,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_CORE: 0,
}


def hidden_in(kind: Kind, content: bytes) -> list[str]:
    if kind is Kind.PDF:
        from recommendations.uploads import pdf  # only where it is needed: it loads qpdf

        return pdf.hidden_in(content)
    from recommendations.uploads import office

    return office.hidden_in(kind, content)


def _main() -> None:
    for what, most in LIMITS.items():
        resource.setrlimit(what, (most, most))
    told: dict[str, object]
    try:
        told = {"hidden": hidden_in(Kind(sys.argv[1]), sys.stdin.buffer.read())}
    except NotTaken as refusal:
        told = {"refused": str(refusal)}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    _main()
