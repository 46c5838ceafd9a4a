"""The VBA of xlwings that starts Python and calls it, read from the installed package."""

from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from pyopenvba import ExcelFile
from pyopenvba.vba import split_attribute_header

from addin.vba.wrappers import WrapperError, fail_as_error

MODULE = "xlwings"
DICTIONARY_MODULE = "Dictionary"

#: Name of the settings: %USERPROFILE%\\.claimcheck\\claimcheck.conf, not those of xlwings,
#: so that neither disturbs the other.
SETTINGS_NAME = "claimcheck"

_WORKBOOK = "quickstart_standalone.xlsm"

# What we change, and why.
_CHANGES = (
    # our own settings file
    (
        'Public Const PROJECT_NAME As String = "xlwings"',
        f'Public Const PROJECT_NAME As String = "{SETTINGS_NAME}"',
    ),
    # a file beside the workbook must not be taken for a Python package
    (
        'GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true")',
        'GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "false")',
    ),
    # the helpers of xlwings are not functions for cells
    (
        '#Const App = "Microsoft Excel"',
        'Option Private Module\n#Const App = "Microsoft Excel"',
    ),
)


def sources() -> dict[str, str]:
    """Source by module name: `xlwings`, and the class `Dictionary` that it needs on a Mac.

    Raises:
        WrapperError: xlwings is missing, or is of a version that we do not know.
    """
    spec = find_spec("xlwings")
    workbook = Path(spec.origin).with_name(_WORKBOOK) if spec and spec.origin else None
    if workbook is None or not workbook.is_file():
        raise WrapperError("本机没有安装 xlwings，或其安装不完整。请重新安装 claimcheck。")
    with TemporaryDirectory() as folder:
        # Opened as a copy: the installed package is never written to.
        copy = Path(folder) / _WORKBOOK
        copy.write_bytes(workbook.read_bytes())
        with ExcelFile(copy) as opened:
            modules = opened.vba_modules()
    bodies = {
        name: split_attribute_header(modules[name])[1].replace("\r\n", "\n")
        for name in (MODULE, DICTIONARY_MODULE)
    }
    for before, after in _CHANGES:
        if before not in bodies[MODULE]:
            raise WrapperError("本机的 xlwings 版本与 claimcheck 不配套，请升级 claimcheck。")
        bodies[MODULE] = bodies[MODULE].replace(before, after)
    bodies[MODULE] = fail_as_error(bodies[MODULE])
    return bodies
