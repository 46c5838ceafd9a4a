"""Runs VBA in LibreOffice's Basic. Started by the system's Python, which has `uno`.

Reads JSON from standard input: {"profile": folder, "modules": {name: source},
"calls": [[module, function, [arguments]]]}; writes the list of results as JSON. Where the
module of a call does not compile, nothing runs and the result is empty. Every module is
tried in a document of its own.
"""

# mypy: ignore-errors
import json
import os
import signal
import subprocess
import sys
import time

import uno

_PIPE = f"claimcheck{os.getpid()}"


def main() -> None:
    order = json.load(sys.stdin)
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={order['profile']}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={_PIPE};urp;",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        json.dump(_results(_desktop(), order), sys.stdout)
    finally:
        os.killpg(office.pid, signal.SIGKILL)


def _desktop():
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


def _results(desktop, order):
    return [_result(desktop, order["modules"], *call) for call in order["calls"]]


def _result(desktop, modules, module, function, arguments):
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    library = document.BasicLibraries.createLibrary("Standard")
    for name in {module, "tools"}:
        library.insertByName(name, f"Option VBASupport 1\n{modules[name]}")
    where = f"vnd.sun.star.script:Standard.{module}.{function}?language=Basic&location=document"
    script = document.getScriptProvider().getScript(where)
    result = script.invoke(tuple(arguments), (), ())[0]
    document.close(True)
    return result


main()
