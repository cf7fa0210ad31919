"""A real browser before a real site: `reppu serve` in a process of its own, Debian's Chromium, and what it asked for."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.shared_folder import need

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

EMAIL, PASSWORD, NAME = "aino@karhula.example", "a long way to the lake", "Aino Karhula"
WIDTHS = {"laptop": 1440, "phone": 390}

_MAKE_OWNER = """
import sys
from pathlib import Path
from reppu.web.site.facade import prepare
prepare(Path(sys.argv[1]))
from reppu.people.models import Member, Organisation, Person
slug, language, email, password, name = sys.argv[2:]
person = Person.objects.create_user(email, password, name=name, language=language)
organisation, _made = Organisation.objects.get_or_create(slug=slug, defaults={"name": "Karhula"})
Member.objects.create(organisation=organisation, person=person, role=40)
"""


@dataclass
class Site:
    """A running site. address: without the last slash."""

    address: str
    home: Path
    process: subprocess.Popen[bytes]


@contextmanager
def running(home: Path, *, owner_of: str | None = None, language: str = "en") -> Iterator[Site]:
    """`reppu serve` for this home. owner_of: the slug of an organisation that gets EMAIL as its owner first."""
    environment = {**os.environ, "REPPU_HOME": str(home), "DJANGO_SETTINGS_MODULE": "reppu.web.site.settings"}
    environment.pop("DATABASE_URL", None)
    if owner_of is not None:
        told = [str(home), owner_of, language, EMAIL, PASSWORD, NAME]
        subprocess.run([sys.executable, "-c", _MAKE_OWNER, *told], env=environment, check=True)
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port = asking.getsockname()[1]
    command = [sys.executable, "-m", "reppu", "serve", "--home", str(home), "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _wait(f"http://127.0.0.1:{port}/account/login/", process)
        yield Site(f"http://127.0.0.1:{port}", home, process)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            said = process.stdout.read().decode() if process.stdout else ""
            raise AssertionError(f"the site ended with {process.returncode}: {said}")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the site did not answer within a minute")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without its own talk to the outside."""
    from playwright.sync_api import sync_playwright

    need("chromium")
    told = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=told)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Heard:
    """What a page asked for and complained about. strangers: addresses outside the site; kilobytes: as sent, compressed."""

    strangers: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    kilobytes: float = 0.0


@contextmanager
def window(
    browser: Browser,
    site: Site,
    *,
    width: int = 1440,
    scheme: Any = "light",
    language: str = "en-GB",
    script: bool = True,
) -> Iterator[tuple[Page, Heard]]:
    """A fresh window, and all that is heard from it."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale=language, java_script_enabled=script,
        accept_downloads=True, reduced_motion="reduce",
    )  # fmt: skip
    heard = Heard()
    page = context.new_page()
    page.on(
        "request",
        lambda one: None if one.url.startswith((site.address, "data:", "blob:")) else heard.strangers.append(one.url),
    )
    page.on("console", lambda one: heard.complaints.append(one.text) if one.type in {"error", "warning"} else None)
    page.on("pageerror", lambda one: heard.complaints.append(str(one)))
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on(
        "Network.loadingFinished",
        lambda one: setattr(heard, "kilobytes", heard.kilobytes + one["encodedDataLength"] / 1000),
    )
    try:
        yield page, heard
    finally:
        context.close()


def sign_in(page: Page, site: Site) -> None:
    """Signs EMAIL in with the keyboard."""
    page.goto(site.address + "/account/login/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/account/login/" not in address)


def wait_until_quiet(page: Page) -> None:
    """Until the page's charts are drawn and nothing is being fetched."""
    page.wait_for_load_state("networkidle")
    height = page.evaluate("document.body.scrollHeight")
    for step in range(0, height, 600):
        page.evaluate(f"window.scrollTo(0, {step})")
        page.wait_for_timeout(30)
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_function(
        "[...document.querySelectorAll('[data-chart]')].every((plot) => plot.dataset.drawn)", timeout=15_000
    )
