"""People against the lists that the office keeps (CC410, CC411, CC412)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from claimcheck.forms import SheetKind
from validator.checks.across import Across
from validator.checks.lists.known import Effect, KnownList, known, known_lists
from validator.checks.running import SkippedError, check
from validator.findings.frame import whole_file
from validator.reading.unreadable import UnreadableError

if TYPE_CHECKING:
    from validator.checks.lists.reading import ListRead

ROSTER = SheetKind.ROSTER


@check("CC410", "CC411", "CC412")
def people_on_lists(across: Across) -> Iterator[pl.DataFrame]:
    """Who is on a list that excludes, and who is not on the list of the category claimed.

    Raises:
        SkippedError: the office names no lists.
    """
    named = across.settings.office.lists
    if not named:
        raise SkippedError("office.toml 没有指定外部名单")
    including: list[tuple[KnownList, str, ListRead]] = []
    for name, file in named.items():
        kind = known(name)
        if kind is None:
            titles = "、".join(entry.name for entry in known_lists())
            yield _unusable(
                across, f"名单“{name}”不知道有什么作用，可用的名称：{titles}", "请改名。"
            )
            continue
        try:
            read = across.list_of(file)
        except UnreadableError as error:
            sentence = f"名单“{name}”（{file}）：{error.fault}"
            yield _unusable(across, sentence, error.remedy)
            continue
        if not read.usable:
            yield _unusable(
                across, f"名单“{name}”（{file}）：没有一个正确的身份证号", "请核对名单。"
            )
            continue
        if read.unusable:
            sentence = (
                f"名单“{name}”中有 {read.unusable:,} 行的身份证号有误或被存成了数字，没有对照"
            )
            yield _unusable(across, sentence, "请更正名单后再核查。", "warning")
        if kind.effect is Effect.EXCLUDES:
            yield _excluded(across, kind, name, read)
        else:
            including.append((kind, name, read))
    yield from _not_included(across, including)


def _unusable(across: Across, sentence: str, fix: str, severity: str = "") -> pl.DataFrame:
    return whole_file("CC412", across.first_input, sentence, fix=fix, severity=severity)


def _people(across: Across, kind: KnownList) -> pl.DataFrame:
    people = across.people.filter(pl.col("id_number").is_not_null())
    if not kind.types:
        return people
    inputs = [
        entry.number
        for context in across.contexts
        if context.batch.form.type in kind.types
        for entry in context.batch.inputs
    ]
    return people.filter(pl.col("input").is_in(inputs))


def _excluded(across: Across, kind: KnownList, name: str, read: "ListRead") -> pl.DataFrame:
    rows = _people(across, kind).join(
        read.people, on="id_number", how="inner", maintain_order="left"
    )
    return across.writer.write(
        "CC410",
        rows,
        kind=ROSTER,
        key="id_number",
        value=pl.col("place"),
        expected=f"不在“{name}”名单上",
        what=pl.format(f"在“{name}”名单（{{}}）上，{kind.why}", "place"),
        severity=kind.severity,
        about="person",
        content=pl.lit(name),
    )


def _not_included(
    across: Across, lists: "list[tuple[KnownList, str, ListRead]]"
) -> Iterator[pl.DataFrame]:
    """A category may stand on several lists: one of them is enough."""
    categories = sorted({category for kind, _, _ in lists for category in kind.categories})
    for category in categories:
        own = [entry for entry in lists if category in entry[0].categories]
        everyone = pl.concat([read.people.select("id_number") for _, _, read in own])
        names = "、".join(f"“{name}”" for _, name, _ in own)
        people = _people(across, own[0][0]).filter(pl.col("category") == category)
        yield across.writer.write(
            "CC411",
            people.join(everyone, on="id_number", how="anti", maintain_order="left"),
            kind=ROSTER,
            key="category",
            value=pl.col("category"),
            expected=f"在{names}上",
            what=pl.lit(f"类别为“{category}”，但不在{names}上"),
            severity=own[0][0].severity,
            about="person",
        )
