"""What holds for every test: its own home, no network, the same random numbers in CI, and no silent skip."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from tests.shared_folder import SHARED

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

pytest_plugins = ["tests.cast"]
NO_SKIPS = os.environ.get("REPPU_NO_SKIPS") == "1"
_numbers = itertools.count()
_before_tests = pytest.StashKey[Path]()

# A shared runner may stop for seconds, so no example has a deadline anywhere.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
hypothesis.settings.register_profile("torture", deadline=None, max_examples=1_000)
hypothesis.settings.load_profile("torture" if os.environ.get("REPPU_TORTURE") == "1" else "ci" if NO_SKIPS else "here")


class NetworkUsed(AssertionError):
    """A test tried to reach another machine. Replace the network at its edge by a recorded or made-up reply."""


def _is_near(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket's path, or Bluetooth and the like, which nobody tests
    host = str(address[0])
    return host in {"", "localhost", "::1", "0.0.0.0", "::"} or host.startswith("127.")


def _refuse_network() -> None:
    for name in ("connect", "connect_ex", "sendto"):
        original = getattr(socket.socket, name)

        def guarded(self: socket.socket, *arguments: Any, _original: Any = original) -> Any:
            if not _is_near(arguments[-1]):
                raise NetworkUsed(f"a test reached for {arguments[-1]!r}")
            return _original(self, *arguments)

        setattr(socket.socket, name, guarded)
    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *arguments: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not _is_near((name,)) and name not in {socket.gethostname(), socket.getfqdn()}:
            raise NetworkUsed(f"a test looked up {name!r}")
        return look_up(host, *arguments, **more)

    socket.getaddrinfo = guarded_look_up


def pytest_configure(config: pytest.Config) -> None:
    _refuse_network()
    # Before any fixture, so that not even a session-wide one can touch the home of whoever runs the tests.
    config.stash[_before_tests] = Path(tempfile.mkdtemp(prefix="reppu-tests-"))
    os.environ["REPPU_HOME"] = str(config.stash[_before_tests] / "home")
    os.environ["REPPU_LANGUAGE"] = "en"
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ.pop("REPPU_ENGINE", None)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_before_tests], ignore_errors=True)


@pytest.fixture(autouse=True)
def own_home(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of this test's own, named by REPPU_HOME; it does not exist until something is written there."""
    home = request.config.stash[_before_tests] / f"home-{next(_numbers)}"
    monkeypatch.setenv("REPPU_HOME", str(home))
    yield home
    shutil.rmtree(home, ignore_errors=True)


# Spark's tests are many short questions, which a JVM spends compiling for: with the quick compiler alone and one thread for
# memory they take two thirds of the time (measured, 31 examples on 2 cores: 51 s instead of 74).
os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With several workers: one of them runs all tests on Spark (a JVM takes a GB), each file stays on one worker."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            on_spark = "spark" in item.name.lower() or "test_spark" in item.path.name
            item.add_marker(pytest.mark.xdist_group("spark" if on_spark else item.path.as_posix()))


def _failed_for_skipping(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"REPPU_NO_SKIPS=1 allows no skip here. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    excused = item.get_closest_marker("needs_shared") is not None and SHARED is None
    if NO_SKIPS and report.skipped and not excused and not hasattr(report, "wasxfail"):
        _failed_for_skipping(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if NO_SKIPS and report.outcome == "skipped":
        _failed_for_skipping(report)
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    terminalreporter.section("skipped on this machine")
    for report in sorted(skipped, key=lambda report: report.nodeid):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        name = re.sub(r"@[^@\]]*$", "", report.nodeid)  # xdist writes the group behind the name
        terminalreporter.line(f"{name}: {reason.removeprefix('Skipped: ')}")
