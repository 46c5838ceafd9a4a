"""What a verdict rests on: the content of the claim that the finding is about.

The content is the claim's row, its people and their payments, in whatever order and wherever
they stand. A finding that points to rows of other claims rests on those claims too; one that
belongs to no claim rests on its whole file. Any change gives another hash, and the verdict
lapses.
"""

import hashlib
from collections.abc import Sequence

import polars as pl

from claimcheck.forms import SheetKind
from validator.reading.batch import Input

_FIELD, _ROW = "\x1f", "\x1e"

#: Bytes of each hash.
_SIZE = 16

_CLAIM = {"input": pl.Int64(), "claim_id": pl.String()}
_CONTENT = {**_CLAIM, "content": pl.String()}
_OWNED = {"input": pl.Int64(), "sheet": pl.String(), "at": pl.Int64(), "claim_id": pl.String()}


def with_basis(findings: pl.DataFrame, inputs: Sequence[Input]) -> pl.DataFrame:
    """Add `basis`: the hash of what a verdict on each finding rests on.

    Args:
        findings: columns input, claim_id, related (see `validator.findings.frame`).
        inputs: the files of the batch as they were read.

    Returns:
        The same rows with `basis`, hexadecimal text; what is there already is kept.
    """
    if "basis" in findings.columns:
        lacking = findings.filter(pl.col("basis").is_null())
        if lacking.is_empty():
            return findings
        made = with_basis(lacking.drop("basis"), inputs).select("id", found="basis")
        joined = findings.join(made, on="id", how="left", maintain_order="left")
        return joined.with_columns(basis=pl.coalesce("basis", "found")).drop("found")
    if findings.is_empty():
        return findings.with_columns(basis=pl.lit(None, pl.String))
    numbered = findings.with_row_index("finding")
    pointed = _pointed(numbered)
    concerned = set(findings["input"]) | set(pointed["input"])
    used = [entry for entry in inputs if entry.number in concerned]
    contents = pl.concat([pl.DataFrame(schema=_CONTENT), *map(_contents, used)])
    owners = pl.concat([pl.DataFrame(schema=_OWNED), *map(_owners, used)])
    others = (
        pointed.join(owners, on=["input", "sheet", "at"])
        .join(contents, on=["input", "claim_id"])
        .unique(["finding", "content"])
        .sort("content")
        .group_by("finding")
        .agg(others="content")
    )
    parts = (
        numbered.select("finding", *_CLAIM)
        .join(contents, on=["input", "claim_id"], how="left", maintain_order="left")
        .join(others, on="finding", how="left", maintain_order="left")
    )
    homeless = set(parts.filter(pl.col("content").is_null())["input"])
    files = {entry.number: _file_content(entry) for entry in used if entry.number in homeless}
    bases = [
        _together(content or files[number], found or [])
        for content, number, found in parts.select("content", "input", "others").iter_rows()
    ]
    return findings.with_columns(basis=pl.Series(bases, dtype=pl.String))


def _together(own: str, others: list[str]) -> str:
    further = [other for other in others if other != own]
    return _hash(_ROW.join([own, *further])) if further else own


def _pointed(numbered: pl.DataFrame) -> pl.DataFrame:
    """The rows that findings point to: finding, input, sheet, at."""
    return (
        numbered.select("finding", "related")
        .explode("related")
        .unnest("related")
        .select(
            "finding",
            "input",
            "sheet",
            at=pl.col("cell").str.extract(r"(\d+)$").cast(pl.Int64),
        )
        .drop_nulls()
    )


def _contents(entry: Input) -> pl.DataFrame:
    """The content of every claim of a file: input, claim_id, content."""
    parts = []
    for kind, frame in _frames(entry).items():
        lines = frame.select("claim_id", line=pl.lit(f"{kind}{_FIELD}") + _line(frame))
        parts.append(lines.drop_nulls("claim_id"))
    if not parts:
        return pl.DataFrame(schema=_CONTENT)
    listed = (
        pl.concat(parts)
        .sort("line")
        .group_by("claim_id", maintain_order=True)
        .agg(text=pl.col("line").str.join(_ROW))
    )
    return listed.select(
        pl.lit(entry.number, pl.Int64).alias("input"),
        "claim_id",
        content=pl.Series([_hash(text) for text in listed["text"]], dtype=pl.String),
    )


def _frames(entry: Input) -> dict[SheetKind, pl.DataFrame]:
    """The sheets with the claim that each row belongs to; payments belong by their person."""
    frames = {kind: read.frame for kind, read in entry.sheets.items()}
    if SheetKind.WAGES in frames and SheetKind.ROSTER in frames:
        members = (
            frames[SheetKind.ROSTER]
            .select("claim_id", "id_number")
            .drop_nulls("id_number")
            .unique()
        )
        frames[SheetKind.WAGES] = frames[SheetKind.WAGES].join(members, on="id_number", how="left")
    return {kind: frame for kind, frame in frames.items() if "claim_id" in frame.columns}


def _owners(entry: Input) -> pl.DataFrame:
    """Which claim each row belongs to: input, sheet, at, claim_id."""
    parts = [
        frame.select(
            pl.lit(entry.number, pl.Int64).alias("input"),
            pl.lit(entry.sheets[kind].name).alias("sheet"),
            pl.col("row").alias("at"),
            "claim_id",
        ).drop_nulls("claim_id")
        for kind, frame in _frames(entry).items()
    ]
    return pl.concat([pl.DataFrame(schema=_OWNED), *parts])


def _file_content(entry: Input) -> str:
    """The content of a whole file; of one that could not be read, its bytes."""
    if entry.fault or not entry.sheets:
        try:
            return hashlib.blake2b(entry.path.read_bytes(), digest_size=_SIZE).hexdigest()
        except OSError:
            return _hash(entry.fault)
    lines = pl.concat(
        read.frame.select(line=pl.lit(f"{kind}{_FIELD}") + _line(read.frame))
        for kind, read in entry.sheets.items()
    )
    text: str = lines.sort("line").select(pl.col("line").str.join(_ROW)).item()
    return _hash(_ROW.join([text, *entry.sheet_names]))


def _line(frame: pl.DataFrame) -> pl.Expr:
    """A row as text, without the place where it stands."""
    names = sorted(name for name in frame.columns if name not in ("row", "input"))
    return pl.concat_str(
        # Empty cells say nothing, so that a column that a later form adds lets no verdict lapse.
        *(pl.lit(f"{name}=") + pl.col(name).cast(pl.String).replace("", None) for name in names),
        separator=_FIELD,
        ignore_nulls=True,
    )


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=_SIZE).hexdigest()
