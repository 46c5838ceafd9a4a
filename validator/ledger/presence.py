"""Whether there is a ledger at all, told without importing what reads one, which takes long."""

from pathlib import Path

#: What is given as the address where no ledger is to be used.
NONE = "none"


def is_none(url: str | None) -> bool:
    """Whether the caller wants no ledger."""
    return url is not None and url.strip().lower() == NONE


def own_file() -> Path:
    """The user's own ledger, whether it is there or not."""
    import platformdirs

    return platformdirs.user_data_path("claimcheck", appauthor=False) / "ledger.sqlite"


def there_may_be(url: str | None) -> bool:
    """Whether an address may lead to a ledger: false for none, and for an own that is missing."""
    if url is None or not url.strip():
        return own_file().is_file()
    return not is_none(url)
