from __future__ import annotations

import subprocess
import sys
import textwrap
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from reppu.lake import erasure
from reppu.lake.facade import Lake, channel_merged, open_lake, organisations
from reppu.lake.tests.made_up import APRIL, CHANNEL, bring, later, likes, rows_of

SECRET = "Tämä on Asiakkaan salaisuus 7f3a"
OTHER = "Toisen sanat jäävät 91bc"


def comment(number: str, actor: str | None, at: datetime | None = APRIL, **other: Any) -> dict[str, Any]:
    row = {"channel_id": CHANNEL, "interaction_id": number, "kind": "comment", "direction": "in", "as_of": APRIL}
    return row | {"actor_key": actor, "at": at} | other


def text(number: str, words: str, expires: date = date(2999, 1, 1), **other: Any) -> dict[str, Any]:
    return {"channel_id": CHANNEL, "interaction_id": number, "text": words, "expires": expires} | other


def places_of(needle: str, folder: Path) -> list[str]:
    """Every file under `folder` that holds `needle`, in its bytes or in a value of its Parquet columns."""
    raw = needle.encode()
    found = []
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        if raw in path.read_bytes():
            found.append(f"bytes of {path.name}")
        elif path.suffix == ".parquet":
            table = pq.read_table(path)
            metadata = repr(pq.read_metadata(path).to_dict())
            columns = [column.cast("string") for column in table.columns if column.type in ("string",)]
            if needle in metadata or any(needle in str(v) for column in columns for v in column.to_pylist()):
                found.append(f"values of {path.name}")
    return found


def test_the_search_finds_a_text_that_is_there(lake: Lake) -> None:
    bring(lake, "a", texts=[text(str(n), f"{SECRET} {n}") for n in range(500)])
    assert places_of(SECRET, lake.home) != []


def fill(lake: Lake) -> tuple[str, str]:
    person, other = lake.actor_key("asiakas"), lake.actor_key("toinen")
    bring(lake, "a", [likes(1)], interactions=[comment("1", person), comment("2", other)],
          texts=[text("1", SECRET), text("2", OTHER)])  # fmt: skip
    # The text came with one file and the person with another, whose channel was merged later.
    bring(lake, "b", interactions=[comment("3", person, channel_id="x-old")],
          texts=[text("3", SECRET, channel_id="x-old")])  # fmt: skip
    lake.record(*channel_merged("x-old", CHANNEL), who="test")
    withdrawn = bring(lake, "c", interactions=[comment("4", person)], texts=[text("4", SECRET)])
    lake.withdraw(withdrawn.entry_no, "test")
    return person, other


def test_a_persons_texts_are_found_nowhere_afterwards(lake: Lake) -> None:
    _person, other = fill(lake)
    lake.compact()  # the replaced files hold the texts too
    bring(lake, "d", interactions=[comment("5", lake.actor_key("Asiakas "))], texts=[text("5", SECRET)])
    killed = lake.staging()  # as does what a killed import left
    killed.write("interaction_texts", rows_table([text("6", SECRET)]))
    for writer in killed._writers.values():
        writer.finish()
        writer.close()
    assert places_of(SECRET, lake.home) != []
    position = lake.position
    before = [rows_of(lake.latest_observations(position=p)) for p in range(position + 1)]

    erased = lake.erase(person="asiakas", who="test")

    assert (erased.texts, erased.links) == (4, 4)
    assert places_of(SECRET, lake.home) == []
    assert places_of("asiakas", lake.home) == []
    assert [row["text"] for row in rows_of(lake.read("interaction_texts"))] == [OTHER]
    assert {row["interaction_id"]: row["actor_key"] for row in rows_of(lake.read("interactions"))} == {
        "1": None,
        "2": other,
        "3": None,
        "5": None,
    }
    assert [rows_of(lake.latest_observations(position=p)) for p in range(position + 1)] == before
    assert lake.texts_erased_since(position) == 4
    assert lake.texts_erased_since(lake.position) == 0
    (entry,) = lake.entries(kinds=["erase"])
    assert entry.payload == {"what": "person", "texts": 4, "links": 4}
    assert lake.doctor().ok


