"""Where the rows of a collected workbook came from: what `collect` adds."""

import polars as pl

from validator.reading.headers import Headers

#: Headings of the file's number and of the row in it.
FILE_HEADING = "来源文件号"
ROW_HEADING = "来源行"

#: The sheets that a collected workbook has beside those of its form.
FILES_SHEET = "来源文件"
LOOSE_SHEET = "其他内容"

#: Key and heading of the columns that say where a row came from.
ORIGIN = (
    ("#file", FILE_HEADING),
    ("#sheet", "来源工作表"),
    ("#row", ROW_HEADING),
    ("#claim", "原申报编号"),
)

#: 0-based row of the headings on every sheet of a batch.
HEADER_ROW = 0

#: Headings of the sheet of files.
FILES_HEADS = (
    "文件号", "文件", "位置", "申报类型", "模板版本", "内容校验值", "申报编号改动", "各表名称",
    "各表表头", "工作表顺序", "说明",
)  # fmt: skip


def origin_of(headers: Headers, raw: pl.DataFrame, rows: pl.Series) -> pl.DataFrame | None:
    """The origin of a sheet's rows; None where the sheet does not say.

    Args:
        headers: where the headings stand.
        raw: all cells of the sheet as text; row 0 is row 1 of the sheet.
        rows: the 1-based rows that are rows of the table.

    Returns:
        row, file (the number of the file) and source_row (its row there), both null where
        the cell holds no number.
    """
    if headers.row >= raw.height:
        return None
    heads = dict(zip(raw.row(headers.row), raw.columns, strict=True))
    if FILE_HEADING not in heads:
        return None
    nothing = pl.lit(None, pl.String)
    source_row = pl.col(heads[ROW_HEADING]) if ROW_HEADING in heads else nothing
    return (
        raw.with_row_index("row", offset=1)
        .select(
            pl.col("row").cast(pl.Int64),
            file=_whole(pl.col(heads[FILE_HEADING])),
            source_row=_whole(source_row),
        )
        .join(rows.to_frame("row"), on="row", how="semi", maintain_order="left")
    )


def _whole(text: pl.Expr) -> pl.Expr:
    return text.str.strip_chars().cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)
