"""Runs VBA in LibreOffice's Basic. Started by the system's Python, which has `uno`.

Reads JSON from standard input: {"profile": folder, "modules": {name: source},
"calls": [[module, function, [arguments]]]}; writes the list of results as JSON. Where the
module of a call does not compile, nothing runs and the result is empty. Every module is
tried in a document of its own.
"""

# mypy: ignore-errors
import json
import sys

from tests.uno_desktop import desktop


def main() -> None:
    order = json.load(sys.stdin)
    with desktop(order["profile"]) as office:
        json.dump(_results(office, order), sys.stdout)


def _results(office, order):
    return [_result(office, order["modules"], *call) for call in order["calls"]]


def _result(office, modules, module, function, arguments):
    document = office.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    library = document.BasicLibraries.createLibrary("Standard")
    for name in {module, "tools"}:
        library.insertByName(name, f"Option VBASupport 1\n{modules[name]}")
    where = f"vnd.sun.star.script:Standard.{module}.{function}?language=Basic&location=document"
    script = document.getScriptProvider().getScript(where)
    result = script.invoke(tuple(arguments), (), ())[0]
    document.close(True)
    return result


main()
