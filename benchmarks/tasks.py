"""What runs inside a measured process: `python -m benchmarks.tasks NAME JSON` prints the function's answer as JSON."""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import seconds_of

if TYPE_CHECKING:
    from reppu.lake.facade import Lake

METRIC = "engagement_rate_by_reach"
BY = ("channel", "month")


def import_files(home: str, folder: str, make_ready: bool = True) -> dict[str, Any]:
    """Imports a folder; the seconds are those of the call, without the start of Python.

    make_ready: after a large import the newest numbers are made ready for reading; without it only the facts are
    committed. ready_seconds: how much of the seconds that took.
    """
    from reppu.lake.facade import Lake, open_lake
    from reppu.sources.facade import import_paths

    ready_seconds = 0.0

    class Timed(Lake):
        def refresh_cache(self, *, always: bool = False) -> bool:
            nonlocal ready_seconds
            if not make_ready:
                return False
            started = time.perf_counter()
            done = super().refresh_cache(always=always)
            ready_seconds += time.perf_counter() - started
            return done

    opened = open_lake(home, "bench")
    lake = Timed(opened.home, opened.organisation)
    started = time.perf_counter()
    outcomes = import_paths(lake, [Path(folder)])
    seconds = time.perf_counter() - started
    refused = [str(refusal.reason) for one in outcomes for refusal in one.refused]
    if refused:
        raise SystemExit("refused: " + refused[0])
    return {
        "seconds": seconds,
        "ready_seconds": ready_seconds,
        "files": len(outcomes),
        "observations": sum(one.observations for one in outcomes if not one.skipped),
        "skipped": sum(one.skipped for one in outcomes),
    }


