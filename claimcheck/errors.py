"""Every error that claimcheck raises on purpose.

    ClaimcheckError(Exception)     the root: a fault that has a message for people
    ├── DataFileError(ValueError)  a rules, forms or settings file is not as it must be
    ├── FactError(ValueError)      a fact is unknown, of a wrong type or impossible
    ├── ReadingError(ValueError)   a reading or one of its options does not exist
    ├── UnknownMeasureError(KeyError)   no document holds this measure
    └── WriteError(OSError)        a file or folder cannot be written; see `claimcheck.writing`

Their texts are Chinese, because clerks and offices read them.
"""


class ClaimcheckError(Exception):
    """A fault that is explained to the user in one message, never as a traceback."""

    def __str__(self) -> str:
        """Give the plain message (KeyError would put it in quotes)."""
        return str(self.args[0]) if self.args else ""


class DataFileError(ClaimcheckError, ValueError):
    """Raised when a data file has an unknown key, a wrong value or a broken rule."""


class FactError(ClaimcheckError, ValueError):
    """Raised when a fact is unknown, is not of its type, or cannot be true."""


class ReadingError(ClaimcheckError, ValueError):
    """Raised when a reading is unknown or an option is not among its options."""


class UnknownMeasureError(ClaimcheckError, KeyError):
    """Raised when no document holds the measure that was asked for."""


def said_of(error: OSError) -> str:
    """Why a file could not be read, in Chinese; of writing `claimcheck.refusals` tells."""
    known: list[tuple[type[OSError], str]] = [
        (FileNotFoundError, "文件或文件夹不存在"),
        (PermissionError, "没有读取权限，或者文件正被别的程序打开"),
        (IsADirectoryError, "这是文件夹，应为文件"),
        (NotADirectoryError, "路径中有一段不是文件夹"),
    ]
    return next((text for kind, text in known if isinstance(error, kind)), "读取失败")
