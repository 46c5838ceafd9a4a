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


def own_key() -> Path:
    """The user's own key, in a folder of its own: whoever copies the data folder has no key."""
    import platformdirs

    folder = platformdirs.user_config_path("claimcheck", appauthor=False, roaming=True)
    return folder / "keys" / "ledger.key"


def was_used(key_file: Path | None) -> bool:
    """Whether this machine has ever seen a ledger with something in it."""
    return any((key_file or own_key()).parent.glob("review-*.head"))


def there_may_be(url: str | None) -> bool:
    """Whether an address may lead to a ledger: false for none, and for an own that is missing."""
    if url is None or not url.strip():
        return own_file().is_file()
    return not is_none(url)
