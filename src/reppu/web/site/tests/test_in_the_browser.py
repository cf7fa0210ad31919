"""The site in a real browser: what is shown can be read by everyone, nothing is fetched from elsewhere, and it is light."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reppu.reports.tests.made_up_lake import days_exported, lake_of
from reppu.web.site.tests.browser import WIDTHS, chromium, running, sign_in, wait_until_quiet, window
from reppu.web.site.tests.pages import addresses_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from reppu.web.site.tests.browser import Site

pytestmark = pytest.mark.xdist_group("browser")  # one browser at a time is what two cores carry
LARGEST_FIRST_LOAD_KB = 500
SLUG = "esimerkki"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with an organisation that has two seasons of one channel."""
    home: Path = tmp_path_factory.mktemp("site") / "home"
    days_exported(lake_of(home))
    with running(home, owner_of=SLUG, language="fi") as started:
        yield started


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(site, browser, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    found = []
    with window(browser, site, width=width, scheme=scheme) as (page, heard):
        sign_in(page, site)
        for address in addresses_of(SLUG):
            page.goto(site.address + address)
            wait_until_quiet(page)
            results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
            for violation in results.response["violations"]:
                nodes = [node["html"][:160] for node in violation["nodes"][:3]]
                found.append(f"{address}: {violation['id']} ({violation['help']}): {nodes}")
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                found.append(f"{address}: {wide} px wider than the window of {width}")
        assert heard.strangers == [], "a page asked another site"
        assert heard.complaints == [], "the browser complained"
    assert not found, "\n".join(found)


def test_the_first_load_is_light(site, browser):
    with window(browser, site) as (page, _heard):
        sign_in(page, site)
        kept = page.context.storage_state()
    context = browser.new_context(storage_state=kept, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"] / 1000))
    page.goto(f"{site.address}/o/{SLUG}/")
    wait_until_quiet(page)
    context.close()
    assert len(sizes) >= 5, "the page, its look, its type, its scripts"
    assert sum(sizes) <= LARGEST_FIRST_LOAD_KB, sizes


def test_the_keyboard_reaches_the_content_first_and_then_every_place(site, browser):
    with window(browser, site) as (page, _heard):
        sign_in(page, site)
        page.goto(f"{site.address}/o/{SLUG}/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.goto(f"{site.address}/o/{SLUG}/")
        places = page.locator(".rail nav a")
        reached = set()
        for _press in range(60):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.getAttribute('href') || ''"))
        assert {places.nth(index).get_attribute("href") for index in range(places.count())} <= reached


def test_the_language_and_the_colours_are_a_click_away_and_stay(site, browser):
    with window(browser, site) as (page, _heard):
        sign_in(page, site)
        page.goto(f"{site.address}/o/{SLUG}/")
        for code, words in (("sv", "Översikt"), ("en", "Overview"), ("fi", "Yleiskuva")):
            with page.expect_navigation():
                page.click(f"button[name=language][value={code}]")
            assert page.get_attribute("html", "lang") == code
            assert words in page.inner_text(".crumb")
        page.click("[data-theme-toggle]")
        page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
        page.wait_for_load_state("networkidle")
        page.reload()
        assert page.get_attribute("html", "data-theme") == "dark"


def test_without_scripts_the_numbers_of_a_chart_are_in_its_table(site, browser):
    with window(browser, site, script=False) as (page, _heard):
        sign_in(page, site)
        page.goto(f"{site.address}/o/{SLUG}/")
        assert page.locator("h1").count() == 1
        assert page.locator("table.list tbody tr").count() >= 1
