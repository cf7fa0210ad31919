"""One suite over every reader and its samples: what a reader of exports must do, whatever the platform."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from reppu.sources.platforms import READERS
from reppu.sources.spreadsheets import is_spreadsheet
from reppu.sources.tables import norm
from reppu.sources.tests.samples import Read, Sample, all_samples, read_with, recognised, sheet_of, sheets_of
from reppu.sources.wide_table import TOTALS, WideTable
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import LANGUAGES

SAMPLES = all_samples()
READ = [sample for sample in SAMPLES if not {"declined", "raises"} & set(sample.expected)]
# Text tables that may be written anew by a spreadsheet program without a word of them being another's
WIDE = [
    sample
    for sample in READ
    if sample.whole and isinstance(sample.reader, WideTable) and not is_spreadsheet(sample.content[:8])
]


def columns_of_one_meaning(sample: Sample) -> bool:
    """Whether two columns mean the same, so that what stands in one of them need not count."""
    reader = sample.reader
    assert isinstance(reader, WideTable)
    layout = reader.layout(sheet_of(sample.content, sample.path.name))
    assert layout is not None
    filled = sum(1 for cell in layout.headers if cell.strip())
    return len(layout.positions) + len(layout.unknown) < filled


# Reports whose last row is a sum lose that row when they are cut short, and it is no data
ENDING_IN_DATA = [sample for sample in WIDE if not sample.expected.get("ends_with_a_total")]
# Tables of which every cell can be changed and be seen to change
PLAIN = [
    sample
    for sample in WIDE
    if len({*(sample.expected.get("notes") or ())}) == 0 and not columns_of_one_meaning(sample)
]


def each(samples: list[Sample]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("sample", samples, ids=str)


def read(sample: Sample, content: bytes | None = None) -> Read:
    return read_with(sample.reader, sample.content if content is None else content, sample.path.name)


def records(sample: Sample) -> list[list[str]]:
    """The sample's cells, with nothing of how they were written; none of a file that is no table."""
    sheets = sheets_of(sample.content, sample.path.name)
    return [list(cells) for sheet in sheets if sheet.delimiter for _number, cells in sheet.records()]


def header_row(sample: Sample) -> int:
    row = read(sample).match.header_row
    assert row is not None
    return row


def written(rows: list[list[str]], delimiter: str = ",", end: str = "\n", quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode()


def same_facts(first: Read, second: Read) -> None:
    assert first.posts == second.posts
    assert first.observations == second.observations
    assert first.audience == second.audience
    assert first.inputs == second.inputs


def names_of_measures(reader: WideTable) -> set[str]:
    return {name for column in reader.columns if column.unit is not None for name, _language in column.names()}


def a_measure_with_a_number(sample: Sample) -> tuple[int, int, int]:
    """(index of the header, index of a data row, column) of a cell that holds a number of a measure."""
    reader = sample.reader
    assert isinstance(reader, WideTable)
    names = names_of_measures(reader)
    rows, top = records(sample), header_row(sample) - 1
    # from the right: a platform may hold its first number (views) to be impossible beside the others
    for column in reversed(range(len(rows[top]))):
        if norm(rows[top][column]) in names and [norm(h) for h in rows[top]].count(norm(rows[top][column])) == 1:
            for row in range(top + 1, len(rows)):
                if norm(rows[row][0]) in TOTALS:
                    continue
                if column < len(rows[row]) and rows[row][column].replace(".", "").isdigit():
                    return top, row, column
    raise AssertionError(f"{sample} holds no number")


# What every reader declares


def test_every_reader_has_a_sample_and_every_sample_a_reader() -> None:
    kinds = {reader.kind for reader in READERS}
    assert {sample.expected["kind"] for sample in SAMPLES} == kinds
    assert len(kinds) == len(READERS), "two readers share a kind"


def test_every_sample_file_is_listed() -> None:
    listed = {sample.path for sample in SAMPLES}
    for folder in {sample.path.parent for sample in SAMPLES}:
        suffixes = (".csv", ".js", ".json", ".car", ".txt", ".zip", ".xls", ".xlsx", ".ods")
        there = {path for path in folder.iterdir() if path.suffix in suffixes and not path.name.startswith("expected")}
        assert there <= listed


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.kind)
def test_titles_and_reasons_speak_the_three_languages(reader: Any) -> None:
    for text in (reader.title, reader.declined):
        if text is not None:
            words = {text.in_language(language) for language in LANGUAGES}
            assert len(words) == 3, f"not translated: {words}"


