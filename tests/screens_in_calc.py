"""Prints what a screen shows of each sheet. Started by the system's Python, which has `uno`.

Reads JSON from standard input: {"profile": folder, "arguments": [of soffice], "workbooks":
[paths], "folder": path, "width", "height": pixels of a window's cells}.

Of each workbook a PDF comes out with one page a visible sheet: its cells from A1 on, as large as
on the screen, and at least as many as the window shows. Writes JSON: {path: [names of sheets]}.
"""

# mypy: ignore-errors
import json
import sys
from pathlib import Path

from tests.uno_desktop import desktop, uno

#: hundredths of a millimetre in a pixel of a usual screen (96 dots an inch)
_PIXEL = 2540 / 96


def main() -> None:
    order = json.load(sys.stdin)
    found = {}
    with desktop(order["profile"], *order["arguments"]) as office:
        for path in map(Path, order["workbooks"]):
            document = office.loadComponentFromURL(
                path.as_uri(), "_blank", 0, (_value("Hidden", True),)
            )
            names = _lay_out(document, order["width"] * _PIXEL, order["height"] * _PIXEL)
            target = Path(order["folder"]) / f"{path.stem}.pdf"
            document.storeToURL(target.as_uri(), (_value("FilterName", "calc_pdf_Export"),))
            document.close(True)
            found[str(path)] = names
    json.dump(found, sys.stdout)


def _lay_out(document, width, height):
    """Give every visible sheet one page that holds its first screen."""
    names = []
    styles = document.StyleFamilies.getByName("PageStyles")
    for sheet in document.Sheets:
        if not sheet.IsVisible:
            sheet.setPrintAreas(())
            continue
        names.append(sheet.Name)
        columns, across = _as_many(sheet.Columns, "Width", width)
        rows, down = _as_many(sheet.Rows, "Height", height)
        area = sheet.getCellRangeByPosition(0, 0, columns, rows).RangeAddress
        sheet.removeAllManualPageBreaks()
        sheet.setPrintTitleColumns(False)
        sheet.setPrintTitleRows(False)
        sheet.setPrintAreas((area,))
        style = styles.getByName(sheet.PageStyle)
        for name in ("HeaderIsOn", "FooterIsOn", "CenterHorizontally", "IsLandscape"):
            setattr(style, name, False)
        style.ScaleToPages = 0
        style.ScaleToPagesX = style.ScaleToPagesY = 0
        style.PageScale = 100
        for side in ("Left", "Right", "Top", "Bottom"):
            setattr(style, f"{side}Margin", 0)
        style.Width, style.Height = int(across) + 200, int(down) + 200
    return names


def _as_many(lines, side, room):
    """The last of the columns or rows that begin on the screen, and how far they reach."""
    reach = 0
    for number in range(1000):
        line = lines.getByIndex(number)
        if line.IsVisible:
            reach += getattr(line, side)
        if reach >= room:
            return number, reach
    return 999, reach


def _value(name, value):
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


main()
