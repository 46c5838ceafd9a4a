"""The usual way: pandas, openpyxl and pandera over the same workbook, for a comparison.

    python benchmarks/pandas_way.py batch.xlsx     (needs `pip install -e .[bench]`)

Does only what comes first in `validate`: reads the three sheets, checks each cell by the
form, and looks for the same person, payment and claim twice. No evaluation of the rules, no
wage months, no findings with places and remedies. Columns are checked as a whole wherever
pandas can. Prints what was found, as JSON.
"""

import json
import sys
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def id_is_right(numbers: pd.Series) -> pd.Series:
    """Form, birth date and check character of ID numbers."""
    shaped = numbers.str.fullmatch(r"[1-9]\d{16}[\dX]").fillna(value=False).astype(bool)
    found = numbers[shaped]
    total = sum(found.str[place].astype("int64") * weight for place, weight in enumerate(_WEIGHTS))
    expected = (total % 11).map(dict(enumerate(_CHECKS)))
    born = pd.to_datetime(found.str[6:14], format="%Y%m%d", errors="coerce")
    right = (found.str[17] == expected) & born.notna()
    return right.reindex(numbers.index, fill_value=False)


def code_is_right(codes: pd.Series) -> pd.Series:
    """Form and check character of credit codes."""
    values = {character: place for place, character in enumerate(_CREDIT)}

    def right(code: object) -> bool:
        if not isinstance(code, str) or len(code) != 18 or any(c not in values for c in code):
            return False
        total = sum(values[code[place]] * pow(3, place, 31) for place in range(17))
        return values[code[17]] == (31 - total % 31) % 31

    return codes.map(right).astype(bool)


def date_is_right(days: pd.Series) -> pd.Series:
    """Whether a cell is a date."""
    return pd.to_datetime(days, errors="coerce").notna()


def sum_is_right(sums: pd.Series) -> pd.Series:
    """Whether a cell is a sum with two decimals at most."""
    numbers = pd.to_numeric(sums, errors="coerce")
    return (
        numbers.notna() & (numbers >= 0) & ((numbers * 100 - (numbers * 100).round()).abs() < 1e-6)
    )


def count_is_right(counts: pd.Series) -> pd.Series:
    """Whether a cell is a whole number."""
    numbers = pd.to_numeric(counts, errors="coerce")
    return numbers.notna() & (numbers % 1 == 0)


def column(check: pa.Check | None = None, *, required: bool = True) -> pa.Column:
    """A column of any type that must be filled in, or may be."""
    return pa.Column(None, check, nullable=not required, required=False)


def schemas(categories: list[str], measures: list[str]) -> dict[str, pa.DataFrameSchema]:
    """What each sheet's cells must be, as the form says."""
    identity = pa.Check(id_is_right, ignore_na=True)
    day, money = pa.Check(date_is_right), pa.Check(sum_is_right)
    phone = pa.Check.str_matches(r"^1[3-9]\d{9}$")
    account = pa.Check.str_matches(r"^\d{12,30}$")
    return {
        "申报表": pa.DataFrameSchema(
            {
                "申报编号": column(),
                "事项编号": column(pa.Check.isin(measures)),
                "申报主体": column(),
                "统一社会信用代码": column(pa.Check(code_is_right)),
                "期间起": column(day),
                "期间止": column(day),
                "申报人数": column(pa.Check(count_is_right)),
                "申报金额（元）": column(money),
            }
        ),
        "人员花名册": pa.DataFrameSchema(
            {
                "申报编号": column(),
                "姓名": column(),
                "身份证号": column(identity),
                "人员类别": column(pa.Check.isin(categories)),
                "入职日期": column(day),
                "合同起": column(day, required=False),
                "合同止": column(day, required=False),
                "月工资（元）": column(money, required=False),
                "联系电话": column(phone, required=False),
                "银行账号": column(account, required=False),
            }
        ),
        "工资流水": pa.DataFrameSchema(
            {
                "身份证号": column(identity),
                "姓名": column(),
                "入账日期": column(day),
                "入账金额（元）": column(money),
                "收款账号": column(account, required=False),
            }
        ),
    }


_TEXTS = ("身份证号", "联系电话", "银行账号", "收款账号", "流水号", "申报编号", "统一社会信用代码")


def read(book: Path) -> dict[str, pd.DataFrame]:
    """Read the three sheets; numbers that are no numbers stay text."""
    sheets = ["申报表", "人员花名册", "工资流水"]
    return pd.read_excel(
        book, sheet_name=sheets, engine="openpyxl", dtype=dict.fromkeys(_TEXTS, str)
    )


def faults(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> dict[str, int]:
    """How many cells of each column are wrong."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases.drop_duplicates(["column", "index"])
        return {str(name): int(count) for name, count in cases["column"].value_counts().items()}
    return {}


def twice(frames: dict[str, pd.DataFrame]) -> dict[str, int]:
    """The same person, payment or claim again."""
    claims, people, pay = frames["申报表"], frames["人员花名册"], frames["工资流水"]
    return {
        "claim": int(claims.duplicated("申报编号", keep=False).sum()),
        "person in a claim": int(people.duplicated(["申报编号", "身份证号"], keep=False).sum()),
        "person in the batch": int(people.duplicated("身份证号", keep=False).sum()),
        "payment": int(pay.duplicated("流水号", keep=False).sum()),
        "account": int((people.groupby("银行账号")["身份证号"].nunique() > 1).sum()),
    }


def main() -> None:
    """Check one workbook."""
    from claimcheck.policy import rule

    asked = next(item for item in rule("ZW26-3").measure.requirements if item.fact == "category")
    # The workbooks of the benchmark also hold 脱贫人口, a category of the form that this
    # measure does not pay for: it is right as a field.
    categories = [*(asked.one_of or []), "脱贫人口"]
    frames = read(Path(sys.argv[1]))
    found = {
        name: faults(frames[name], schema)
        for name, schema in schemas(categories, ["ZW26-3"]).items()
    }
    print(json.dumps({"faults": found, "twice": twice(frames)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
