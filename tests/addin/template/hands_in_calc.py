"""Does in LibreOffice what people do. Started by the system's Python, which has `uno`.

Reads JSON from standard input: {"profile": folder, "arguments": [of soffice], "workbook": path,
"sheets": {kind: {"name", "header", "rows", "start", "inputs", "columns", "filled"}},
"acts": [names], "folder": path}; "start" is the first column that people fill in.

After each act the workbook is computed as an entry makes it compute, read, and saved as a copy.
Writes JSON: [{"act", "path", "claims": {id: [people, sum]}, "notes": [texts]}].
"""

# mypy: ignore-errors
import json
import sys
from pathlib import Path

from tests.uno_desktop import desktop, uno

COMPUTED = ("计入人数", "核算金额（元）", "应达到金额（元）", "高定级数（级）")


def main() -> None:
    order = json.load(sys.stdin)
    with desktop(order["profile"], *order["arguments"]) as office:
        document = _open(office, Path(order["workbook"]))
        hands = Hands(office, document, order["sheets"])
        found = []
        for number, act in enumerate(order["acts"]):
            getattr(hands, act)()
            document.calculate()
            path = Path(order["folder"]) / f"{number:02}-{act}.xlsx"
            _save(document, path, "Calc MS Excel 2007 XML")
            found.append({"act": act, "path": str(path), **hands.read()})
        json.dump(found, sys.stdout)


def _open(office, path):
    return office.loadComponentFromURL(path.as_uri(), "_blank", 0, (_value("Hidden", True),))


def _save(document, path, kind):
    document.storeToURL(path.as_uri(), (_value("FilterName", kind),))


def _value(name, value):
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


