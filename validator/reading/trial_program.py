"""A program of its own that `trial` runs: reads a workbook; its exit status says how that went.

Started by its path, so that it needs nothing of ours and starts fast:
`python -P trial_program.py WORKBOOK BYTES`.
"""

import sys
from pathlib import Path

#: Exit statuses. Whatever else ends the process took too much memory.
ENCRYPTED, DAMAGED = 3, 4

#: Sheets that are tried.
_SHEETS = 40


def main(workbook: str, largest: int) -> int:
    """Read every sheet.

    Args:
        workbook: its path.
        largest: bytes of memory that this process may take.

    Returns:
        The exit status.
    """
    limit_memory(largest)
    import fastexcel

    try:
        try:
            reader = fastexcel.read_excel(workbook)
        except Exception as error:
            if _asks_for_password(error):
                raise
            # Some files can only be read where their name says nothing of their kind.
            reader = fastexcel.read_excel(Path(workbook).read_bytes())
        for name in reader.sheet_names[:_SHEETS]:
            reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    except BaseException as error:  # also a panic of the reader
        return ENCRYPTED if _asks_for_password(error) else DAMAGED
    return 0


def limit_memory(largest: int) -> None:
    """Let this process have no more memory, where the system knows such limits."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (largest, largest))
    except (ImportError, ValueError, OSError):
        return


def _asks_for_password(error: BaseException) -> bool:
    return "password" in str(error).lower()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
