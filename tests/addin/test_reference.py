from pathlib import Path

from click.testing import CliRunner

from addin.catalogue import FUNCTIONS
from addin.reference import PAGE, functions_page
from claimcheck.cli import main
from tests.rebuild import how

ROOT = Path(__file__).parents[2]


def test_the_committed_page_is_what_the_catalogue_says() -> None:
    assert (ROOT / PAGE).read_text("utf-8") == functions_page(), how("functions")


def test_every_function_and_every_argument_is_on_the_page() -> None:
    page = functions_page()
    for function in FUNCTIONS:
        section = page.split(f"## {function.cell_name}\n")[1].split("\n## ")[0]
        assert function.description in section
        for argument in function.arguments:
            assert f"| {argument.label} |" in section
            assert argument.help in section


def test_the_page_is_shown_or_written(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["addin", "reference"]).stdout == functions_page()
    target = tmp_path / "functions.md"
    assert CliRunner().invoke(main, ["addin", "reference", "-o", str(target)]).exit_code == 0
    assert target.read_text("utf-8") == functions_page()
