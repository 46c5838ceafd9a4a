"""Where the rows of a collected workbook came from: the columns that `collect` adds."""

import polars as pl

from validator.reading.headers import Headers

#: Headings of the file's number and of the row in it.
FILE_HEADING = "来源文件号"
ROW_HEADING = "来源行"

#: The sheets that a collected workbook has beside those of its form.
FILES_SHEET = "来源文件"
LOOSE_SHEET = "其他内容"


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
