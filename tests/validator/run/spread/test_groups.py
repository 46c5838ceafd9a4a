"""Files that share a key hang together, also by way of others."""

import polars as pl

from validator.run.spread.groups import groups_of
from validator.run.spread.keys import KEYS, Shared


def keys(*rows: tuple[int, Shared, bytes]) -> pl.DataFrame:
    return pl.DataFrame([(file, int(kind), key) for file, kind, key in rows], KEYS, orient="row")


def test_files_without_a_common_key_stand_alone():
    made = keys((0, Shared.PERSON, b"a"), (1, Shared.PERSON, b"b"), (1, Shared.PHONE, b"a"))
    assert groups_of([0, 1, 2], made) == [[0], [1], [2]]


def test_a_chain_of_files_is_one_group_in_the_order_of_files():
    made = keys(
        (4, Shared.PERSON, b"a"), (1, Shared.PERSON, b"a"), (1, Shared.PHONE, b"b"),
        (3, Shared.PHONE, b"b"), (3, Shared.ACCOUNT, b"c"), (0, Shared.ACCOUNT, b"c"),
    )  # fmt: skip
    assert groups_of([0, 1, 2, 3, 4], made) == [[0, 1, 3, 4], [2]]


def test_what_is_sought_hangs_with_who_has_it_and_with_nobody_who_seeks_it_too():
    made = keys(
        (0, Shared.SOUGHT, b"a"), (1, Shared.SOUGHT, b"a"), (2, Shared.PAID, b"b"),
        (3, Shared.PAID, b"b"), (1, Shared.SOUGHT, b"b"),
    )  # fmt: skip
    assert groups_of([0, 1, 2, 3], made) == [[0], [1, 2, 3]]
    assert groups_of([2, 3], made.filter(pl.col("input") > 1)) == [[2], [3]], "payments alone"
