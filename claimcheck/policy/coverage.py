"""Every clause accounted for: which measures compute it, or why nothing is computed."""

from dataclasses import dataclass

from claimcheck.policy.load import documents
from claimcheck.policy.model import ClauseKind

KIND_LABELS = {
    ClauseKind.COMPUTES: "计算",
    ClauseKind.TARGET: "目标或职责，不涉及金额计算",
    ClauseKind.REFERS: "提到资金，金额由其他规定确定",
}


@dataclass(frozen=True)
class Covered:
    """One clause and what becomes of it."""

    document: str
    clause: str
    title: str
    kind: ClauseKind
    measures: tuple[str, ...]
    note: str


def coverage() -> list[Covered]:
    """All clauses of all documents, in the documents' order."""
    return [
        Covered(
            document.key,
            clause.number,
            clause.title,
            clause.kind,
            tuple(m.id for m in document.measures if m.clause == clause.number),
            clause.note,
        )
        for document in documents().values()
        for clause in document.clauses
    ]


def faults() -> list[str]:
    """Clauses that say they compute and have no measure, and the reverse."""
    return [
        f"{entry.document} {entry.clause}：标明“{KIND_LABELS[entry.kind]}”，却有 "
        f"{len(entry.measures)} 个事项。"
        for entry in coverage()
        if (entry.kind is ClauseKind.COMPUTES) != bool(entry.measures)
    ]
