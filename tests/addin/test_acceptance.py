from tests.addin import acceptance
from tests.libreoffice import LibreOffice
from tests.rebuild import how


def test_the_acceptance_run_names_the_cells_and_values_of_the_sample(
    plain_calc: LibreOffice, addin_calc: LibreOffice
) -> None:
    said = acceptance.PAGE.read_text("utf-8")
    assert said == acceptance.page(plain_calc, addin_calc), how("acceptance")


def test_the_acceptance_run_says_that_nothing_was_tried_in_excel_or_wps() -> None:
    text = acceptance.PAGE.read_text("utf-8")
    assert "没有在真正的 Excel" in text
    assert "没有在 WPS 里运行过" in text.replace("也没有", "没有")
    assert "{" not in text
