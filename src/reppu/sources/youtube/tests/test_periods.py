"""Figures of one period: whose period it is, when they were true, and what happens when nobody tells."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import reppu
from reppu.lake.facade import Lake
from reppu.sources.facade import ImportOutcome, import_paths
from reppu.sources.youtube.samples.write import files

SAMPLES = files()
TABLE = SAMPLES["Table data.csv"]
CHART = SAMPLES["Chart data.csv"]
DOWNLOADED = datetime(2026, 8, 1, 9, tzinfo=UTC)


def put(folder: Path, **named: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in named.items():
        path = folder / f"{name.replace('_', ' ')}.csv"
        path.write_bytes(content)
        os.utime(path, (DOWNLOADED.timestamp(), DOWNLOADED.timestamp()))
    return folder


def zipped(path: Path, **named: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in named.items():
            archive.writestr(f"{name.replace('_', ' ')}.csv", content)
    return path


def of(outcomes: list[ImportOutcome], name: str) -> ImportOutcome:
    return next(one for one in outcomes if one.file.endswith(f"{name}.csv"))


def views(lake: Lake) -> dict[str, tuple[float, str, str, str]]:
    """Video → (views, window, first and last day, as_of)."""
    rows = lake.latest_observations().to_pyarrow().to_pylist()
    return {
        row["subject_id"]: (row["value"], row["window"], f"{row['period_start']}/{row['period_end']}", str(row["as_of"])[:10])
        for row in rows
        if row["measure"] == "youtube.post.views" and row["window"] != "day"
    }  # fmt: skip


def test_the_name_of_the_zip_tells_the_period_and_the_channel(tmp_path: Path) -> None:
    lake = reppu.open(tmp_path / "home")
    path = zipped(
        tmp_path / "Content 2026-01-01_2026-03-31 Esimerkki TV (1).zip",
        Table_data=TABLE, Chart_data=CHART, Totals=SAMPLES["Totals.csv"],
    )  # fmt: skip
    outcomes = import_paths(lake, [path])
    assert [one.refused for one in outcomes] == [[], [], []]
    assert {one.channel for one in outcomes} == {"youtube-esimerkki-tv"}
    assert {c.channel_id: c.name for c in lake.channels()} == {"youtube-esimerkki-tv": "Esimerkki TV"}
    assert views(lake)["vanHa-2o24x"][:3] == (2090.0, "period", "2026-01-01/2026-03-31")
    assert views(lake)["pUtk1st0t_0"][:3] == (4012.0, "lifetime", "None/None")


def test_an_unpacked_folder_tells_as_much_as_its_zip(tmp_path: Path) -> None:
    lake = reppu.open(tmp_path / "home")
    folder = put(tmp_path / "Content 2026-01-01_2026-03-31 Esimerkki TV", Table_data=TABLE)
    outcomes = import_paths(lake, [folder])
    assert outcomes[0].channel == "youtube-esimerkki-tv"
    assert views(lake)["vanHa-2o24x"][2] == "2026-01-01/2026-03-31"


def test_days_that_lie_beside_a_table_tell_its_period(tmp_path: Path) -> None:
    lake = reppu.open(tmp_path / "home")
    # by the alphabet the table comes before the totals
    folder = put(tmp_path / "youtube", Table_data=TABLE, Totals=SAMPLES["Totals.csv"])
    outcomes = import_paths(lake, [folder])
    assert [one.refused_total for one in outcomes] == [0, 0]
    assert views(lake)["vanHa-2o24x"][2] == "2026-01-01/2026-03-31"
    again = import_paths(lake, [folder])
    assert [one.skipped for one in again] == [True, True]


def test_days_imported_before_tell_the_period_too(tmp_path: Path) -> None:
    lake = reppu.open(tmp_path / "home")
    folder = put(tmp_path / "youtube", Totals=SAMPLES["Totals.csv"])
    import_paths(lake, [folder])
    put(folder, Table_data=TABLE)
    outcomes = import_paths(lake, [folder])
    assert (of(outcomes, "Totals").skipped, of(outcomes, "Table data").posts) == (True, 4)


def test_days_elsewhere_say_nothing_of_a_table(tmp_path: Path) -> None:
    lake = reppu.open(tmp_path / "home")
    put(tmp_path / "all" / "one", Table_data=TABLE)
    put(tmp_path / "all" / "two", Totals=SAMPLES["Totals.csv"])
    outcomes = import_paths(lake, [tmp_path / "all"])
    refusal = of(outcomes, "Table data").refused[0]
    assert refusal.row is None
    reason = refusal.reason.in_language("en")
    assert reason.startswith("These figures are of one period, and neither the file nor its name tells which.")
    assert "Table data 2026-01-01_2026-03-31.csv" in reason
    assert of(outcomes, "Totals").refused_total == 0


def test_a_table_of_an_old_period_does_not_supersede_a_newer_one(tmp_path: Path) -> None:
    lake = reppu.open(tmp_path / "home")
    grown = TABLE.replace(b",312,4012,", b",312,5555,")
    import_paths(lake, [put(tmp_path / "Content 2026-01-01_2026-06-30 Esimerkki TV", Table_data=grown)])
    assert views(lake)["pUtk1st0t_0"][::3] == (5555.0, "2026-07-01")
    import_paths(lake, [put(tmp_path / "Content 2026-01-01_2026-03-31 Esimerkki TV", Table_data=TABLE)])
    assert views(lake)["pUtk1st0t_0"][::3] == (5555.0, "2026-07-01")
    old = [e for e in lake.entries() if e.payload.get("until") == "2026-03-31"]
    assert [(e.payload["as_of"][:10], e.payload["as_of_source"]) for e in old] == [("2026-04-01", "period")]


def test_a_period_that_is_not_over_is_as_of_the_download(tmp_path: Path) -> None:
    lake = reppu.open(tmp_path / "home")
    import_paths(lake, [put(tmp_path / "Content 2026-01-01_2026-08-01 Esimerkki TV", Table_data=TABLE)])
    assert views(lake)["pUtk1st0t_0"][3] == "2026-08-01"


def test_the_day_that_a_person_states_goes_before_the_end_of_the_period(tmp_path: Path) -> None:
    lake = reppu.open(tmp_path / "home")
    folder = put(tmp_path / "Content 2026-01-01_2026-03-31 Esimerkki TV", Table_data=TABLE)
    import_paths(lake, [folder], as_of=datetime(2026, 5, 5, 12, tzinfo=UTC))
    assert views(lake)["pUtk1st0t_0"][3] == "2026-05-05"


def test_the_same_table_with_another_period_in_its_name_is_refused(tmp_path: Path) -> None:
    lake = reppu.open(tmp_path / "home")
    first = import_paths(lake, [put(tmp_path / "2026-01-01_2026-02-28", Table_data=TABLE)])[0]
    again = import_paths(lake, [put(tmp_path / "2026-01-01_2026-03-31", Table_data=TABLE)])[0]
    assert "another period" in again.refused[0].reason.in_language("en")
    assert f"reppu withdraw {first.entry_no}" in again.refused[0].reason.in_language("en")


def test_a_full_table_says_so(tmp_path: Path) -> None:
    lake = reppu.open(tmp_path / "home")
    head, *_rest = TABLE.splitlines(keepends=True)
    rows = [b'vesi%07d,Vesi,"Jan 15, 2026",1,%d,1,1,1,0:00:01,1,1\n' % (i, 900 - i) for i in range(500)]
    whole, less = head + b"".join(rows), head + b"".join(rows[:499])
    outcomes = import_paths(
        lake, [put(tmp_path / "Content 2026-01-01_2026-03-31 Esimerkki TV", Table_data=whole, Table_data_2=less)]
    )
    notes = {one.file[-16:]: [note.in_language("en") for note in one.notes] for one in outcomes}
    assert any(note.startswith("YouTube exports 500 rows at most") for note in notes["V/Table data.csv"])
    assert not any(note.startswith("YouTube exports 500") for note in notes["Table data 2.csv"])
    assert of(outcomes, "Table data").rows == 500
