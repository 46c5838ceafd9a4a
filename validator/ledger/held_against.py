"""How far a ledger was when a batch was held against it: what came later was not looked at."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from validator.ledger.audit import schema as audit_schema
from validator.ledger.audit.events import Correction, kind_name
from validator.ledger.schema import batches


@dataclass(frozen=True)
class HeldAgainst:
    """What was there last."""

    batch: int = 0  #: the number of the last batch; 0: there was none
    correction: int = 0  #: the number of the last event that corrected a claim of any batch


def seen_now(connection: Connection) -> HeldAgainst:
    """How far the ledger is."""
    events = audit_schema.events
    corrections = select(func.max(events.c.number)).where(events.c.kind == kind_name(Correction))
    return HeldAgainst(
        connection.scalar(select(func.max(batches.c.id))) or 0,
        (audit_schema.is_whole(connection) and connection.scalar(corrections)) or 0,
    )
