"""What is said where the ledger or the audit trail cannot be trusted.

Every run may have to say it, most without a ledger: nothing here needs a database.
"""

from validator.ledger.audit.audit_head import REMEDY

_UNTRUSTED = "台账或审核记录被改动过，或不是上次用的"


def untrusted(fault: str) -> str:
    """What is said of a run that could not go by the ledger."""
    return f"{_UNTRUSTED}：{fault}。本次没有采用任何裁定，以前领过的也可能没有查出。"


def broken(fault: str) -> str:
    """What is said when nothing is written because of a fault."""
    otherwise = "否则请" if REMEDY in fault else "请"
    return (
        f"{_UNTRUSTED}，没有写入任何内容：{fault}。"
        f"{otherwise}停止使用这个台账，把它连同备份交技术支持人员查看。"
    )
