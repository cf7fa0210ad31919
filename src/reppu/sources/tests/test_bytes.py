"""Encodings, delimiters and the damage of spreadsheet programs, byte by byte."""

from __future__ import annotations

import csv
import io

import pytest

from reppu.sources.bytes import LONGEST_RECORD_BYTES, Source, recognise_text, whole_records
from reppu.sources.tables import norm, sheet_of
from reppu.vocabulary.errors import ReppuError

TABLE = "Päivä;Näytöt;Teksti\n2025-01-01;5;Äänekoski\n"


def text_of(data: bytes) -> tuple[str, str, list[str]]:
    source, delimiter, notes = recognise_text(Source(data=data))
    return b"".join(source.text_chunks()).decode(), delimiter, [note.in_language("en") for note in notes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_without_a_word(encoding: str) -> None:
    assert text_of(TABLE.encode(encoding)) == (TABLE, ";", [])


def test_a_big_endian_mark_is_known() -> None:
    assert text_of(b"\xfe\xff" + TABLE.encode("utf-16-be"))[0] == TABLE


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("cp1252", "Öljy;Åland;Über;façade\n1;2;3;4\n"),
        ("cp1251", "Дата;Показвания\n17.юни;8.яну\n"),
        ("cp1250", "Zażółć;gęślą;jaźń;łódź\n1;2;3;4\n"),
    ],
)
def test_legacy_code_pages_are_read_and_said(page: str, text: str) -> None:
    read, _delimiter, notes = text_of(text.encode(page))
    assert read == text
    assert len(notes) == 1 and page in notes[0]


def test_a_letter_far_down_still_tells_the_code_page() -> None:
    data = b"a;b\n" + b"1;2\n" * 300_000 + "ä;ö\n".encode("cp1252")
    read, _delimiter, notes = text_of(data)
    assert read.endswith("ä;ö\n") and notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "text", [TABLE, "Inläggstyp;Räckvidd\n“Åland” – 5 €;3\n", "Área;Índice\n1;2\n", "a;b\nJipii 🎉;1\n"]
)
def test_letters_that_were_encoded_twice_are_put_right_and_it_is_said(text: str, encoding: str) -> None:
    twice = "".join(bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in text.encode())
    read, delimiter, notes = text_of(twice.encode(encoding))
    assert (read, delimiter) == (text, ";")
    assert len(notes) == 1 and "encoded twice" in notes[0]


def test_letters_that_only_look_so_are_left_as_they_are() -> None:
    # the caption speaks of "Ã¤", and the header is written rightly
    text = "Räckvidd;Text\n5;varför står det Ã¤ här\n6;Ã¤\n"
    assert text_of(text.encode()) == (text, ";", [])


def test_carriage_returns_alone_end_lines() -> None:
    assert text_of(b"a,b\r1,2\r") == ("a,b\n1,2\n", ",", [])


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"', "sep=;\r"])
def test_a_separator_line_is_taken_at_its_word(line: str) -> None:
    read, delimiter, _notes = text_of(f"{line}\na;b,c\n1;2,5\n".encode())
    assert (read, delimiter) == ("a;b,c\n1;2,5\n", ";")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_chosen_by_parsing(delimiter: str) -> None:
    rows = [["Date", "Reach", "Text"]] + [["2025-01-01", "5", "a, b; c\nd, e;\tf"]] * 5
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    assert text_of(out.getvalue().encode())[1] == delimiter


def test_a_known_header_outweighs_an_even_count() -> None:
    sheet = sheet_of(b"Post ID;Views, all\n1;2,3\n4;5,6\n", known=frozenset({norm("post id"), norm("views, all")}))
    assert sheet.delimiter == ";"


@pytest.mark.parametrize("chunk", [7, 64, 1 << 20])
def test_chunks_end_where_records_end(chunk: int) -> None:
    text = 'id,text\n1,"first\nline, ""quoted""\n"\n2,"x\n\ny"\n3,z\n' * 20
    source = Source(data=text.encode())
    pieces = list(whole_records(source.text_chunks(chunk)))
    assert b"".join(pieces).decode() == text
    read = [row for piece in pieces for row in csv.reader(io.StringIO(piece.decode(), newline=""))]
    assert read == list(csv.reader(io.StringIO(text, newline="")))


def test_a_quotation_mark_that_never_closes_is_refused_with_words() -> None:
    data = b'id,text\n1,"' + b"never\n" * (LONGEST_RECORD_BYTES // 5)
    with pytest.raises(ReppuError, match="never closed"):
        list(whole_records(Source(data=data).text_chunks()))


def test_wrapped_lines_are_unwrapped_once() -> None:
    read, delimiter, notes = text_of(b'"Post ID,""Account ID"",Views"\n"1,""2"",3"\nplain\n')
    assert (read, delimiter) == ('Post ID,"Account ID",Views\n1,"2",3\nplain\n', ",")
    assert len(notes) == 1


def test_quoted_fields_are_not_taken_for_wrapped_lines() -> None:
    data = b'"Post ID","Text"\n"1","a, b"\n'
    assert text_of(data) == (data.decode(), ",", [])


def test_headers_are_compared_without_what_nobody_sees() -> None:
    assert norm("\ufeffDa\u00adtum\u200b ") == "datum"
    assert norm("Reactions,\u00a0Comments  and\u202fShares") == "reactions, comments and shares"
    assert norm("Ｖｉｅｗｓ") == "views"


def test_stacked_tables_are_split_at_blank_rows_and_keep_their_row_numbers() -> None:
    sheet = sheet_of(b'"A"\n"x","1"\n\n"B"\n"y","2"\n;;\n,,\n"C"\n')
    assert [[row for row, _cells in block.rows] for block in sheet.blocks()] == [[1, 2], [4, 5, 6], [8]]