# What every sample shows


@each(SAMPLES)
def test_it_is_recognised_as_its_kind_and_no_other(sample: Sample) -> None:
    found = list(recognised(sample.content, sample.path.name))
    assert found, "nobody knows it"
    assert found[0][0] == sample.expected["kind"]
    assert found[0][1].language == sample.expected["language"]
    if len(found) > 1:
        assert found[0][1].score > found[1][1].score, f"as much {found[1][0]}"


@each(READ)
def test_it_says_what_is_expected(sample: Sample) -> None:
    said, expected = read(sample), sample.expected
    assert said.rows == expected["rows"]
    assert len({post["post_id"] for post in said.posts}) == expected.get("posts", 0)
    assert len(said.observations) == expected.get("observations", 0)
    assert len(said.audience) == expected.get("audience", 0)
    assert len(said.inputs) == expected.get("inputs", 0)
    assert [[row, column] for row, column, _reason in said.refused] == expected["refused"]
    assert said.names == expected.get("names", said.names)
    for fact in expected.get("facts", []):
        assert any(_holds(row, fact) for row in said.observations), f"not said: {fact}"
    for fact in expected.get("post_facts", []):
        assert any(_holds(row, fact) for row in said.posts), f"not said: {fact}"
    for fact in expected.get("input_facts", []):
        assert any(_holds(row, fact) for row in said.inputs), f"not said: {fact}"
    for dimension, bucket, value in expected.get("slices", []):
        wanted = {"dimension": dimension, "bucket": bucket, "value": value}
        assert any(_holds(row, wanted) for row in said.audience), f"not said: {wanted}"
    for part in expected.get("notes", []):
        assert any(part in note for note in said.notes), f"no note says “{part}”: {said.notes}"
    for measure in expected.get("absent", []):
        assert not [row for row in said.observations if row["measure"] == measure]


def _holds(row: dict[str, Any], fact: dict[str, Any]) -> bool:
    return all(_comparable(row[name]) == value for name, value in fact.items())


