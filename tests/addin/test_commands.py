import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from addin.doctor import examine
from addin.doctor.result import Diagnosis, Mark
from claimcheck.cli import main

RIGHT = Diagnosis("Python", Mark.RIGHT, "3.11")
FAULT = Diagnosis("Excel 加载项", Mark.FAULT, "未安装", "请运行 claimcheck addin install。")


def test_the_extension_is_written_where_asked(tmp_path: Path) -> None:
    target = tmp_path / "claimcheck.oxt"
    result = CliRunner().invoke(main, ["addin", "libreoffice", "-o", str(target)])
    assert result.exit_code == 0
    assert target.exists()
    assert "已生成" in result.output


def test_a_place_that_cannot_be_written_ends_with_2_and_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    target = tmp_path / "file" / "claimcheck.oxt"
    result = CliRunner().invoke(main, ["addin", "libreoffice", "-o", str(target)])
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert "占着这个位置" in result.output


def test_the_excel_add_in_is_written_where_asked(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["addin", "install", "--to", str(tmp_path)])
    assert result.exit_code == 0
    assert (tmp_path / "claimcheck.xlam").exists()
    assert "Windows" in result.output


def test_the_doctor_ends_with_0_where_all_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examine, "examine", lambda _: [RIGHT])
    result = CliRunner().invoke(main, ["addin", "doctor"])
    assert result.exit_code == 0
    assert "一切就绪" in result.output


def test_the_doctor_ends_with_1_and_a_remedy_where_something_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(examine, "examine", lambda _: [RIGHT, FAULT])
    result = CliRunner().invoke(main, ["addin", "doctor"])
    assert result.exit_code == 1
    assert FAULT.fix in result.output


def test_the_doctor_speaks_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examine, "examine", lambda _: [RIGHT, FAULT])
    result = CliRunner().invoke(main, ["addin", "doctor", "--json"])
    assert result.exit_code == 1
    assert [entry["mark"] for entry in json.loads(result.output)] == ["right", "fault"]


def test_serving_prepares_certificate_and_manifest_and_says_what_to_do(tmp_path: Path) -> None:
    asked = ["addin", "serve", "--prepare-only", "--home", str(tmp_path), "--port", "9443"]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0
    assert "https://localhost:9443/" in (tmp_path / "manifest.xml").read_text("utf-8")
    for words in ("信任本机证书", "manifest.xml", "CLAIMCHECK.CC_CAPITAL"):
        assert words in result.output


def test_a_port_that_is_taken_ends_with_2_and_a_remedy(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        asked = ["addin", "serve", "--home", str(tmp_path), "--port", port]
        result = CliRunner().invoke(main, asked)
    assert result.exit_code == 2
    assert "--port" in result.output
    assert "Traceback" not in result.output


def test_the_doctor_looks_at_a_workbook_that_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "damaged.xlsx").write_bytes(b"damaged")
    result = CliRunner().invoke(main, ["addin", "doctor", str(tmp_path / "damaged.xlsx")])
    assert result.exit_code == 1
    assert "无法打开“damaged.xlsx”" in result.output
