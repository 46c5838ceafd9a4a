"""Run by `worker` as a program of its own: reads one workbook after another.

Started by its path, so that it needs nothing of ours and starts fast:
`python -P worker_program.py BYTES`. A question is the sheets that are not wanted, those that
are (None for all) and the file's bytes; the answer is the names and the cells of its sheets, or
the reader's message. Both are pickled, each after its length.
"""

import io
import os
import pickle
import struct
import sys
from typing import Any

LENGTH = struct.Struct(">Q")

#: Characters of a message that are handed on.
_MESSAGE = 500


def main(largest: int) -> None:
    """Answer questions until there are no more.

    Args:
        largest: bytes of memory that this process may take.
    """
    _limit_memory(largest)
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    while head := source.read(LENGTH.size):
        # The questions come from our own program.
        question = pickle.loads(source.read(LENGTH.unpack(head)[0]))  # noqa: S301
        answer = pickle.dumps(_answer(*question), protocol=5)
        target.write(LENGTH.pack(len(answer)) + answer)
        target.flush()


def _answer(
    skipped: tuple[str, ...], only: tuple[str, ...] | None, content: bytes
) -> tuple[list[str], dict[str, list[list[Any]]]] | str:
    from python_calamine import CalamineWorkbook

    begun = tuple(f"{name} " for name in skipped)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = list(book.sheet_names)
        grids = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in names
            if (only is None or name in only) and name not in skipped and not name.startswith(begun)
        }
    except BaseException as error:  # also a panic of the reader
        return str(error)[:_MESSAGE]
    return names, grids


def _limit_memory(largest: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (largest, largest))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    main(int(sys.argv[1]))