class Hands:
    """The acts. Rows and columns are counted from 0; what moves them is kept in mind."""

    def __init__(self, office, document, sheets):
        self.office, self.document, self.about = office, document, sheets

    # What is where

    def sheet(self, kind):
        return self.document.Sheets.getByName(self.about[kind]["name"])

    def first(self, kind):
        return self.about[kind]["header"]

    def filled(self, kind):
        return self.about[kind]["filled"]

    def table(self, kind):
        """The kind of the sheet with people; claims where there are none."""
        return kind if kind in self.about else "claims"

    def has_payments(self):
        return "wages" in self.about and self.filled("wages") > 3

    def row(self, kind, number):
        """What people fill in of a row."""
        first = self.first(kind) + number
        start = self.about[kind]["start"]
        last = start + self.about[kind]["inputs"] - 1
        return self.sheet(kind).getCellRangeByPosition(start, first, last, first)

    def read(self):
        """What the claims show, by their numbers, and what stands above the tables."""
        sheet, about = self.sheet("claims"), self.about["claims"]
        cells = sheet.getCellRangeByPosition(0, 0, about["columns"] + 3, self.first("claims") + 40)
        data = cells.DataArray
        heads = data[self.first("claims") - 1]
        claims = {}
        for row in data[self.first("claims") :]:
            found = dict(zip(heads, row, strict=True))
            if found["申报编号"]:
                claims[found["申报编号"]] = [
                    next((found[head] for head in heads if head in group), None)
                    for group in (COMPUTED[:1], COMPUTED[1:])
                ]
        notes = []
        for kind, about in self.about.items():
            head = self.sheet(kind).getCellRangeByPosition(0, 0, 0, about["header"] - 2)
            notes += [str(text) for (text,) in head.DataArray]
        return {"claims": claims, "notes": notes}

    # Acts on the people, or on the claims where there are none

    def nothing(self):
        pass

    def sort_people(self):
        self._sort("roster", 1)

    def sort_claims(self):
        self._sort("claims", 0)

    def sort_payments(self):
        if self.has_payments():
            self._sort("wages", 2)

    def _sort(self, kind, column):
        kind = self.table(kind)
        first, about = self.first(kind), self.about[kind]
        column += about["start"]
        last = first + self.filled(kind) - 1
        cells = self.sheet(kind).getCellRangeByPosition(0, first, about["columns"] - 1, last)
        field = uno.createUnoStruct("com.sun.star.table.TableSortField")
        field.Field, field.IsAscending = column, False
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        descriptor = (_value("SortFields", fields), _value("ContainsHeader", False))
        before = [cell[column] for cell in cells.DataArray]
        uno.invoke(cells, "sort", (descriptor,))
        after = [cell[column] for cell in cells.DataArray]
        assert sorted(map(str, before)) == sorted(map(str, after))
        assert len(set(before)) == 1 or before == sorted(before, reverse=True) or before != after

    def delete_a_person(self):
        kind = self.table("roster")
        if self.filled(kind) < 3:
            return
        before = self.row(kind, 1).DataArray
        self.sheet(kind).Rows.removeByIndex(self.first(kind) + 1, 1)
        assert self.row(kind, 1).DataArray != before
        self.about[kind]["filled"] -= 1

    def delete_a_payment(self):
        if self.has_payments():
            self.sheet("wages").Rows.removeByIndex(self.first("wages") + 2, 1)
            self.about["wages"]["filled"] -= 1

    def insert_a_row_and_cut_somebody_into_it(self):
        kind = self.table("roster")
        self.sheet(kind).Rows.insertByIndex(self.first(kind) + 1, 1)
        self.about[kind]["filled"] += 1
        self._cut(kind, self.filled(kind) - 1, 1)
        self.about[kind]["filled"] -= 1

    def insert_a_row_among_the_payments(self):
        if self.has_payments():
            self.sheet("wages").Rows.insertByIndex(self.first("wages") + 1, 2)
            self.about["wages"]["filled"] += 2
            self._cut("wages", self.filled("wages") - 1, 1)

    def cut_somebody_to_the_end(self):
        kind = self.table("roster")
        self._cut(kind, 0, self.filled(kind) + 1)
        self.about[kind]["filled"] += 2

    def close_the_gap(self):
        kind = self.table("roster")
        self._cut(kind, self.filled(kind) - 1, 0)
        self.about[kind]["filled"] -= 2

    def _cut(self, kind, source, target):
        sheet = self.sheet(kind)
        cells = self.row(kind, source)
        place = self.row(kind, target).getCellByPosition(0, 0).CellAddress
        sheet.moveRange(place, cells.RangeAddress)

    def copy_somebody_over_another(self):
        kind = self.table("roster")
        if self.filled(kind) > 2:
            place = self.row(kind, 2).getCellByPosition(0, 0).CellAddress
            self.sheet(kind).copyRange(place, self.row(kind, 0).RangeAddress)

    def paste_from_another_workbook(self):
        """Two rows as somebody else has them, in a workbook with other formats and locked cells."""
        kind = self.table("roster")
        rows = [self.row(kind, number).FormulaArray[0] for number in (0, 1)]
        other = self.office.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
        page = other.Sheets.getByIndex(0)
        width = self.about[kind]["inputs"]
        page.getCellRangeByPosition(0, 0, width - 1, 1).NumberFormat = 0
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                cell = page.getCellByPosition(column, place)
                if self.row(kind, place).getCellByPosition(column, 0).Type.value == "TEXT":
                    cell.String = text
                else:
                    cell.Formula = text
        view = other.CurrentController
        view.select(page.getCellRangeByPosition(0, 0, width - 1, 1))
        carried = view.getTransferable()
        own = self.document.CurrentController
        own.setActiveSheet(self.sheet(kind))
        own.select(self.row(kind, 0).getCellByPosition(0, 0))
        own.insertTransferable(carried)
        other.close(True)
        assert self.row(kind, 0).FormulaArray[0][0] == rows[0][0]

    def drag_the_claims_number_down(self):
        """Dragged, SB-0001 becomes SB-0002: people change to another claim."""
        if "roster" in self.about:
            first, start = self.first("roster"), self.about["roster"]["start"]
            cells = self.sheet("roster").getCellRangeByPosition(start, first, start, first + 1)
            down = uno.Enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM")
            cells.fillAuto(down, 1)

    def filter_by_the_first_claim(self):
        kind = self.table("roster")
        first, about = self.first(kind), self.about[kind]
        cells = self.sheet(kind).getCellRangeByPosition(
            0, first - 1, about["columns"] - 1, first + about["rows"] - 1
        )
        field = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
        field.Field, field.IsNumeric = about["start"], False
        field.StringValue = self.row(kind, 0).DataArray[0][0]
        field.Operator = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
        descriptor = cells.createFilterDescriptor(True)
        descriptor.ContainsHeader = True
        descriptor.setFilterFields((field,))
        cells.filter(descriptor)

    def show_all_rows_again(self):
        self.sheet(self.table("roster")).Rows.IsVisible = True

    def add_a_column(self):
        kind = self.table("roster")
        sheet = self.sheet(kind)
        column = self.about[kind]["start"] + 2
        sheet.Columns.insertByIndex(column, 1)
        sheet.getCellByPosition(column, self.first(kind) - 1).String = "内部编号"
        sheet.getCellByPosition(column, self.first(kind)).Value = 7
        self.about[kind]["inputs"] += 1
        self.about[kind]["columns"] += 1

    def insert_a_row_above_the_table(self):
        kind = self.table("roster")
        self.sheet(kind).Rows.insertByIndex(0, 1)
        self.about[kind]["header"] += 1

    def delete_the_row_above_the_table(self):
        kind = self.table("roster")
        self.sheet(kind).Rows.removeByIndex(0, 1)
        self.about[kind]["header"] -= 1

    def delete_rows_at_the_end(self):
        kind = self.table("roster")
        about = self.about[kind]
        start = self.first(kind) + self.filled(kind) + 1
        self.sheet(kind).Rows.removeByIndex(start, max(about["rows"] - self.filled(kind) - 1, 1))

    # Acts that are said

    def write_over_a_result(self):
        column = self._computed("claims")[0]
        self.sheet("claims").getCellByPosition(column, self.first("claims")).Value = 987654

    def fill_the_results_down_again(self):
        self._mend("claims")
        self._mend(self.table("roster"))

    def _mend(self, kind):
        sheet, first = self.sheet(kind), self.first(kind)
        good = first + self.about[kind]["rows"] - 12
        for column in self._computed(kind):
            formula = sheet.getCellByPosition(column, good).Formula
            for number in range(self.filled(kind)):
                sheet.getCellByPosition(column, first + number).Formula = formula

    def _computed(self, kind):
        """The columns that are computed; the new ones of `add_a_column` are among the others."""
        about = self.about[kind]
        typed = range(about["start"], about["start"] + about["inputs"])
        return [column for column in range(about["columns"]) if column not in typed]

    def rename_a_heading(self):
        cell = self._second_heading()
        self.heading = cell.String
        cell.String = "什么"

    def _second_heading(self):
        column = self.about["claims"]["start"] + 1
        return self.sheet("claims").getCellByPosition(column, self.first("claims") - 1)

    def name_it_again(self):
        cell = self._second_heading()
        cell.String = self.heading

    def paste_more_people_than_there_are_rows(self):
        kind = self.table("roster")
        about = self.about[kind]
        row = self.row(kind, 0)
        sheet, first = self.sheet(kind), self.first(kind)
        for number in range(3):
            last = first + about["rows"] + number
            place = sheet.getCellByPosition(about["start"], last).CellAddress
            sheet.copyRange(place, row.RangeAddress)

    def delete_a_column(self):
        self.sheet("claims").Columns.removeByIndex(self.about["claims"]["start"] + 1, 1)


main()
