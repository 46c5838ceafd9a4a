"""Output that never breaks, whatever the code page: standard output and error for every command.

A Chinese Windows writes GBK (code page 936) to files and pipes, which lacks many characters;
others lack Chinese altogether. Text must come out all the same, and data must come out in the
one encoding that other programs expect: UTF-8.
"""

import codecs
import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TextIO, TypeVar

import click

Result = TypeVar("Result")

#: A stream that can write these can write what the commands say.
_OUR_LANGUAGE = "就业补贴申报核查，金额（元）"

#: Encodings of mainland China that lack characters → the one that has them all and writes the
#: others in the same bytes.
_COMPLETE = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030"}

_MARK = codecs.BOM_UTF8

#: Why a system takes no more of what is written; files of our own are written by
#: `claimcheck.writing`, which says it with their names.
_NO_MORE = {errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)}


def prepare_streams() -> None:
    """Let text reach a terminal as far as it can be shown, and a file or pipe without loss."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding=_lossless(stream.encoding), errors="backslashreplace")


def write_data(content: str | bytes, *, mark: bool = False) -> None:
    """Write JSON, CSV or HTML to standard output: UTF-8, but to a terminal what it can show.

    Args:
        content: the text, or the same in UTF-8.
        mark: begin with the mark by which Excel knows UTF-8; a terminal never gets one.
    """
    data = content.encode(errors="backslashreplace") if isinstance(content, str) else content
    data = data.removeprefix(_MARK)
    if _is_terminal(sys.stdout):
        click.echo(data.decode(), nl=False)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(_MARK + data if mark else data)
    sys.stdout.buffer.flush()


def write_json(content: object) -> None:
    """Write JSON to standard output, as `write_data` does; Chinese stands in it as it is."""
    import json

    write_data(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def data_stream() -> Iterator[IO[bytes]]:
    """A binary stream for UTF-8 data that goes to standard output as it is written."""
    if _is_terminal(sys.stdout):
        content = io.BytesIO()
        yield content
        write_data(content.getvalue())
        return
    sys.stdout.flush()
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


def saying_where_full(run: Callable[[], Result]) -> Callable[[], Result]:
    """A program that says so in words where standard output takes no more, as a full disk does.

    It ends with status 2 then. What was not written yet is given up: Python would try again at
    the end.
    """

    def runs() -> Result:
        try:
            return run()
        except OSError as error:
            if error.filename is not None or error.errno not in _NO_MORE:
                raise
            from claimcheck.refusals import refusal

            why, mend = refusal(error)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
            click.echo(f"结果没有写完：{why}。{mend}，再运行一次。", err=True)
            sys.exit(2)

    return runs


def read_text() -> str:
    """All of standard input, in UTF-8 or, as a Chinese Windows pipes it, in GB18030."""
    content = sys.stdin.buffer.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty()


def _lossless(encoding: str) -> str:
    """The encoding itself where it can write our language, or one that can."""
    name = codecs.lookup(encoding).name
    name = _COMPLETE.get(name, name)
    try:
        _OUR_LANGUAGE.encode(name)
    except UnicodeEncodeError:
        return "utf-8"
    return name
