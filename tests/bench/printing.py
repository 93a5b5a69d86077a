"""The tables of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.bench.documents import Written
from tests.bench.pages import Measured


def of_pages(database: str, found: Mapping[int, Mapping[str, Measured]]) -> str:
    """A row for each page: milliseconds at each size, how they grow, and what each answer takes."""
    sizes = sorted(found)
    least, most = found[sizes[0]], found[sizes[-1]]
    nothing = {size: found[size]["empty response"].seconds for size in sizes}
    heads = [
        f"{database}: page",
        *(f"ms at {size:,}" for size in sizes),
        "ratio",
        "of an empty response",
        "queries",
        "MiB",
    ]
    rows = []
    for name, largest in most.items():
        times = [f"{found[size][name].seconds * 1000:.1f}" for size in sizes]
        queries = sorted({found[size][name].queries for size in sizes})
        rows.append(
            [
                name,
                *times,
                ratio(largest.seconds, least[name].seconds),
                ratio(largest.seconds, nothing[sizes[-1]]),
                " to ".join(map(str, queries)),
                f"{largest.mebibytes:.1f}",
            ]
        )
    return table(heads, rows)


def of_documents(database: str, found: Sequence[Written]) -> str:
    """A row for each length: what it takes, how many times what Typst takes for the same, and what
    it takes again after one change, beside the first time.
    """
    heads = [
        f"{database}: exception report",
        "pages",
        "queries",
        "build s",
        "PDF s",
        "Typst s",
        "ratio",
        "CPU s",
        "of Typst's",
        "CPU ms an item",
        "MiB",
        "again s",
        "ratio",
    ]
    rows = [
        [
            f"{one.items:,} items{'' if one.ours.allowed else ' *'}",
            f"{one.ours.pages:,}",
            str(one.queries),
            f"{one.built:.2f}",
            f"{one.seconds:.2f}",
            f"{one.typst.seconds:.2f}",
            ratio(one.seconds, one.typst.seconds),
            f"{one.processor:.2f}",
            ratio(one.processor, one.typst.processor),
            f"{one.processor * 1000 / one.items:.1f}",
            f"{one.ours.mebibytes:,.0f}",
            f"{one.again.seconds:.2f}" if one.again else "",
            ratio(one.again.seconds, one.ours.seconds) if one.again else "",
        ]
        for one in found
    ]
    lines = [table(heads, rows)]
    each = {one.items: one.processor / one.items for one in found}
    if 100 in each and 1_000 in each:
        lines.append(f"CPU an item at 1,000 against at 100: {ratio(each[1_000], each[100])}")
    if not all(one.ours.allowed for one in found):
        lines.append("* past what the application lets a PDF take; measured without that limit")
    return "\n\n".join(lines)


def of_whole(database: str, found: Mapping[str, Measured]) -> str:
    """Pages that read the whole of a council, where it is small enough to be read at once."""
    heads = [f"{database}: whole council", "ms", "queries", "MiB"]
    return table(
        heads,
        [
            [name, f"{one.seconds * 1000:.0f}", str(one.queries), f"{one.mebibytes:.1f}"]
            for name, one in found.items()
        ],
    )


def ratio(one: float, other: float) -> str:
    return f"{one / other:.2f}"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        first, *others = (
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return " | ".join([first, *others])

    rule = "-|-".join("-" * width for width in widths)
    return "\n".join([line(heads), rule, *map(line, rows)])
