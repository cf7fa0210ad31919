"""The journey of somebody who has never seen Reppu: first visit, import, overview, post, pack, download; in three languages."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reppu.demo.facade import write_exports
from reppu.web.site.tests.browser import EMAIL, NAME, PASSWORD, chromium, running, wait_until_quiet, window

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")
SLUG = "karhula"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The Facebook and Instagram exports of half a year of the made-up organisation."""
    folder = tmp_path_factory.mktemp("exports")
    write_exports(folder)
    # "Dec-01-2025_Mar-04-2026_4634275078179916.csv": posts of one platform, a season an export, a month apart
    return sorted(
        path for month in ("2026-03", "2026-06", "2026-09") for path in (folder / month).glob("*-20??_*-20??_*.csv")
    )


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_from_the_first_visit_to_a_book_in_the_downloads(tmp_path, browser, exports, language):
    with running(tmp_path / "home") as site, window(browser, site, language=language) as (page, heard):
        page.goto(site.address)
        assert page.get_attribute("html", "lang") == language
        found_the_organisation(page, language)
        import_files(page, site.address, exports)
        look_at_the_overview(page, site.address)
        look_at_a_post(page, site.address)
        pack_and_download(page, site.address, language, tmp_path)
        assert heard.strangers == [], "a page asked another site"
        assert heard.complaints == [], "the browser complained"


def found_the_organisation(page: Page, language: str) -> None:
    page.fill("[name$=person_name]", NAME)
    page.fill("[name$=email]", EMAIL)
    page.fill("[name$=password]", PASSWORD)
    page.fill("[name=name], [name$='-name']:not([name$=person_name])", "Karhula")
    page.fill("[name$=slug]", SLUG)
    page.select_option("select[name$=language]", language)
    page.click("main form button.primary")
    page.wait_for_url(f"**/o/{SLUG}/**")


def import_files(page: Page, address: str, files: list[Path]) -> None:
    page.goto(f"{address}/o/{SLUG}/data/import/")
    page.set_input_files("#files", [str(path) for path in files])
    page.click("main form button.primary")
    page.wait_for_selector("button[name=do][value=import]", timeout=60_000)
    page.click("button[name=do][value=import]")
    page.wait_for_selector(f"main a.primary[href='/o/{SLUG}/']", timeout=90_000)


def look_at_the_overview(page: Page, address: str) -> None:
    page.goto(f"{address}/o/{SLUG}/")
    page.wait_for_selector(".kpis .kpi", timeout=60_000)
    wait_until_quiet(page)
    assert page.locator(".kpis .kpi").count() >= 2
    assert page.locator("h1").inner_text()


def look_at_a_post(page: Page, address: str) -> None:
    page.goto(f"{address}/o/{SLUG}/posts/?period=all")
    first = page.locator("main a[href*='/posts/']").first
    first.wait_for(timeout=60_000)
    first.click()
    page.wait_for_selector("main h1")
    wait_until_quiet(page)


def pack_and_download(page: Page, address: str, language: str, folder: Path) -> None:
    page.goto(f"{address}/o/{SLUG}/books/")
    page.select_option("#language", language)
    page.click("main form button.primary")
    page.wait_for_selector("a[download][href$='/files/pdf/']", timeout=120_000)
    with page.expect_download() as downloading:
        page.click("a[download][href$='/files/pdf/']")
    downloading.value.save_as(folder / "review.pdf")
    assert (folder / "review.pdf").read_bytes().startswith(b"%PDF-")


def test_the_demo_ends_in_a_site_that_one_can_sign_in_to(tmp_path, browser):
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port = asking.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "reppu",
        "demo",
        "--folder",
        str(tmp_path / "demo"),
        "--language",
        "en",
        "--port",
        str(port),
    ]
    environment = {
        **os.environ,
        "REPPU_LANGUAGE": "en",
        "DJANGO_SETTINGS_MODULE": "reppu.web.site.settings",
        "COLUMNS": "200",
    }
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if "Sign in as" in line:
                break
        told = re.search(r"Sign in as (\S+) with the password (\S+)", said[-1])
        assert told, "".join(said)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        page.fill("[name=login]", told[1])
        page.fill("[name=password]", told[2])
        page.keyboard.press("Enter")
        page.wait_for_selector(".kpis .kpi", timeout=60_000)
        page.close()
    finally:
        process.terminate()
        assert process.wait(30) == 0, "it stops cleanly"
