"""Real exports, German (2020), English (2021) and Portuguese (2022), compared with a plain look at the same files."""

from __future__ import annotations

import csv
from math import fsum
from pathlib import Path

import pytest

import reppu
from reppu.sources.facade import import_paths
from tests.shared_folder import shared

pytestmark = pytest.mark.needs_shared


def rows_of(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.reader(stream))


def test_the_german_download_is_read_to_the_last_number(tmp_path: Path) -> None:
    folder = shared("exports/youtube/de")
    names = ("Tabellendaten.csv", "Diagrammdaten.csv", "Gesamtwerte.csv")
    lake = reppu.open(tmp_path)
    table, chart, totals = import_paths(lake, [folder / name for name in names])
    _header, total, *videos, footer = rows_of(folder / names[0])
    assert "500" in footer[0] and len(videos) == 500
    assert (table.rows, table.posts, table.observations, table.refused_total) == (500, 500, 2500, 0)
    assert (chart.rows, chart.posts, chart.refused_total) == (len(rows_of(folder / names[1])) - 1, 8, 0)
    assert (totals.observations, totals.refused_total) == (366, 0)
    assert {one.language for one in (table, chart, totals)} == {"de"}

    rows = lake.latest_observations().to_pyarrow().to_pylist()
    of = [row for row in rows if row["measure"] == "youtube.post.views" and row["window"] != "day"]
    assert {row["subject_id"]: row["value"] for row in of} == {v[0].strip(): float(v[3]) for v in videos}
    # the chart tells that the table is of the year 2020
    lifetime = {row["subject_id"] for row in of if row["window"] == "lifetime"}
    assert lifetime == {v[0].strip() for v in videos if v[2].endswith(", 2020")}
    assert {(str(row["period_start"]), str(row["period_end"])) for row in of if row["window"] == "period"} == {
        ("2020-01-01", "2020-12-31")
    }
    hours = [row["value"] for row in rows if row["measure"] == "youtube.post.watch_time_hours"]
    assert fsum(hours) == pytest.approx(fsum(float(v[4]) for v in videos), abs=1e-6)
    rates = {r["subject_id"]: r["value"] for r in rows if r["measure"] == "youtube.post.click_through_rate"}
    assert rates[videos[0][0]] == pytest.approx(float(videos[0][7]) / 100, abs=1e-12)
    days = [row["value"] for row in rows if row["measure"] == "youtube.account.views"]
    assert fsum(days) == float(total[3])
    assert lake.read("posts").filter(lambda t: t.published_at.isnull()).count().to_pyarrow().as_py() == sum(
        1 for video in videos if not video[2]
    )


def test_countries_of_a_real_channel_are_its_audience_and_its_breakdowns(tmp_path: Path) -> None:
    folder = shared("exports/youtube")
    lake = reppu.open(tmp_path)
    table, totals = import_paths(lake, [folder / "en_codingtrain_Table data.csv", folder / "en_codingtrain_Totals.csv"])
    _header, total, *countries = rows_of(folder / "en_codingtrain_Table data.csv")
    assert (table.observations, table.audience, totals.observations) == (len(countries) * 3, len(countries), 365)
    rows = lake.latest_observations().to_pyarrow().to_pylist()
    views = {r["breakdown"]: r["value"] for r in rows if r["measure"] == "youtube.account.views"}
    assert {key: value for key, value in views.items() if key} == {f"country={c[0]}": float(c[1]) for c in countries}
    durations = {r["breakdown"]: r["value"] for r in rows if r["measure"] == "youtube.account.average_view_duration"}
    assert countries[0][:3] == ["US", "2638475", "0:05:42"] and durations["country=US"] == 342.0
    # days sum to what the table's own row of totals says
    days = [r["value"] for r in rows if r["measure"] == "youtube.account.views" and r["window"] == "day"]
    assert fsum(days) == float(total[1]) == 15_503_810


def test_ages_of_a_portuguese_table_are_shares_of_views(tmp_path: Path) -> None:
    path = shared("exports/meta/natalia_2022/Dados da tabela.csv")
    lake = reppu.open(tmp_path)
    (outcome,) = import_paths(lake, [path])
    assert (outcome.recognised_as, outcome.language, outcome.audience) == ("youtube.split", "pt", 5)
    slices = lake.read("audience").to_pyarrow().to_pylist()
    assert {one["bucket"]: one["value"] for one in slices} == {
        "18-24": 0.3513, "25-34": 0.4682, "35-44": 0.145, "45-54": 0.0311, "55-64": 0.0044
    }  # fmt: skip
