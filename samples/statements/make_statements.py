"""Writes a statement for every layout: `python -m samples.statements.make_statements`.

`expected.json` beside them says what each holds; it is written from what is put in here,
not from what the program finds.
"""

import csv
import io
import json
import random
from collections.abc import Sequence
from pathlib import Path

from samples import people
from samples.statements.accounts import Account, account, employer_account
from samples.statements.layouts import LOOKS, Look

HERE = Path(__file__).parent


def account_for(look: Look, seed: int) -> Account:
    """The made-up account whose rows a sample holds."""
    generator = random.Random(seed)
    if look.employer:
        return employer_account(generator, [people.name(generator) for _ in range(3)])
    return account(generator, wage_memo=look.wage_memo)


def lines(look: Look, made: Account) -> tuple[list[list[str]], int]:
    """All lines of a statement, and how many stand above the headings."""
    names = {"name": made.name, "number": made.number, "first": made.first, "last": made.last}
    above = [[cell.format(**names) for cell in cells] for cells in look.above]
    headings = [heading for heading, _ in look.columns]
    rows = [[str(cell(made, entry)) for _, cell in look.columns] for entry in made.entries]
    if look.newest_first:
        rows.reverse()
    body = [headings, *([list(look.second_heading)] if look.second_heading else [])]
    for place, row in enumerate(rows):
        if look.page_break and place and place % look.page_break == 0:
            body += [["本页合计", "", "12.00", "3.00"], ["承上页", "", "", ""], headings]
        body.append(row)
    return [*above, *body, *(list(cells) for cells in look.below)], len(above)


def write(look: Look, made: Account, target: Path) -> None:
    """Write a statement in the form that the file's ending says."""
    rows, above = lines(look, made)
    match target.suffix:
        case ".csv":
            buffer = io.StringIO(newline="")
            csv.writer(buffer, lineterminator="\r\n").writerows(rows)
            target.write_bytes(buffer.getvalue().encode(look.encoding))
        case ".html":
            target.write_bytes(_html(rows, above).encode(look.encoding))
        case ".xls":
            _write_xls(rows, target)
        case ".xlsx":
            _write_xlsx(rows, target)
        case ".pdf":
            target.write_bytes(pdf(rows, above))


def _html(rows: Sequence[Sequence[str]], above: int) -> str:
    head = "".join(f"<p>{'　'.join(cells)}</p>" for cells in rows[:above])
    table = "".join(
        "<tr>" + "".join(f"<td>{cell.strip() or '&nbsp;'}</td>" for cell in cells) + "</tr>\n"
        for cells in rows[above:]
    )
    return (
        '<html><head><meta charset="gbk"><title>对账单</title><style>td{}</style></head><body>'
        f"{head}<table>{table}</table></body></html>"
    )


def _write_xls(rows: Sequence[Sequence[str]], target: Path) -> None:
    import xlwt

    book = xlwt.Workbook(encoding="cp936")
    sheet = book.add_sheet("明细")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    book.save(str(target))


def _write_xlsx(rows: Sequence[Sequence[str]], target: Path) -> None:
    from datetime import UTC, datetime

    from xlsxwriter import Workbook

    with Workbook(str(target)) as book:
        book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        sheet = book.add_worksheet("明细")
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, [cell.strip() for cell in cells])


def pdf(rows: Sequence[Sequence[str]], above: int, *, lines_a_page: int = 30) -> bytes:
    """Lines as a PDF with text in columns, amounts to the right as banks print them."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    font, size = "STSong-Light", 7
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    body = [cells for cells in rows[above:] if len(cells) > 1]
    widths = [
        max(
            pdfmetrics.stringWidth(cells[place], font, size) for cells in body if place < len(cells)
        )
        for place in range(len(rows[above]))
    ]
    lefts = [20 + sum(widths[:place]) + 9 * place for place in range(len(widths))]
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(max(lefts[-1] + widths[-1] + 20, 595), 595), invariant=1)
    numeric = [
        all(_is_money(cells[place]) for cells in body[1:] if place < len(cells) and cells[place])
        for place in range(len(widths))
    ]
    for number, cells in enumerate(rows):
        if number % lines_a_page == 0:
            if number:
                canvas.showPage()
            canvas.setFont(font, size)
        height = 560 - 17 * (number % lines_a_page)
        if number < above or len(cells) == 1:
            canvas.drawString(20, height, "    ".join(cells))
            continue
        for place, cell in enumerate(cells):
            if numeric[place]:
                canvas.drawRightString(lefts[place] + widths[place], height, cell)
            elif cell:
                canvas.drawString(lefts[place], height, cell)
    canvas.save()
    return buffer.getvalue()


def _is_money(text: str) -> bool:
    return text.replace(",", "").replace(".", "", 1).lstrip("+-").isdigit() and "." in text


def expected(look: Look, made: Account) -> dict[str, object]:
    """What must be read from a sample."""
    truths = [entry.truth for entry in made.entries]
    return {
        "layout": look.layout,
        "rows": len(made.entries),
        "holder": made.name if look.names_holder else "",
        "account": made.number if look.names_holder and look.layout != "alipay" else "",
        "balance": look.has_balance,
        "wages": sorted(
            f"{entry.day} {abs(entry.amount):.2f}"
            for entry in made.entries[int(look.first_unknown) :]
            if entry.truth == "工资" and look.names_payer
        ),
        "not_wages": truths.count("不是工资"),
    }


def main() -> None:
    """Write every sample beside this file."""
    known = {}
    for seed, look in enumerate(LOOKS, 20260):
        made = account_for(look, seed)
        write(look, made, HERE / look.file)
        known[look.file] = expected(look, made)
    content = json.dumps(known, ensure_ascii=False, indent=1)
    (HERE / "expected.json").write_text(content + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
