"""What a verdict rests on: the content of the claim that the finding is about.

The content is the claim's row, its people and their payments, in whatever order and wherever
they stand. A finding that points to rows of other claims rests on those claims too; one that
belongs to no claim rests on its whole file. Any change gives another hash, and the verdict
lapses.

A claim goes by the id that its applicant gave it: the one that `collect` puts in its place says
how many files lay there that day, and is no content.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from claimcheck.forms import SheetKind
from validator.reading.batch import Input
from validator.reading.results import SheetRead

_FIELD, _ROW = "\x1f", "\x1e"

#: Where a row stands, which is no content.
_PLACE = ("row", "input", "#input", "#sheet", "#claim")

#: What tells whose a row is, which is asked for also where it stands nowhere.
_KEYS = ("row", "claim_id", "id_number")

#: Files of so many rows are not put together with others.
_TOGETHER = 20_000

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
    gathered = [_gathered(together) for together in _alike(used)]
    sheets = [_of_claims(frames) for frames in gathered]
    contents = pl.concat([pl.DataFrame(schema=_CONTENT), *map(_contents, sheets)])
    owners = pl.concat([pl.DataFrame(schema=_OWNED), *map(_owners, sheets)])
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
    files = _file_contents([entry for entry in used if entry.number in homeless], gathered)
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


def _alike(inputs: Sequence[Input]) -> Iterator[list[Input]]:
    """Files of one form that are looked at together, as far as they are small.

    A day's batch is hundreds of files of some rows, and each look has its price.
    """
    by_form: dict[str, list[Input]] = {}
    for entry in inputs:
        by_form.setdefault(entry.form.type if entry.form else "", []).append(entry)
    for entries in by_form.values():
        together: list[Input] = []
        rows = 0
        for entry in entries:
            together.append(entry)
            rows += sum(read.frame.height for read in entry.sheets.values())
            if rows > _TOGETHER:
                yield together
                together, rows = [], 0
        if together:
            yield together


def _gathered(inputs: Sequence[Input]) -> dict[SheetKind, pl.DataFrame]:
    """The rows of all inputs of one form, with `#input` and `#sheet`: where each stands."""
    parts: dict[SheetKind, list[tuple[int, SheetRead]]] = {}
    own_ids: dict[int, Mapping[str, str]] = {}
    for entry in inputs:
        if entry.own_ids:
            own_ids[entry.number] = entry.own_ids
        for kind, read in entry.sheets.items():
            parts.setdefault(kind, []).append((entry.number, read))
    return {kind: _with_own_ids(_placed(found), own_ids) for kind, found in parts.items()}


def _with_own_ids(frame: pl.DataFrame, own_ids: Mapping[int, Mapping[str, str]]) -> pl.DataFrame:
    """Add `#claim`: the claim's id as its applicant wrote it, where files were collected."""
    if not own_ids or "claim_id" not in frame.columns:
        return frame
    changed = pl.DataFrame(
        [(number, new, old) for number, ids in own_ids.items() for new, old in ids.items()],
        {"#input": pl.Int64(), "claim_id": pl.String(), "#claim": pl.String()},
        orient="row",
    )
    joined = frame.join(changed, on=["#input", "claim_id"], how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("#claim", "claim_id").alias("#claim"))


def _placed(sheets: Sequence[tuple[int, SheetRead]]) -> pl.DataFrame:
    """The rows of sheets, and where each stands; columns in which nothing stands are left out."""
    places = pl.DataFrame(
        [(number, read.name, read.frame.height) for number, read in sheets],
        {"#input": pl.Int64(), "#sheet": pl.String(), "rows": pl.UInt32()},
        orient="row",
    ).select(pl.col("#input", "#sheet").repeat_by("rows").explode())
    together = pl.concat(read.frame for _, read in sheets)
    filled = [
        column
        for column in together.get_columns()
        if column.null_count() < len(column) or column.name in _KEYS
    ]
    placed = pl.DataFrame([*filled, *places.get_columns()])
    # Hundreds of little pieces would cost every look more than one copy costs now.
    return placed.rechunk() if len(sheets) > 1 else placed


