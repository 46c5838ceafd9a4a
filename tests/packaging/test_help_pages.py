import re
from pathlib import Path

from windows_release import help_pages, tree
from windows_release.places import REPOSITORY, WINDOWS


def test_links_between_documents_lead_to_their_pages() -> None:
    pages = help_pages.documents()
    [(readme, page)] = [item for item in pages.items() if item[1] == Path("README.html")]

    rendered = help_pages.render(readme, page, pages)

    linked = re.findall(r'href="([^"#:]+\.html)', rendered)
    known = {page.as_posix() for page in pages.values()} | {"../开始.html"}
    assert linked
    assert set(linked) <= known


def test_the_pictures_come_along(tmp_path: Path) -> None:
    help_pages.write_pages(tmp_path)

    shown = re.findall(r'<img src="([^"]+)"', (tmp_path / "README.html").read_text("utf-8"))

    assert shown
    assert all((tmp_path / picture).is_file() for picture in shown)


def test_a_page_in_a_folder_finds_its_way_back() -> None:
    pages = help_pages.documents()
    [document, *_] = [path for path, page in pages.items() if len(page.parts) == 2]

    assert 'href="../help.css"' in help_pages.render(document, pages[document], pages)


def test_the_start_page_links_only_to_what_the_release_holds() -> None:
    page = tree.start_page("0.1.0")

    links = set(re.findall(r'href="([^"]+)"', page))
    help_files = {f"说明/{found.as_posix()}" for found in help_pages.documents().values()}
    assert links <= help_files | {"说明/help.css", "样例/", "模板/", "许可/组成清单.txt"}
    assert "版本 0.1.0" in page
    assert f"共 {len(list((REPOSITORY / 'templates').glob('*.xlsx')))} 类" in page
    assert "@" not in page
    assert (WINDOWS / "help.css").is_file()
