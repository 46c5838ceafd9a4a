from datetime import UTC, datetime, timedelta
from pathlib import Path

from addin.doctor.result import Mark
from addin.doctor.service import local_service
from addin.officejs.home import Home, prepare

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def test_a_service_that_was_never_set_up_is_no_fault(tmp_path: Path) -> None:
    assert local_service(Home(tmp_path), NOW).mark is Mark.NOTE


def test_a_certificate_that_holds_is_right_and_one_that_ended_is_a_fault(tmp_path: Path) -> None:
    home = Home(tmp_path)
    prepare(home, 8443, NOW)
    assert local_service(home, NOW).mark is Mark.RIGHT
    found = local_service(home, NOW + timedelta(days=801))
    assert found.mark is Mark.FAULT
    assert "addin serve" in found.fix