def query_metric(home: str, times: int) -> dict[str, Any]:
    """One metric by channel and month, again and again in a started process."""
    from reppu.lake.facade import open_lake
    from reppu.metrics.facade import compute

    lake = open_lake(home, "bench")
    started = time.perf_counter()
    answer = compute(lake, METRIC, by=BY)
    first = time.perf_counter() - started
    accounts = {channel.channel_id: channel.accounts[0].partition(":")[2] for channel in lake.channels()}
    return {
        "first_seconds": first,
        "seconds": seconds_of(lambda: compute(lake, METRIC, by=BY), times),
        "pinned_seconds": seconds_of(lambda: compute(lake, METRIC, by=BY, position=lake.position), max(1, times // 2)),
        "rows": [
            {"page": accounts[row.keys["channel"] or ""], "month": row.keys["month"], "rate": row.estimate.value}
            for row in answer.rows
        ],
    }


def read_latest(home: str, times: int) -> dict[str, Any]:
    """A page's worth of the current state, from the cache and from raw facts: one channel's month, summed by measure."""
    from datetime import UTC, datetime

    from reppu.lake.facade import open_lake

    lake = open_lake(home, "bench")
    channel = lake.channels()[0].channel_id
    since, until = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)

    def page(position: int | None) -> dict[str, float | None]:
        facts = lake.latest_observations(position=position)
        inside = facts.filter(facts.channel_id == channel, facts.published_at >= since, facts.published_at < until)
        rows = inside.group_by("measure").agg(total=inside.value.sum()).to_pyarrow().to_pylist()
        return {row["measure"]: row["total"] for row in rows}

    cached, raw = page(None), page(lake.position)
    if cached != raw:
        raise SystemExit("the cache and the facts disagree")
    if not any(cached.values()):
        raise SystemExit("nothing was found, so nothing was measured")
    return {
        "cached_seconds": seconds_of(lambda: page(None), times),
        "raw_seconds": seconds_of(lambda: page(lake.position), max(1, times // 2)),
    }


def pages_of_site(home: str, slug: str, times: int) -> dict[str, Any]:
    """Every page of an organisation that its address opens, asked as a browser asks: the first time, when answers are made
    and kept, and again. Seconds on the server, by address."""
    from reppu.web.site.facade import prepare

    prepare(Path(home))
    from django.contrib.auth import get_user_model
    from django.test import Client

    from reppu.people.models import Member, Organisation
    from reppu.people.roles import Role
    from reppu.web.site.tests.pages import addresses_of

    organisation, _made = Organisation.objects.get_or_create(slug=slug, defaults={"name": slug})
    person = get_user_model().objects.create_user("bench@reppu.example", name="Bench", language="fi")
    Member.objects.create(organisation=organisation, person=person, role=Role.OWNER)
    browser = Client(headers={"host": "localhost"})
    browser.force_login(person)
    pages: dict[str, dict[str, float]] = {}
    for address in addresses_of(slug):
        started = time.perf_counter()
        answer = browser.get(address, follow=True)
        while answer.status_code == 202:  # still being counted
            time.sleep(0.05)
            answer = browser.get(address, follow=True)
        first = time.perf_counter() - started
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        pages[address] = {"first": first, "again": seconds_of(partial(browser.get, address, follow=True), times)}
    return {"pages": pages}


def start_site(home: str) -> dict[str, Any]:
    """How long `reppu serve` takes from the command to the first answer."""
    import socket
    import subprocess
    import urllib.request

    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port = asking.getsockname()[1]
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "reppu", "serve", "--home", home, "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while time.perf_counter() - started < 60:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=5):
                    return {"seconds": time.perf_counter() - started}
            except OSError:
                time.sleep(0.02)
        raise SystemExit("the site did not answer within a minute")
    finally:
        process.terminate()
        process.wait(30)


def demo_book(folder: str) -> dict[str, Any]:
    """The demo's exports written and imported, and its season's book packed twice."""
    from reppu.demo.facade import write_exports
    from reppu.lake.facade import open_lake
    from reppu.reports.facade import pack
    from reppu.sources.facade import import_paths

    place = Path(folder)
    started = time.perf_counter()
    plan = write_exports(place / "exports")
    written = time.perf_counter()
    lake = open_lake(place / "home", plan.organisation)
    import_paths(lake, [plan.folder])
    imported = time.perf_counter()
    pack(lake, plan.season, place / "book-1", "fi")
    packed = time.perf_counter()
    pack(lake, plan.season, place / "book-2", "fi")
    seconds = time.perf_counter() - packed
    return {
        "charts": _charts_in(lake, plan.season),
        "write_seconds": written - started,
        "import_seconds": imported - written,
        "first_seconds": packed - imported,
        "seconds": seconds,
        "season": plan.season,
        "organisation": plan.organisation,
    }


def _charts_in(lake: Lake, season: str) -> int:
    from reppu.reports.gathering import gather, resolve_season
    from reppu.reports.typesetting import book_in_words

    period, earlier = resolve_season(lake, season)
    return json.dumps(book_in_words(gather(lake, period, earlier, lake.position), "fi")).count("<svg")


def judge_streams_and_days(stream_days: int = 60, daily_share: int = 10) -> dict[str, Any]:
    """A made-up stream of five minutes, and a share of 100,000 daily series of a year, judged on one core.

    Seconds are of the processor, so that other work on the machine counts less.
    """
    import numpy as np

    from reppu.surprise.detectors.daily import judge_days
    from reppu.surprise.detectors.stream import judge_stream

    rng = np.random.default_rng(1)
    counts = rng.poisson(rng.gamma(3, 7, stream_days * 288)).astype(float).tolist()
    times = [300.0 * row for row in range(len(counts))]
    started = time.process_time()
    judge_stream(300, times, counts)
    streamed = time.process_time()
    values = rng.poisson(rng.gamma(3, 13, (365, 100_000 // daily_share))).astype(float)
    begun = time.process_time()
    judge_days(739_256, values)
    return {
        "stream_seconds": streamed - started,
        "stream_rows": len(counts),
        "daily_seconds": time.process_time() - begun,
        "daily_share": daily_share,
    }


if __name__ == "__main__":
    tasks = {
        task.__name__: task
        for task in (
            import_files,
            query_metric,
            read_latest,
            pages_of_site,
            start_site,
            demo_book,
            judge_streams_and_days,
        )
    }
    print(json.dumps(tasks[sys.argv[1]](**json.loads(sys.argv[2]))))
