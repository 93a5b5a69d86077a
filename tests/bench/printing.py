"""The tables of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
