"""The local service for Excel on a Mac and on the web."""

from datetime import UTC, datetime

from addin.doctor.result import Diagnosis, Mark
from addin.officejs.home import Home, default_home

_NAME = "网页版和 Mac 版 Excel"


def local_service(home: Home | None = None, now: datetime | None = None) -> Diagnosis:
    """Whether the service has been set up, and its certificate still holds."""
    home = home or default_home()
    ends = home.valid_until()
    if ends is None:
        return Diagnosis(_NAME, Mark.NOTE, "未使用（需要时运行 claimcheck addin serve）")
    if ends < (now or datetime.now(UTC)):
        return Diagnosis(
            _NAME,
            Mark.FAULT,
            f"本机证书已于 {ends:%Y-%m-%d} 到期",
            "请重新运行 claimcheck addin serve，并按提示信任新的证书。",
        )
    return Diagnosis(_NAME, Mark.RIGHT, f"本机证书有效期至 {ends:%Y-%m-%d}")