def rows_table(rows: list[dict[str, Any]]) -> Any:
    import pyarrow as pa

    from reppu.lake.facade import INTERACTION_TEXTS

    return pa.Table.from_pylist(rows, schema=INTERACTION_TEXTS)


def test_erasing_nothing_makes_no_entry(lake: Lake) -> None:
    fill(lake)
    position = lake.position
    assert lake.erase(person="nobody", who="test") == erasure.Erased(0, 0, None)
    assert lake.position == position


def test_texts_before_a_day_go_and_later_ones_stay(lake: Lake) -> None:
    bring(lake, "a", interactions=[comment("1", None, later(-1)), comment("2", None, later(2)), comment("3", None, None)],
          texts=[text("1", SECRET), text("2", OTHER), text("3", OTHER), text("4", OTHER)])  # fmt: skip
    assert lake.erase(before=date(2021, 4, 2), who="test").texts == 1
    assert places_of(SECRET, lake.home) == []
    assert sorted(row["interaction_id"] for row in rows_of(lake.read("interaction_texts"))) == ["2", "3", "4"]
    # Where nobody told when, the day of the import decides.
    assert lake.erase(before=datetime.now(UTC).date() + timedelta(days=1), who="test").texts == 3
    assert rows_of(lake.read("interaction_texts")) == []


def test_expired_texts_go_with_the_next_compaction(lake: Lake) -> None:
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    bring(lake, "a", texts=[text("1", SECRET, yesterday), text("2", OTHER, yesterday + timedelta(days=1))])
    lake.compact()
    assert [row["text"] for row in rows_of(lake.read("interaction_texts"))] == [OTHER]
    assert places_of(SECRET, lake.home) == []
    assert lake.texts_erased_since(0) == 1


def test_an_erasure_cannot_be_withdrawn(lake: Lake) -> None:
    fill(lake)
    erased = lake.erase(person="asiakas", who="test")
    assert erased.entry_no is not None
    with pytest.raises(Exception, match="cannot be brought back"):
        lake.withdraw(erased.entry_no, "test")


def test_a_whole_organisation_leaves_nothing(lake: Lake) -> None:
    fill(lake)
    lake.refresh_cache(always=True)
    neighbour = open_lake(lake.home, "jateasema")
    bring(neighbour, "a", [likes(1)])
    lake.erase(organisation=True, who="test")
    assert places_of(SECRET, lake.home) == []
    assert organisations(lake.home) == ["jateasema"]
    assert [path.name for path in (lake.home / "organisations").iterdir()] == ["jateasema"]
    assert len(rows_of(neighbour.read("observations"))) == 1
    assert open_lake(lake.home, "vesi").position == 0


def test_exactly_one_thing_is_erased_at_a_time(lake: Lake) -> None:
    with pytest.raises(ValueError, match="exactly one"):
        lake.erase(who="test")
    with pytest.raises(ValueError, match="exactly one"):
        lake.erase(person="a", organisation=True, who="test")


def test_killed_after_its_commit_the_old_files_go_with_the_next_compaction(lake: Lake) -> None:
    fill(lake)
    code = textwrap.dedent("""
        import os, sys
        from reppu.lake import erasure
        from reppu.lake.facade import open_lake
        erasure.sweep = lambda *anything: os._exit(9)
        open_lake(sys.argv[1], "vesi").erase(person="asiakas", who="test")
    """)
    done = subprocess.run([sys.executable, "-c", code, str(lake.home)], check=False)
    assert done.returncode == 9
    assert lake.texts_erased_since(0) == 3
    assert places_of(SECRET, lake.home) != []
    lake.compact()
    assert places_of(SECRET, lake.home) == []


def test_a_fault_while_rewriting_changes_nothing(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(lake)
    before = rows_of(lake.read("interaction_texts"))
    files = sorted(path.name for path in (lake.path / "data").iterdir())
    position = lake.position

    def fails(*_anything: object, **_more: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(type(lake._catalogue), "add_entry", fails)
        with pytest.raises(Exception, match="disk is full"):
            lake.erase(person="asiakas", who="test")
    assert rows_of(lake.read("interaction_texts")) == before
    assert sorted(path.name for path in (lake.path / "data").iterdir()) == files
    assert lake.position == position
