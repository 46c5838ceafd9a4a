"""The sheets that people fill in: headings, entry cells, drop-downs, help, red marking."""

from datetime import date
from typing import Any

from xlsxwriter.format import Format

from addin.template.checks import is_named, payment_check
from addin.template.compact import CompactWorksheet
from addin.template.computed import CLAIM_MEASURE, ENTRY_CHECK, OUTCOME_SAID, SENTENCES
from addin.template.engine import told
from addin.template.hands import computed_keys, is_altered
from addin.template.head import write_head
from addin.template.layout import Block
from addin.template.lists import ENGINE, INSTALLED, list_name
from addin.template.needs import fact_columns, used_columns
from addin.template.plan import Plan
from addin.template.printing import print_filled_rows, set_up_page, split_pages
from addin.template.styles import LINE, MUTED, NOT_NEEDED
from addin.template.typed import LARGEST_AMOUNT, LARGEST_COUNT, measure_id
from addin.template.writer import Writer, write_formulas
from claimcheck.forms import Column, ColumnType, Sheet, SheetKind
from claimcheck.forms.fact_columns import doubtful_fact
from claimcheck.written import FIRST_DAY, LAST_DAY

#: the last column that stays in view: with the computed ones before it, the result beside it
_FROZEN = {SheetKind.CLAIMS: "claim_id", SheetKind.ROSTER: "name", SheetKind.WAGES: "name"}
_HEADING_HEIGHT = 40
_ROW_HEIGHT = {SheetKind.CLAIMS: 30, SheetKind.ROSTER: 23, SheetKind.WAGES: 15}
_LEGEND = (
    "淡黄色单元格由申报单位填写，灰色单元格自动计算；深色表头为必填。"
    "填写有误的单元格变红，原因见“填写检查”。"
)
_TEXT_TYPES = {ColumnType.ID_NUMBER, ColumnType.ACCOUNT, ColumnType.PHONE, ColumnType.PARTY_CODE}
_AS_TEXT = {*_TEXT_TYPES, ColumnType.PERCENT}


def write_entry_sheet(writer: Writer, form_sheet: Sheet) -> None:
    """Write one entry sheet with its computed columns."""
    plan = writer.plan
    block = plan.block(form_sheet.kind)
    sheet = writer.add_sheet(form_sheet.name, protected=False)
    _write_heading(writer, sheet, form_sheet, block)
    _write_rows(writer, sheet, form_sheet, block)
    for column in form_sheet.inputs:
        _validate(sheet, block, column)
    # What is wrong stays red where the measure does not look, so it is laid on top.
    _mark_faults(writer, sheet, form_sheet, block)
    _mark_not_needed(writer, sheet, form_sheet, block)
    _draw_borders(writer, sheet, form_sheet, block)
    last = len(block.keys) - 1
    frozen = block.index(_FROZEN[form_sheet.kind]) + 1
    sheet.freeze_panes(block.header_row, frozen)
    sheet.autofilter(block.header_row - 1, 0, block.last_row - 1, last)
    title, upright = f"{plan.form.title} {form_sheet.name}", form_sheet.kind is SheetKind.WAGES
    set_up_page(sheet, block, title, upright=upright)
    _set_up_print(writer, sheet, form_sheet, block, frozen)


def _set_up_print(
    writer: Writer, sheet: CompactWorksheet, form_sheet: Sheet, block: Block, frozen: int
) -> None:
    """What is typed, page by page; of the claims also the results, which fit one page."""
    widths = [column.width for column in form_sheet.columns]
    last = form_sheet.inputs[-1].key
    if form_sheet.kind is SheetKind.WAGES:
        print_filled_rows(sheet, writer, block, form_sheet.inputs[0].key, last)
        sheet.fit_to_pages(1, 0)
    elif form_sheet.kind is SheetKind.ROSTER:
        print_filled_rows(sheet, writer, block, form_sheet.columns[frozen].key, last)
        height = _HEADING_HEIGHT + _ROW_HEIGHT[form_sheet.kind] * block.rows
        columns = range(frozen, block.index(last) + 1)
        split_pages(sheet, widths, columns, range(frozen), height)
    else:
        # What is wrong in a row stands before it; the result stands above the table.
        end = block.index("clause") - 1
        sheet.print_area(1, 0, block.last_row - 1, end)
        height = _HEADING_HEIGHT + 90 + _ROW_HEIGHT[form_sheet.kind] * block.rows
        split_pages(sheet, widths, range(end + 1), range(frozen - 1, frozen), height)


