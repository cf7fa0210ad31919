from __future__ import annotations

import errno
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from reppu.lake import disk
from reppu.lake.facade import OBSERVATIONS, Lake, open_lake
from reppu.lake.tests.made_up import bring, likes, post, rows_of
from reppu.vocabulary.errors import ReppuError


def world(lake: Lake) -> tuple[int, Any, list[str]]:
    files = sorted(path.name for path in (lake.path / "data").iterdir())
    return lake.position, rows_of(lake.read("observations", position=lake.position)), files


def fails_after(count: int, number: int) -> Any:
    """os.write that works `count` times and then reports `number`."""
    real, calls = os.write, [0]

    def write(descriptor: int, data: Any) -> int:
        calls[0] += 1
        if calls[0] > count:
            raise OSError(number, os.strerror(number))
        return real(descriptor, data)

    return write


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_full_disk_is_said_and_loses_nothing(lake: Lake, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    bring(lake, "a", [likes(1)])
    before = world(lake)
    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "write", fails_after(count, errno.ENOSPC))
        with pytest.raises(ReppuError, match="disk is full") as caught:
            bring(lake, "b", [likes(2)], [post()])
    assert caught.value.retry_helps
    assert world(lake) == before
    assert not bring(lake, "b", [likes(2)], [post()]).already


def test_a_disk_that_fills_at_fsync_loses_nothing(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(lake, "a", [likes(1)])
    before = world(lake)

    def fails(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "fsync", fails)
        with pytest.raises(ReppuError, match="disk is full"):
            bring(lake, "b", [likes(2)])
    assert world(lake) == before


def test_a_full_disk_puts_the_cache_and_the_compaction_off(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(lake, "a", [likes(1)])
    bring(lake, "b", [likes(2)])
    before = world(lake)
    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "write", fails_after(0, errno.ENOSPC))
        assert not lake.refresh_cache(always=True)
        with pytest.raises(ReppuError, match="disk is full"):
            lake.compact()
    assert world(lake) == before
    assert lake.refresh_cache(always=True)


def test_really_running_out_of_room_is_said_and_loses_nothing(lake: Lake) -> None:
    """The operating system itself refuses: files of this child may not grow beyond 300 kB."""
    bring(lake, "a", [likes(1)])
    before = world(lake)
    code = textwrap.dedent("""
        import resource, signal, sys
        import numpy, pyarrow as pa
        from reppu.lake.facade import OBSERVATIONS, open_lake
        from reppu.lake.tests.made_up import APRIL, CHANNEL, likes
        from reppu.vocabulary.errors import ReppuError
        lake = open_lake(sys.argv[1], "vesi")
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
        rows = pa.Table.from_pylist([likes(1)] * 200_000, schema=OBSERVATIONS)
        values = pa.array(numpy.random.default_rng(1).normal(size=200_000))
        rows = rows.set_column(rows.schema.get_field_index("value"), "value", values)
        try:
            with lake.staging() as staging:
                staging.write("observations", rows)
                staging.commit(identity="b", content_hash=None, payload={}, who="test")
        except ReppuError as fault:
            print(fault)
    """)
    done = subprocess.run([sys.executable, "-c", code, str(lake.home)], capture_output=True, text=True, check=False)
    assert "The disk is full" in done.stdout, done.stderr
    assert world(lake) == before
    assert lake.doctor().ok


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_read_only_folder_is_said_and_stays_as_it_was(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    bring(lake, "a", [likes(1)])
    before = world(lake)
    real = os.open

    def refuses(path: Any, flags: int, *others: Any, **more: Any) -> int:
        if flags & os.O_CREAT:
            raise OSError(number, os.strerror(number), str(path))
        return real(path, flags, *others, **more)

    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "open", refuses)
        with pytest.raises(ReppuError, match="cannot be written to") as caught:
            bring(lake, "b", [likes(2)])
    assert "write access" in str(caught.value)
    assert world(lake) == before


def test_a_catalogue_that_cannot_be_written_is_said(lake: Lake) -> None:
    bring(lake, "a", [likes(1)])
    before = world(lake)
    lake._catalogue.connection.execute("pragma query_only=on")  # SQLite's words for a read-only file
    with pytest.raises(ReppuError, match="cannot be written to"):
        bring(lake, "b", [likes(2)])
    lake._catalogue.connection.execute("pragma query_only=off")
    assert world(lake) == before


def test_a_file_where_a_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(ReppuError, match="A file lies where Reppu needs a folder"):
        open_lake(tmp_path / "home")
    (tmp_path / "other" / "organisations" / "vesi").mkdir(parents=True)
    (tmp_path / "other" / "organisations" / "vesi" / "lake").write_text("a file")
    with pytest.raises(ReppuError, match="A file lies where Reppu needs a folder"):
        open_lake(tmp_path / "other", "vesi")


def test_a_writer_that_waits_too_long_is_told_so(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    other = open_lake(lake.home)
    other._catalogue.connection.execute("pragma busy_timeout=50")
    with lake._catalogue.writing(), pytest.raises(ReppuError, match="writing for too long") as caught:
        bring(other, "a", [likes(1)])
    assert caught.value.retry_helps


def test_files_are_synced_before_their_folder_and_the_folder_before_the_commit(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real_fsync, real_entry = os.fsync, type(lake._catalogue).add_entry

    def fsync(descriptor: int) -> None:
        steps.append("folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "file")  # noqa: PTH112
        real_fsync(descriptor)

    def add_entry(self: Any, kind: str, *others: Any, **more: Any) -> int:
        steps.append(kind)
        return real_entry(self, kind, *others, **more)

    bring(lake, "a", [likes(1)])
    monkeypatch.setattr(disk.os, "fsync", fsync)
    monkeypatch.setattr(type(lake._catalogue), "add_entry", add_entry)
    bring(lake, "b", [likes(1)], [post()])
    assert steps == ["file", "file", "folder", "import"]


def test_a_discarded_writer_never_writes_into_another_file(lake: Lake, tmp_path: Path) -> None:
    staging = lake.staging()
    staging.write("observations", pa.Table.from_pylist([likes(1)], schema=OBSERVATIONS))
    staging.discard()
    innocent = tmp_path / "innocent"
    with innocent.open("wb"):  # gets the descriptor that the staging gave back
        del staging
    assert innocent.read_bytes() == b""


def test_ctrl_c_right_after_the_commit_keeps_the_committed_files(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    real = type(lake._catalogue).add_file

    class Interrupting:
        def __init__(self, connection: Any) -> None:
            self._connection = connection

        def execute(self, statement: str, *others: Any) -> Any:
            done = self._connection.execute(statement, *others)
            if statement == "commit":
                raise KeyboardInterrupt
            return done

        def __getattr__(self, name: str) -> Any:
            return getattr(self._connection, name)

    catalogue = lake._catalogue
    held = catalogue._local.held
    catalogue._local.held = (held[0], Interrupting(held[1]))
    with pytest.raises(KeyboardInterrupt):
        bring(lake, "a", [likes(1)])
    catalogue._local.held = held
    assert real is type(lake._catalogue).add_file
    assert len(rows_of(lake.read("observations"))) == 1
    assert lake.doctor().ok
