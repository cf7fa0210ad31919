"""Tar archives are read as Python's tarfile reads them (reference), and hostile ones end in an error, never in memory."""

from __future__ import annotations

import io
import random
import tarfile

import pytest

from reppu.sources.tars import DamagedTarError, is_tar, tar_members

CONTENT = {
    "outbox.json": b"{}" * 700,
    "empty.csv": b"",
    "media/" + "pitkä nimi/" * 20 + "a.csv": b"a,b\n1,2\n",
    "x" * 99: b"1" * 512,
    "y/" * 60 + "z.csv": b"2" * 513,
}


def packed(form: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        folder = tarfile.TarInfo("media")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for name, content in CONTENT.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), 1_700_000_000
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def read(data: bytes) -> dict[str, bytes]:
    found = {}
    for member in tar_members(io.BytesIO(data).read):
        content = b""
        while piece := member.read(100):
            content += piece
        assert len(content) == member.size
        found[member.name] = content
    return found


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_every_member_is_read_as_tarfile_reads_it(form: int) -> None:
    data = packed(form)
    assert is_tar(data[:512])
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        reference = {one.name: (archive.extractfile(one) or io.BytesIO()).read() for one in archive if one.isfile()}
    assert read(data) == reference == CONTENT


def test_members_that_nobody_reads_are_passed_over() -> None:
    names = [member.name for member in tar_members(io.BytesIO(packed(tarfile.PAX_FORMAT)).read)]
    assert names == list(CONTENT)


def test_a_name_of_a_gigabyte_is_an_error_and_no_memory() -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 30
    with pytest.raises(DamagedTarError):
        read(info.tobuf(tarfile.GNU_FORMAT) + b"a" * 5000)


def test_text_and_nothing_are_no_tar() -> None:
    assert not is_tar(b"Date,Views\n" * 60)
    assert not is_tar(b"\0" * 512)
    assert not is_tar(b"")


@pytest.mark.parametrize("seed", range(3))
def test_spoiled_archives_end(seed: int) -> None:
    chance = random.Random(seed)
    whole = packed(tarfile.PAX_FORMAT)
    for _round in range(200):
        data = bytearray(whole)
        for _change in range(chance.randrange(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read(bytes(data[: chance.randrange(len(data))]))
        except DamagedTarError:
            continue
