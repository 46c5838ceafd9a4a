"""Asking other programs: once, or one that goes on running from question to question."""

import json
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from pathlib import Path
from typing import Any


def output(command: list[str], folder: Path | None = None, limit: float | None = None) -> str:
    """What a program prints within so many seconds.

    Raises:
        RuntimeError: it fails; with its last words.
        subprocess.TimeoutExpired: it takes longer.
    """
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=limit
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {done.stderr[-500:]}")
    return done.stdout + done.stderr


class Answering:
    """A program that answers each line of JSON with another: some take seconds to start."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[str] | None = None

    def ask(self, request: Any, limit: float) -> Any:
        """The answer.

        Raises:
            RuntimeError: it fails; with its last words.
            subprocess.TimeoutExpired: it takes longer than so many seconds.
        """
        with tempfile.TemporaryFile("w+") as words, ThreadPoolExecutor(1) as reader:
            if self._process is None:
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=words,
                    text=True,
                )
            process = self._process
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write(json.dumps(request) + "\n")
                process.stdin.flush()
                answer = reader.submit(process.stdout.readline).result(limit)
            except (LateError, OSError) as error:
                self.end()
                raise subprocess.TimeoutExpired(self._command[0], limit) from error
            except SystemExit:
                # The reader waits for the program, which may still calculate for long.
                self.end()
                raise
            if not answer:
                self.end()
                words.seek(0)
                raise RuntimeError(f"{self._command[0]}: {words.read()[-500:]}")
        return json.loads(answer)

    def end(self) -> None:
        """End the program; it is started again when it is asked again."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