def _of_claims(frames: Mapping[SheetKind, pl.DataFrame]) -> dict[SheetKind, pl.DataFrame]:
    """The sheets with the claim that each row belongs to; payments belong by their person.

    Args:
        frames: what `_gathered` gives.
    """
    frames = dict(frames)
    if SheetKind.WAGES in frames and SheetKind.ROSTER in frames:
        roster = frames[SheetKind.ROSTER]
        ids = [name for name in ("claim_id", "#claim") if name in roster.columns]
        members = roster.select("#input", *ids, "id_number").drop_nulls("id_number").unique()
        on = ["#input", "id_number"]
        frames[SheetKind.WAGES] = frames[SheetKind.WAGES].join(members, on=on, how="left")
    return {kind: frame for kind, frame in frames.items() if "claim_id" in frame.columns}


def _contents(frames: Mapping[SheetKind, pl.DataFrame]) -> pl.DataFrame:
    """The content of every claim of some files (see `_frames`): input, claim_id, content."""
    parts = [
        frame.select(
            pl.col("#input").alias("input"),
            "claim_id",
            line=pl.lit(f"{kind}{_FIELD}") + _line(frame),
        ).drop_nulls("claim_id")
        for kind, frame in frames.items()
    ]
    if not parts:
        return pl.DataFrame(schema=_CONTENT)
    listed = (
        pl.concat(parts)
        .sort("line")
        .group_by("input", "claim_id", maintain_order=True)
        .agg(text=pl.col("line").str.join(_ROW))
    )
    return listed.select(
        "input",
        "claim_id",
        content=pl.Series([_hash(text) for text in listed["text"]], dtype=pl.String),
    )


def _owners(frames: Mapping[SheetKind, pl.DataFrame]) -> pl.DataFrame:
    """Which claim each row belongs to: input, sheet, at, claim_id."""
    parts = [
        frame.select(
            pl.col("#input").alias("input"),
            pl.col("#sheet").alias("sheet"),
            pl.col("row").alias("at"),
            "claim_id",
        ).drop_nulls("claim_id")
        for frame in frames.values()
    ]
    return pl.concat([pl.DataFrame(schema=_OWNED), *parts])


def _file_contents(
    inputs: Sequence[Input], gathered: Iterable[Mapping[SheetKind, pl.DataFrame]]
) -> dict[int, str]:
    """The content of whole files, by the number of each; of one that was not read, its bytes.

    Args:
        inputs: the files.
        gathered: the sheets of these and others (see `_gathered`).
    """
    numbers = [entry.number for entry in inputs]
    texts: dict[int, str] = {}
    for frames in filter(None, gathered if numbers else ()):
        lines = [
            frame.filter(pl.col("#input").is_in(numbers)).select(
                "#input", line=pl.lit(f"{kind}{_FIELD}") + _line(frame)
            )
            for kind, frame in frames.items()
        ]
        joined = pl.concat(lines).sort("line").group_by("#input").agg(pl.col("line").str.join(_ROW))
        texts |= dict(joined.iter_rows())
    return {entry.number: _file_content(entry, texts.get(entry.number, "")) for entry in inputs}


def _file_content(entry: Input, text: str) -> str:
    if entry.fault or not entry.sheets:
        try:
            return hashlib.blake2b(entry.path.read_bytes(), digest_size=_SIZE).hexdigest()
        except OSError:
            return _hash(entry.fault)
    return _hash(_ROW.join([text, *entry.sheet_names]))


def _line(frame: pl.DataFrame) -> pl.Expr:
    """A row as text, without the place where it stands."""
    names = sorted(name for name in frame.columns if name not in _PLACE)
    if not names:  # there is no row
        return pl.lit("")
    own = "#claim" if "#claim" in frame.columns else "claim_id"
    said = [_said(name, own if name == "claim_id" else name) for name in names]
    return pl.concat_str(said, separator=_FIELD, ignore_nulls=True)


def _said(name: str, column: str) -> pl.Expr:
    """What a row says under a name, which stands in a column.

    Empty cells say nothing, so that a column that a later form adds lets no verdict lapse.
    """
    text = pl.col(column).cast(pl.String)
    return pl.when(text != "").then(pl.lit(f"{name}=") + text)


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=_SIZE).hexdigest()
