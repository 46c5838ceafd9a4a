"""Commands that are killed in the middle of writing: nothing lost, half there or left behind."""

import random

import pytest

from tests.validator.commands.killing import ACTS, Desk

KILLS = 1


@pytest.mark.parametrize("name", ACTS)
def test_a_killed_command_leaves_what_is_there_whole(name, tmp_path):
    tally = ACTS[name](Desk(tmp_path / "office"), KILLS, random.Random(1))  # noqa: S311
    assert tally.faults == [], str(tally)
    assert tally.kills, str(tally)
