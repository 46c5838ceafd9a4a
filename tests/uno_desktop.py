"""A LibreOffice that is driven from outside. Imported by the system's Python, which has `uno`."""

# mypy: ignore-errors
import os
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import uno

_PIPE = f"claimcheck{os.getpid()}"


@contextmanager
def desktop(profile, *arguments):
    """LibreOffice's desktop, ended with everything it started afterwards.

    Args:
        profile: the address of its profile folder, "file:///…".
        arguments: more of soffice's arguments.

    Raises:
        TimeoutError: it did not answer within half a minute.
    """
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={_PIPE};urp;",
            *arguments,
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    leader = Path(unquote(urlsplit(profile).path)) / "driven.pid"
    leader.parent.mkdir(parents=True, exist_ok=True)
    leader.write_text(str(office.pid))
    try:
        yield _connect()
    finally:
        os.killpg(office.pid, signal.SIGKILL)
        leader.unlink()


def _connect():
    local = uno.getComponentContext()
    manager = local.ServiceManager
    resolver = manager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            context = resolver.resolve(f"uno:pipe,name={_PIPE};urp;StarOffice.ComponentContext")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.25)
        else:
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
    raise TimeoutError