def _comparable(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


@each([sample for sample in SAMPLES if "raises" in sample.expected])
def test_it_is_refused_with_the_reason(sample: Sample) -> None:
    with pytest.raises(ReppuError) as caught:
        read(sample)
    assert sample.expected["raises"] in caught.value.in_language("en")


@each(READ)
def test_reading_twice_gives_the_same(sample: Sample) -> None:
    first, second = read(sample), read(sample)
    same_facts(first, second)
    assert first.refused == second.refused


@each(READ)
def test_numbers_are_finite_and_ids_are_there(sample: Sample) -> None:
    said = read(sample)
    for row in said.observations:
        assert row["value"] is None or abs(row["value"]) < 1e15
        assert row["subject_id"] and row["measure"] and row["window"] in ("lifetime", "day", "period")
        assert (row["period_start"] is None) == (row["window"] == "lifetime")


@each(READ)
def test_refusals_never_quote_texts(sample: Sample) -> None:
    said = read(sample)
    texts = {post["text"] for post in said.posts if post["text"]} | {
        word for cells in records(sample) for cell in cells if len(cell) > 30 for word in [cell]
    }
    for _row, _column, reason in said.refused:
        assert not [text for text in texts if text in reason]


# Wide tables, written again in the ways that files get written again


@each(WIDE)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_saved_with_another_delimiter_or_line_end_says_the_same(
    sample: Sample, delimiter: str, end: str
) -> None:
    same_facts(read(sample), read(sample, written(records(sample), delimiter, end)))


@each(WIDE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_unicode_encoding_says_the_same(sample: Sample, encoding: str) -> None:
    again = written(records(sample), quoting=csv.QUOTE_ALL).decode()
    same_facts(read(sample), read(sample, again.encode(encoding)))


@each(WIDE)
def test_a_separator_line_is_no_row(sample: Sample) -> None:
    same_facts(read(sample), read(sample, b"sep=;\r\n" + written(records(sample), ";", "\r\n")))


@each(WIDE)
def test_lines_wrapped_by_a_spreadsheet_program_are_unwrapped(sample: Sample) -> None:
    rows = [[cell.replace("\r", "") for cell in cells] for cells in records(sample)]
    lines = written(rows).decode().split("\n")
    wrapped = "\n".join('"' + line.replace('"', '""') + '"' if '"' in line else line for line in lines)
    same_facts(read(sample, written(rows)), read(sample, wrapped.encode()))


@each(WIDE)
def test_a_preamble_and_blank_lines_move_row_numbers_only(sample: Sample) -> None:
    rows = records(sample)
    same_facts(read(sample), read(sample, written([["Raportti"], [], *rows, [], []])))


@each(WIDE)
def test_a_totals_row_is_no_post_and_no_day(sample: Sample) -> None:
    rows = records(sample)
    top = header_row(sample) - 1
    total = ["Total", *["7"] * (len(rows[top]) - 1)]
    said = read(sample, written([*rows[: top + 1], total, *rows[top + 1 :]]))
    assert said.observations == read(sample).observations
    assert said.rows == read(sample).rows
    assert [note for note in said.notes if "of totals w" in note] != [
        note for note in read(sample).notes if "of totals w" in note
    ]


@each(WIDE)
def test_an_unknown_column_is_named_and_changes_nothing(sample: Sample) -> None:
    top = header_row(sample) - 1
    rows = [
        cells + (["Jokin aivan uusi"] if i == top else ["7"] if i > top else [])
        for i, cells in enumerate(padded(sample))
    ]
    said = read(sample, written(rows))
    same_facts(read(sample), said)
    assert any("Jokin aivan uusi" in note for note in said.notes)


def padded(sample: Sample) -> list[list[str]]:
    rows = records(sample)
    width = len(rows[header_row(sample) - 1])
    return [cells + [""] * (width - len(cells)) for cells in rows]


@each(WIDE)
def test_of_two_columns_with_one_name_the_first_counts(sample: Sample) -> None:
    top, _row, column = a_measure_with_a_number(sample)
    rows = [
        cells + ([cells[column]] if i == top else ["987654"] if i > top else [])
        for i, cells in enumerate(padded(sample))
    ]
    same_facts(read(sample), read(sample, written(rows)))


@each(PLAIN)
def test_a_blank_cell_is_unknown_and_not_zero(sample: Sample) -> None:
    _top, row, column = a_measure_with_a_number(sample)
    rows = padded(sample)
    before = read(sample, written(rows))
    for blank in ("", " ", "-", "--", "N/A", "NAN"):
        rows[row][column] = blank
        after = read(sample, written(rows))
        assert len(after.observations) == len(before.observations)
        changed = [b for a, b in zip(before.observations, after.observations, strict=True) if a != b]
        assert [one["value"] for one in changed] == [None]
        assert after.refused_total == 0


@each(PLAIN)
def test_a_zero_is_a_zero(sample: Sample) -> None:
    _top, row, column = a_measure_with_a_number(sample)
    rows = padded(sample)
    rows[row][column] = "123454321"
    place = next(
        i for i, one in enumerate(read(sample, written(rows)).observations) if one["value"] in (123454321, 1234543.21)
    )
    rows[row][column] = "0"
    assert read(sample, written(rows)).observations[place]["value"] == 0


@each(PLAIN)
def test_an_absent_column_gives_no_row(sample: Sample) -> None:
    reader = sample.reader
    assert isinstance(reader, WideTable)
    top, _row, column = a_measure_with_a_number(sample)
    rows = padded(sample)
    name = rows[top][column]
    fewer = [cells[:column] + cells[column + 1 :] for cells in rows]
    try:
        said = read(sample, written(fewer))
    except AssertionError:
        required = [c for c in reader.columns if c.required and any(name.casefold() == n for n, _l in c.names())]
        others = [cell for cell in fewer[top] if norm(cell) in names_of_measures(reader)]
        assert required or not others, "only a required column, or the last one of numbers, may make a file unknown"
        return
    assert len({row["measure"] for row in said.observations}) <= len(
        {row["measure"] for row in read(sample).observations}
    )
    assert len(said.observations) < len(read(sample).observations) or rows[top].count(name) > 1


@each(PLAIN)
def test_a_bad_cell_is_named_by_row_and_column_and_the_rest_is_kept(sample: Sample) -> None:
    top, row, column = a_measure_with_a_number(sample)
    rows = padded(sample)
    before = read(sample, written(rows))
    rows[row][column] = "monta"
    after = read(sample, written(rows))
    assert [(one[0], one[1]) for one in after.refused] == [(row + 1, rows[top][column])]
    assert after.refused_total == 1
    assert "monta" not in after.refused[0][2]
    assert len(after.observations) == len(before.observations) - 1
    assert after.posts == before.posts


@each(PLAIN)
@pytest.mark.parametrize("cell", ["inf", "-Infinity", "1e999", "nan5", "0x1A"])
def test_no_number_is_infinite(sample: Sample, cell: str) -> None:
    _top, row, column = a_measure_with_a_number(sample)
    rows = padded(sample)
    rows[row][column] = cell
    assert read(sample, written(rows)).refused_total == 1


@each(PLAIN)
def test_a_decimal_turned_into_a_date_is_explained(sample: Sample) -> None:
    _top, row, column = a_measure_with_a_number(sample)
    rows = padded(sample)
    for damaged in ("3.tammi", "17.юни", "3-Jan"):
        rows[row][column] = damaged
        refused = read(sample, written(rows)).refused
        assert len(refused) == 1 and "Excel" in refused[0][2]


@each(WIDE)
def test_a_row_with_too_many_cells_is_refused_and_the_others_are_kept(sample: Sample) -> None:
    top = header_row(sample) - 1
    rows = padded(sample)
    rows.insert(top + 1, [*rows[top + 1], "ja vielä"])
    said = read(sample, written(rows))
    assert [one[0] for one in said.refused] == [top + 2]
    assert said.observations == read(sample).observations


@each([sample for sample in ENDING_IN_DATA if sample.expected["observations"]])
def test_a_file_cut_short_loses_its_last_row_only(sample: Sample) -> None:
    rows = padded(sample)
    if len([cell for cell in rows[-1] if cell]) == 1:
        rows.pop()  # YouTube's last line says that the table is full
    whole = written(rows, quoting=csv.QUOTE_ALL)
    lines_kept = whole.rstrip(b"\n")
    cut = lines_kept[: lines_kept.rfind(b",")]
    full, said = read(sample), read(sample, cut)
    assert said.refused_total == 1 and "ends in the middle" in said.refused[0][2]
    assert said.observations == [row for row in full.observations if row in said.observations]
    assert len(said.observations) < len(full.observations)


@each(PLAIN)
def test_a_file_cut_anywhere_never_invents_a_number(sample: Sample) -> None:
    whole = written(padded(sample), quoting=csv.QUOTE_ALL)
    full = {tuple(sorted((k, str(v)) for k, v in row.items())) for row in read(sample).observations}
    start = whole.find(b"\n") + 1
    for end in range(start, len(whole), max(1, (len(whole) - start) // 40)):
        try:
            said = read(sample, whole[:end])
        except (ReppuError, AssertionError):
            continue  # not even the header, or nothing left to tell a platform by
        for row in said.observations:
            if row["value"] is None:
                continue  # a cell cut down to nothing is not told from a blank one, and says nothing
            assert tuple(sorted((k, str(v)) for k, v in row.items())) in full


@each(PLAIN)
def test_a_quotation_mark_inside_a_word_harms_no_row(sample: Sample) -> None:
    rows = padded(sample)
    top = header_row(sample) - 1
    rows = [cells + (["Koko"] if i == top else ['5"'] if i == top + 1 else ["5"]) for i, cells in enumerate(rows)]
    said = read(sample, written(rows).replace(b'"5"""', b'5"'))
    assert said.refused_total == 0
    assert said.observations == read(sample).observations


@each(WIDE)
def test_zero_bytes_in_the_middle_refuse_the_file(sample: Sample) -> None:
    whole = written(padded(sample))
    half = whole.rfind(b"\n", 0, len(whole) - 2)
    with pytest.raises(ReppuError, match=r"zero bytes|no text"):
        read(sample, whole[:half] + b"\0\0\0\0" + whole[half:])


@each(PLAIN)
def test_column_order_does_not_matter(sample: Sample) -> None:
    top = header_row(sample) - 1
    rows = padded(sample)
    turned = [cells[::-1] for cells in rows[top:]]
    first, second = read(sample), read(sample, written(turned))

    def in_order(said: Read) -> list[str]:
        return sorted(str(sorted(row.items(), key=str)) for row in [*said.posts, *said.observations])

    assert in_order(first) == in_order(second)
