"""Rows, columns and sheets that nobody sees in a workbook, which are read all the same."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Hidden:
    """What is hidden of a sheet."""

    sheet: bool = False
    rows: frozenset[int] = field(default_factory=frozenset)  #: lines, from 1
    columns: frozenset[int] = field(default_factory=frozenset)  #: places, from 0


NOTHING_HIDDEN = Hidden()


def hidden_in_xlsx(content: bytes, name: str) -> Hidden:
    """What is hidden of a sheet of an .xlsx; nothing where its part cannot be looked into."""
    from io import BytesIO

    from validator.reading.package import look_into
    from validator.reading.sheet_look import look_through

    package = look_into(BytesIO(content))
    found = look_through(package, name) if package is not None else None
    if package is None or found is None:
        return NOTHING_HIDDEN
    columns = (place for first, last in found.hidden_columns for place in range(first - 1, last))
    return Hidden(package.sheets[name].hidden, frozenset(found.hidden_rows), frozenset(columns))


def hidden_in_xls(content: bytes, name: str) -> Hidden:
    """The same of an .xls; nothing where the reader that tells does not understand the file."""
    import xlrd

    from validator.common.library_messages import quiet_libraries

    try:
        with quiet_libraries():
            book = xlrd.open_workbook(
                file_contents=content, formatting_info=True, on_demand=True, logfile=None
            )
            sheet = book.sheet_by_name(name)
    except MemoryError:
        raise
    except Exception:  # the cells were read by another reader, which understands more files
        return NOTHING_HIDDEN
    return Hidden(
        sheet.visibility != 0,
        frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        frozenset(place for place, info in sheet.colinfo_map.items() if info.hidden),
    )
