import json
import re

from addin.catalogue import FUNCTIONS
from addin.officejs.metadata import functions_json

DESCRIBED = json.loads(functions_json())["functions"]


def test_every_function_is_described_in_order() -> None:
    assert [entry["name"] for entry in DESCRIBED] == [item.cell_name for item in FUNCTIONS]


def test_keys_have_only_the_characters_that_excel_allows() -> None:
    assert all(re.fullmatch(r"[A-Z][A-Z0-9.]{2,}", entry["id"]) for entry in DESCRIBED)
    assert len({entry["id"] for entry in DESCRIBED}) == len(FUNCTIONS)


def test_descriptions_and_arguments_are_those_of_the_catalogue() -> None:
    for entry, function in zip(DESCRIBED, FUNCTIONS, strict=True):
        assert entry["description"] == function.description
        assert [item["name"] for item in entry["parameters"]] == [
            argument.label for argument in function.arguments
        ]
        assert [item["optional"] for item in entry["parameters"]] == [
            argument.optional for argument in function.arguments
        ]


def test_blocks_are_matrices_and_cells_are_scalars() -> None:
    roster = next(entry for entry in DESCRIBED if entry["name"] == "CC_ROSTER")
    assert roster["result"]["dimensionality"] == "matrix"
    shapes = [item["dimensionality"] for item in roster["parameters"]]
    assert shapes == ["scalar", "matrix", "matrix", "scalar", "scalar"]


def test_numbers_and_texts_are_passed_as_they_are() -> None:
    kinds = {
        item["type"] for entry in DESCRIBED for item in (entry["result"], *entry["parameters"])
    }
    assert kinds == {"any"}
