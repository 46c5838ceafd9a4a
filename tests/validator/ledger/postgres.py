"""A throw-away PostgreSQL server for the tests: own folder, own user, Unix socket only."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").is_file()), None)


@contextlib.contextmanager
def server(bin_folder: Path) -> Iterator[str]:
    """Run a server; gives its address without a database's name.

    initdb refuses root, so that root hands everything to the user `postgres`. The folder
    stands directly below the temporary folder: a socket's path has at most 107 characters,
    and pytest's own folders are closed to other users.
    """
    folder = Path(tempfile.mkdtemp(prefix="claimcheck-pg-"))
    as_user = []
    if os.geteuid() == 0:
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"

    def run(*command: str) -> None:
        done = subprocess.run(
            [*as_user, *command], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        run(
            *(str(bin_folder / "initdb"), "-D", str(data), "-U", "tester", "--auth=trust"),
            *("--encoding=UTF8", "--locale=C", "--no-sync"),
        )
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_wal_size=4GB"
        log = str(folder / "log")
        run(str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-l", log, "-o", options, "start")
        try:
            yield f"postgresql://tester@/{{database}}?host={folder}"
        finally:
            run(str(bin_folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