def _write_heading(
    writer: Writer, sheet: CompactWorksheet, form_sheet: Sheet, block: Block
) -> None:
    styles, plan = writer.styles, writer.plan
    sheet.set_row(block.header_row - 1, _HEADING_HEIGHT)
    widths = [column.width for column in form_sheet.columns]
    write_head(writer, sheet, f"{plan.form.title} {form_sheet.name}", _LEGEND, widths)
    for column in form_sheet.columns:
        index = block.index(column.key)
        style = styles.heading(required=column.required, computed=column.computed)
        sheet.write_string(block.header_row - 1, index, column.header, style)
        sheet.set_column(index, index, column.width)
    if form_sheet.kind is not SheetKind.WAGES:
        first = block.index(form_sheet.inputs[-1].key) + 1
        engine = f'"计算方式："&{told(ENGINE, INSTALLED, whole=False)}'
        sheet.write_formula(0, first, "=" + engine, styles.note(), "")


def _write_rows(writer: Writer, sheet: CompactWorksheet, form_sheet: Sheet, block: Block) -> None:
    content = writer.content.get(form_sheet.kind, ())
    columns = form_sheet.columns
    formats = {column.key: _cell_style(writer, column) for column in columns}
    for row in range(block.first_row, block.last_row + 1):
        sheet.set_row(row - 1, _ROW_HEIGHT[form_sheet.kind])
        given = content[row - block.first_row] if row - block.first_row < len(content) else {}
        for column in form_sheet.inputs:
            value, style = given.get(column.key), formats[column.key]
            _write_value(sheet, row, block.index(column.key), value, style)
    write_formulas(
        sheet,
        block,
        lambda row: {
            column.key: _formula(writer.plan, form_sheet, column.key, row)
            for column in columns
            if column.computed
        },
        lambda key: formats[key],
    )
    texts = [column for column in form_sheet.inputs if column.type in _AS_TEXT]
    areas = " ".join(block.local_area(column.key, column.key) for column in texts)
    sheet.ignore_errors({"number_stored_as_text": areas})


def _formula(plan: Plan, form_sheet: Sheet, key: str, row: int) -> str:
    """Payments are checked where they stand; all else is computed on the sheets of `shown`."""
    block = plan.block(form_sheet.kind)
    if form_sheet.kind is SheetKind.WAGES:
        found = payment_check(plan, form_sheet, row)
    else:
        found = plan.shown(form_sheet.kind).beside(key, block.own_place)
    # Rows that were put in push the last ones below what is computed.
    return f'IF({block.own_place}>{block.rows},"",{found})'


def _cell_style(writer: Writer, column: Column) -> Format:
    if not column.computed:
        return writer.styles.entry(column.type)
    sentence = column.key in SENTENCES
    return writer.styles.sentence() if sentence else writer.styles.result(column.type)


def _write_value(sheet: CompactWorksheet, row: int, index: int, value: object, style: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row - 1, index, value, style)
    elif isinstance(value, date):
        sheet.write_datetime(row - 1, index, value, style)
    elif value is None:
        sheet.write_blank(row - 1, index, None, style)
    else:
        sheet.write(row - 1, index, value, style)


def _validate(sheet: CompactWorksheet, block: Block, column: Column) -> None:
    """Help at the cell, and refusal of what can be seen to be wrong as it is typed."""
    rules: dict[ColumnType, dict[str, Any]] = {
        ColumnType.DATE: {
            "validate": "date",
            "criteria": "between",
            "minimum": FIRST_DAY,
            "maximum": LAST_DAY,
            "error_message": "请填写日期，如 2026-03-05。",
        },
        ColumnType.YUAN: {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": LARGEST_AMOUNT,
            "error_message": "请填写金额，以元为单位，只填数字。",
        },
        ColumnType.MONTH: {
            "validate": "date",
            "criteria": "between",
            "minimum": FIRST_DAY,
            "maximum": LAST_DAY,
            "error_message": "请填写月份，如 2026-03。",
        },
        ColumnType.COUNT: {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": LARGEST_COUNT,
            "error_message": "请填写不小于 0 的整数。",
        },
        ColumnType.ID_NUMBER: {
            "validate": "length",
            "criteria": "==",
            "value": 18,
            "error_message": "身份证号应为 18 位。",
        },
    }
    offered = column.options or column.type is ColumnType.MEASURE
    listed = {
        "validate": "list",
        "source": f"={list_name(column)}",
        "error_message": "请从列表中选择。",
    }
    if column.type is ColumnType.MEASURE:
        # Whoever knows the number may type it alone.
        listed |= {"error_type": "warning", "error_message": "请从列表中选择，或只填编号。"}
    rule = listed if offered else rules.get(column.type, {"validate": "any"})
    if doubtful_fact(column) is not None:
        rule = _with_unit(block.local_cell(column.key, block.first_row), column)
    sheet.data_validation(
        block.first_row - 1,
        block.index(column.key),
        block.last_row - 1,
        block.index(column.key),
        {
            "input_title": column.header[:32],
            "input_message": ("必填。" if column.required else "") + column.help,
            "error_title": "填写有误",
            **rule,
        },
    )


