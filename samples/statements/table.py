"""How well each sample is read: `python -m samples.statements.table`.

A Markdown table, which stands in `docs/statements.zh-CN.md`: layout, where the description of
its columns comes from, sample, rows read, wages found of wages there, wrongly taken as wages, and
the running balance. What there is stands in `expected.json`.
"""

import json
from collections import Counter
from pathlib import Path

from samples.statements.layouts import LOOKS
from validator.intake.statements.keeping import read_any
from validator.intake.statements.statement import Options

HERE = Path(__file__).parent


def line(path: Path, known: dict[str, object]) -> tuple[str, ...]:
    """One line of the table."""
    found = read_any(path, Options())
    wages = found.frame.filter(found.frame["kind"] == "工资")
    taken = Counter(
        f"{day} {size / 100:.2f}" for day, size in wages.select("date", "size_fen").iter_rows()
    )
    there = Counter(known["wages"])  # type: ignore[call-overload]
    right = (taken & there).total()
    return (
        found.layout.title,
        next(look.source for look in LOOKS if look.file == path.name),
        path.name,
        f"{found.frame.height} / {known['rows']}",
        f"{right} / {there.total()}",
        str(taken.total() - right),
        found.chain.state,
    )


def table() -> str:
    """The table in Markdown."""
    expected = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
    head = ("版式", "列名说明的来源", "样例", "读到行数", "认出的工资", "误认为工资", "余额")
    lines = [head, ("---",) * len(head)]
    lines += [line(HERE / name, known) for name, known in expected.items()]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def main() -> None:
    """Print the table."""
    print(table())


if __name__ == "__main__":
    main()