def _with_unit(cell: str, column: Column) -> dict[str, Any]:
    """A number, or a text with its unit behind it."""
    match column.type:
        case ColumnType.PERCENT:
            # The number of a cell, or of a text without its sign.
            number = f'VALUE(SUBSTITUTE(SUBSTITUTE({cell},"％",""),"%",""))'
            test = f"IFERROR(AND({number}>=0,{number}<=100),FALSE)"
            said = "请填写 0 至 100 之间的百分数，如 5.5 或 5.5%；小于 1 的写明百分号，如 0.3%。"
        case ColumnType.YUAN:
            number = f"IF(ISNUMBER({cell}),AND({cell}>=0,{cell}<={LARGEST_AMOUNT}),FALSE)"
            test = f'OR({number},RIGHT({cell})="元",RIGHT({cell})="万")'
            said = "请填写金额，以元为单位，只填数字；数额很小的可写明单位，如 300元。"
        case _:
            number = f"IF(ISNUMBER({cell}),AND({cell}>=0,{cell}=INT({cell})),FALSE)"
            test = f'OR({number},RIGHT({cell})="月")'
            said = "请填写月数，为不小于 0 的整数；数很大的可写明单位，如 180个月。"
    return {"validate": "custom", "value": f"={test}", "error_message": said}


def _mark_not_needed(
    writer: Writer, sheet: CompactWorksheet, form_sheet: Sheet, block: Block
) -> None:
    """Grey where the row's measure does not look at the column."""
    rules = writer.plan.rules
    measure = "measure" if form_sheet.kind is SheetKind.CLAIMS else CLAIM_MEASURE
    if measure not in block.keys:
        return
    style = writer.styles.overlay(
        bg_color=NOT_NEEDED, font_color=MUTED, border=1, border_color=LINE
    )
    named = block.cell(measure, block.first_row)
    wanted = {item.rule.id: used_columns(item, form_sheet) for item in rules}
    for key in fact_columns(rules, form_sheet):
        others = [rule_id for rule_id, used in wanted.items() if key not in used]
        if not others:
            continue
        text = "|" + "|".join(others) + "|"
        found = f'ISNUMBER(FIND("|"&{measure_id(named)}&"|","{text}"))'
        sheet.conditional_format(
            block.local_area(key, key),
            {"type": "formula", "criteria": f'=IF({named}="",FALSE,{found})', "format": style},
        )


def _draw_borders(writer: Writer, sheet: CompactWorksheet, form_sheet: Sheet, block: Block) -> None:
    """The borders of the cells to fill in are drawn by a rule: see `print_filled_rows`.

    Not their colour: a rule's would hide that of the cells which `validate` marks.
    """
    area = block.local_area(form_sheet.inputs[0].key, form_sheet.inputs[-1].key)
    lines = writer.styles.overlay(border=1, border_color=LINE)
    sheet.conditional_format(area, {"type": "formula", "criteria": "=TRUE", "format": lines})


def _mark_faults(writer: Writer, sheet: CompactWorksheet, form_sheet: Sheet, block: Block) -> None:
    wrong = writer.styles.wrong()
    if form_sheet.kind is not SheetKind.WAGES:
        for key in computed_keys(writer.plan, form_sheet.kind):
            altered = f"={is_altered(writer.plan, form_sheet.kind, key)}"
            rule = {"type": "formula", "criteria": altered, "format": writer.styles.altered()}
            sheet.conditional_format(block.local_area(key, key), rule)
    for column in form_sheet.inputs:
        sheet.conditional_format(
            block.local_area(column.key, column.key),
            {
                "type": "formula",
                "criteria": f"={is_named(block, column, block.first_row)}",
                "format": wrong,
            },
        )
    red = {"type": "text", "criteria": "containing", "value": "：", "format": wrong}
    for key in (ENTRY_CHECK, OUTCOME_SAID):
        if key in block.keys:
            sheet.conditional_format(block.local_area(key, key), red)
    if "counted" in block.keys:
        no = {"type": "cell", "criteria": "==", "value": '"不计入"', "format": wrong}
        sheet.conditional_format(block.local_area("counted", "counted"), no)
    if "difference_yuan" in block.keys:
        cell = block.cell("difference_yuan", block.first_row)
        formula = f"=IF(ISNUMBER({cell}),{cell}<>0,FALSE)"
        more = {"type": "formula", "criteria": formula, "format": wrong}
        sheet.conditional_format(block.local_area("difference_yuan", "difference_yuan"), more)
