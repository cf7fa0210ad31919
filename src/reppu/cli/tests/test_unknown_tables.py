"""From the outside: a table that nobody knows is proposed, accepted, imported, measured and taken back."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from reppu.cli import unknown_tables
from reppu.cli.main import main

DOWNLOADED = datetime(2026, 9, 1, 9, tzinfo=UTC)
ENGLISH = [
    "Post ID",
    "Page ID",
    "Page name",
    "Title",
    "Description",
    "Duration (sec)",
    "Publish time",
    "Caption type",
    "Permalink",
    "Is crosspost",
    "Is share",
    "Post type",
    "Languages",
    "Custom labels",
    "Funded content status",
    "Data comment",
    "Date",
    "Views",
    "Reach",
    "Reactions, Comments and Shares",
    "Reactions",
    "Comments",
    "Shares",
    "Total clicks",
    "Link Clicks",
    "Other Clicks",
    "Matched Audience Targeting Consumption (Photo Click)",
    "Seconds viewed",
    "Average Seconds viewed",
    "Estimated earnings (USD)",
    "Ad impressions",
]
FINNISH = [
    "Julkaisun tunnus",
    "Sivun tunnus",
    "Sivun nimi",
    "Otsikko",
    "Kuvaus",
    "Kesto (s)",
    "Julkaisuaika",
    "Kuvatekstin tyyppi",
    "Pysyvä linkki",
    "On ristiinjulkaisu",
    "On jako",
    "Julkaisun tyyppi",
    "Kielet",
    "Omat tunnisteet",
    "Rahoitetun sisällön tila",
    "Tietoja koskeva kommentti",
    "Päivämäärä",
    "Näyttökerrat",
    "Kattavuus",
    "Reaktiot, kommentit ja jaot",
    "Reaktiot",
    "Kommentit",
    "Jaot",
    "Klikkaukset yhteensä",
    "Linkin klikkaukset",
    "Muut klikkaukset",
    "Vastaavan yleisön kohdentamisen kulutus (kuvan klikkaus)",
    "Katsotut sekunnit",
    "Katsotut sekunnit keskimäärin",
    "Arvioidut ansiot (USD)",
    "Mainosten näyttökerrat",
]


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    def document(self) -> dict:
        return json.loads(self.out)


@pytest.fixture
def reppu(capsys, own_home):
    def run(*arguments: str | Path) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else int(code is not None), shown.out, shown.err)

    return run


def facebook_rows() -> list[list[str]]:
    rows = []
    for number in range(1, 31):
        reactions, comments, shares, link, other = number * 3, number % 7, number % 4, number % 9, number % 5
        cells = {
            "Post ID": str(939000000000000 + number * 11),
            "Page ID": "615500000000017",
            "Page name": "Esimerkkilän kirjasto",
            "Title": f"Lukupiiri kokoontuu torstaina numero {number}, tervetuloa mukaan",
            "Duration (sec)": "0",
            "Publish time": f"06/{number:02}/2026 08:{number + 10}",
            "Permalink": f"https://www.facebook.com/esimerkkilankirjasto/posts/{939000000000000 + number * 11}",
            "Is crosspost": "0",
            "Is share": "0",
            "Post type": ("Photos", "Links")[number % 2],
            "Date": "Lifetime",
            "Views": str(300 + number * 37),
            "Reach": str(200 + number * 29),
            "Reactions, Comments and Shares": str(reactions + comments + shares),
            "Reactions": str(reactions),
            "Comments": str(comments),
            "Shares": str(shares),
            "Total clicks": str(link + other),
            "Link Clicks": str(link),
            "Other Clicks": str(other),
        }
        rows.append([cells.get(heading, "") for heading in ENGLISH])
    return rows


def put(path: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8-sig") -> Path:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out.getvalue().encode(encoding))
    os.utime(path, (DOWNLOADED.timestamp(), DOWNLOADED.timestamp()))
    return path


def days_table(path: Path, delimiter: str = ";", encoding: str = "cp1252") -> Path:
    """A spreadsheet of somebody's own, as a Finnish spreadsheet program saves it."""
    rows = [["Kanavaraportti"], [], ["Päivä", "Tavoittavuus", "Klikkaukset", "Kulut (EUR)", "Kahvikupit"]]
    rows += [[f"{day}.6.2026", f"1 {100 + day}", str(day), f"{day},50", "4"] for day in range(1, 21)]
    rows += [["Yhteensä", "22 210", "210", "220,00", "80"]]
    return put(path, rows, delimiter, encoding)


def numbers_of(reppu, name: str) -> list[tuple[str, float | None, str]]:
    rows = reppu("metrics", name, "--by", "month", "--json").document()["rows"]
    return [(row["month"], row["value"], row["state"]) for row in rows]


# A known export in a language that nobody knows


def test_without_a_person_it_is_refused_with_the_command_that_settles_it(reppu, tmp_path):
    finnish = put(tmp_path / "suomi.csv", [FINNISH, *facebook_rows()])
    refused = reppu("import", finnish, "--json")
    assert refused.code == 1
    (reason,) = [one["reason"] for one in refused.document()["imports"][0]["refused"]]
    assert "reppu mapping propose" in reason and str(finnish) in reason
    (file,) = reppu("mapping", "propose", finnish, "--json").document()["files"]
    (proposed,) = file["tables"]
    assert (file["known_as"], proposed["reads_as"]) == (None, "meta.content.facebook")
    assert all(column["reasons"] for column in proposed["columns"] if column["sure"] != "ask")
    accepted = reppu("mapping", "accept", finnish, "--likely", "--json").document()["tables"][0]
    assert (accepted["preview"]["rows"], accepted["preview"]["refused_total"]) == (30, 0)
    imported = reppu("import", finnish, "--json").document()["imports"][0]
    assert (imported["recognised_as"], imported["posts"]) == ("meta.content.facebook", 30)


def test_a_finnish_export_gives_the_same_numbers_as_the_english_one_and_they_can_be_taken_back(
    reppu, tmp_path, monkeypatch
):
    rows = facebook_rows()
    english, finnish = put(tmp_path / "english.csv", [ENGLISH, *rows]), put(tmp_path / "suomi.csv", [FINNISH, *rows])
    names = ("views", "engagements", "posts")

    monkeypatch.setenv("REPPU_HOME", str(tmp_path / "home of the English"))
    assert reppu("import", english).code == 0
    expected = {name: numbers_of(reppu, name) for name in names}
    assert expected["views"] == [("2026-06", sum(300 + number * 37 for number in range(1, 31)), "ok")]

    monkeypatch.setenv("REPPU_HOME", str(tmp_path / "home of the Finnish"))
    assert reppu("mapping", "accept", finnish, "--likely").code == 0
    assert reppu("import", finnish).code == 0
    assert {name: numbers_of(reppu, name) for name in names} == expected

    (known,) = reppu("mapping", "list", "--json").document()["tables"]
    assert known["imports"], "the import knows by which answer it was read"
    gone = reppu("mapping", "forget", known["code"], "--imports")
    assert gone.code == 0 and "withdrawn" in gone.out
    assert [row[1] for row in numbers_of(reppu, "views")] in ([], [None])
    assert reppu("import", finnish).code == 1, "nothing is remembered any more"


def test_the_same_bytes_with_another_answer_are_refused_until_the_import_is_withdrawn(reppu, tmp_path):
    finnish = put(tmp_path / "suomi.csv", [FINNISH, *facebook_rows()])
    reppu("mapping", "accept", finnish, "--likely")
    entry = reppu("import", finnish, "--json").document()["imports"][0]["entry_no"]
    assert reppu("import", finnish, "--json").document()["imports"][0]["skipped"]
    assert reppu("mapping", "accept", finnish, "--likely", "--leave", "Kattavuus").code == 0
    again = reppu("import", finnish, "--json")
    assert again.code == 1
    reason = again.document()["imports"][0]["refused"][0]["reason"]
    assert f"reppu withdraw {entry}" in reason and "what its columns mean" in reason
    reppu("withdraw", str(entry))
    read = reppu("import", finnish, "--json").document()["imports"][0]
    assert read["entry_no"] is not None and read["refused_total"] == 0


def test_what_is_only_likely_needs_a_word_of_the_person(reppu, tmp_path):
    finnish = put(tmp_path / "suomi.csv", [FINNISH, *facebook_rows()])
    refused = reppu("mapping", "accept", finnish)
    assert refused.code == 1
    assert "Näyttökerrat" in refused.err and "--likely" in refused.err
    settled = reppu("mapping", "accept", finnish, "--likely", "--set", "Näyttökerrat=impressions", "--json")
    targets = {one["heading"]: one["target"] for one in settled.document()["tables"][0]["columns"]}
    assert targets["Näyttökerrat"] == "meta.content.impressions"


def test_a_column_can_be_called_by_its_number_and_its_meaning_by_any_of_its_names(reppu, tmp_path):
    finnish = put(tmp_path / "suomi.csv", [FINNISH, *facebook_rows()])
    for words in ("18=meta.content.views", "18=views", "18=Views", "Näyttökerrat=views"):
        given = reppu("mapping", "accept", finnish, "--likely", "--set", words, "--json").document()["tables"][0]
        assert {one["heading"]: one["target"] for one in given["columns"]}["Näyttökerrat"] == "meta.content.views"
    wrong = reppu("mapping", "accept", finnish, "--likely", "--set", "18=kahvikupit")
    assert wrong.code == 1 and "kahvikupit" in wrong.err and "reach" in wrong.err
    unknown = reppu("mapping", "accept", finnish, "--likely", "--set", "Kahvi=views")
    assert unknown.code == 1 and "There is no column “Kahvi”" in unknown.err


def test_the_confirmed_headings_are_printed_without_any_data(reppu, tmp_path):
    finnish = put(tmp_path / "suomi.csv", [FINNISH, *facebook_rows()])
    reppu("mapping", "accept", finnish, "--likely")
    printed = reppu("mapping", "export").out
    (export,) = json.loads(printed)["exports"]
    assert {"heading": "Kattavuus", "means": "meta.content.reach"} in export["columns"]
    assert export["reads_as"] == "meta.content.facebook"
    assert not [
        word for word in ("939000", "Esimerkkilän", "lukupiiri", "suomi.csv") if word.casefold() in printed.casefold()
    ]


# A table of one's own


def test_a_spreadsheet_of_ones_own_becomes_days_of_a_channel(reppu, tmp_path):
    table = days_table(tmp_path / "raportti.csv")
    asked = reppu("mapping", "accept", table, "--likely")
    assert asked.code == 1 and "--platform" in asked.err
    given = reppu("mapping", "accept", table, "--likely", "--platform", "linkedin", "--set", "Kahvikupit=kahvikupit", "--json")  # fmt: skip
    assert given.code == 0, given.err
    assert {(one["target"], one["unit"]) for one in given.document()["tables"][0]["columns"]} == {
        ("date", None), ("reach", "count"), ("clicks", "count"), ("spend", "money"), ("own_kahvikupit", "count"),
    }  # fmt: skip
    imported = reppu("import", table, "--json").document()["imports"][0]
    assert (imported["recognised_as"], imported["channel"], imported["rows"]) == ("table.day", "linkedin", 20)
    assert imported["refused_total"] == 0 and any("totals" in note for note in imported["notes"])

    import reppu as product

    facts = product.open(os.environ["REPPU_HOME"]).latest_observations().to_pyarrow().to_pylist()
    by_measure = {(row["measure"], str(row["period_start"])): row for row in facts}
    assert by_measure["table.account.reach", "2026-06-03"]["value"] == 1103
    assert by_measure["table.account.own_kahvikupit", "2026-06-20"]["value"] == 4
    spend = by_measure["table.account.spend", "2026-06-02"]
    assert (spend["value"], spend["unit"], spend["currency"]) == (2.5, "money", "EUR")


def test_a_list_of_posts_of_ones_own_gets_its_ids_from_links_and_its_times_in_the_organisations_zone(reppu, tmp_path):
    rows = [["Julkaistu", "Teksti", "Linkki", "Näytöt", "Tykkäykset"]]
    rows += [
        [f"{day}.7.2026 klo 9.30", f"Näyttely avautuu, päivä {day}", f"https://www.linkedin.com/feed/update/urn:li:activity:{7300000000000000000 + day}", str(day * 90), str(day)]
        for day in range(1, 13)
    ]  # fmt: skip
    table = put(tmp_path / "julkaisut.csv", rows, "\t", "utf-16")
    (proposed,) = reppu("mapping", "propose", table, "--json").document()["files"][0]["tables"]
    assert (proposed["reads_as"], proposed["platform"]) == ("table.post", "linkedin")
    assert reppu("mapping", "accept", table, "--likely", "--set", "Näytöt=impressions").code == 0
    imported = reppu("import", table, "--json").document()["imports"][0]
    assert (imported["posts"], imported["refused_total"]) == (12, 0)

    import reppu as product

    posts = product.open(os.environ["REPPU_HOME"]).latest_posts().to_pyarrow().to_pylist()
    first = next(post for post in posts if post["post_id"] == "7300000000000000001")
    assert first["published_at"] == datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
    assert first["text"] == "Näyttely avautuu, päivä 1"


def test_bad_cells_are_named_by_row_and_by_the_persons_own_heading(reppu, tmp_path):
    rows = facebook_rows()
    rows[4][FINNISH.index("Kattavuus")] = "paljon"
    finnish = put(tmp_path / "suomi.csv", [FINNISH, *rows])
    assert reppu("mapping", "accept", finnish, "--likely", "--json").code == 0
    imported = reppu("import", finnish, "--json").document()["imports"][0]
    assert [(one["row"], one["column"]) for one in imported["refused"]] == [(6, "Kattavuus")]


def test_a_file_that_is_known_needs_no_word(reppu, tmp_path):
    english = put(tmp_path / "english.csv", [ENGLISH, *facebook_rows()])
    shown = reppu("mapping", "propose", english)
    assert "nothing needs to be said" in shown.out


def test_a_file_without_a_table_is_said_so(reppu, tmp_path):
    text = tmp_path / "kirje.txt"
    text.write_text("Hei! Tässä kirje.\n")
    shown = reppu("mapping", "propose", text)
    assert shown.code == 1 and "No table with numbers" in shown.out


# At a terminal


@pytest.fixture
def person(monkeypatch):
    """Answers the questions of a command, and keeps what was asked."""
    asked: list[str] = []

    def sits_there(*answers: str) -> list[str]:
        left = list(answers)

        def prompt(question: object) -> str:
            asked.append(str(question))
            return left.pop(0)

        monkeypatch.setattr(unknown_tables, "_prompt", prompt)
        monkeypatch.setattr(unknown_tables.sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        return asked

    return sits_there


def test_at_a_terminal_one_answer_serves_all_files_of_a_shape(reppu, tmp_path, person):
    first = put(tmp_path / "maalis.csv", [FINNISH, *facebook_rows()[:15]])
    second = put(tmp_path / "huhti.csv", [FINNISH, *facebook_rows()[15:]])
    asked = person("")
    ran = reppu("import", first, second)
    assert ran.code == 0, ran.out + ran.err
    assert len(asked) == 1
    assert "Kattavuus" in ran.out and "Facebook" in ran.out
    assert sum(value for _month, value, _state in numbers_of(reppu, "posts")) == 30


def test_at_a_terminal_a_column_can_be_changed_left_out_and_the_file_skipped(reppu, tmp_path, person):
    finnish = put(tmp_path / "suomi.csv", [FINNISH, *facebook_rows()])
    person("18", "impressions", "-19", "")
    assert reppu("import", finnish).code == 0
    (known,) = reppu("mapping", "list", "--json").document()["tables"]
    targets = {one["heading"]: one["target"] for one in known["columns"]}
    assert (targets["Näyttökerrat"], targets["Kattavuus"]) == ("meta.content.impressions", None)

    other = days_table(tmp_path / "oma.csv")
    person("s")
    skipped = reppu("import", other)
    assert skipped.code == 1 and "reppu mapping propose" in skipped.out


def test_at_a_terminal_a_table_of_ones_own_asks_for_its_platform(reppu, tmp_path, person):
    table = days_table(tmp_path / "oma.csv")
    asked = person("", "linkedin")
    assert reppu("import", table).code == 0
    assert "platform" in asked[-1]


def test_with_yes_nothing_is_asked(reppu, tmp_path, person):
    finnish = put(tmp_path / "suomi.csv", [FINNISH, *facebook_rows()])
    asked = person()
    ran = reppu("import", finnish, "--yes")
    assert ran.code == 1 and asked == [] and "reppu mapping propose" in ran.out


# Spreadsheets


def test_the_sheets_of_a_workbook_are_proposed_one_by_one_and_the_cover_is_left_alone(reppu, tmp_path):
    import xlsxwriter

    path = tmp_path / "raportti.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        cover = book.add_worksheet("Kansi")
        cover.write("A1", "Kanavaraportti kesäkuulta")
        days, links = book.add_worksheet("Päivät"), book.add_worksheet("Julkaisut")
        days.write_row(1, 0, ["Päivä", "Kattavuus", "Klikkaukset"])
        links.write_row(0, 0, ["Julkaistu", "Linkki", "Kommentit"])
        form = book.add_format({"num_format": "d.m.yyyy"})
        for number in range(1, 21):
            days.write_datetime(number + 1, 0, datetime(2026, 6, number), form)  # noqa: DTZ001
            days.write_row(number + 1, 1, [number * 100, number])
            links.write_row(
                number, 0, [f"{number}.6.2026", f"https://www.youtube.com/watch?v=abcdefghi{number:02}", number]
            )
    os.utime(path, (DOWNLOADED.timestamp(), DOWNLOADED.timestamp()))
    (file,) = reppu("mapping", "propose", path, "--json").document()["files"]
    assert [(one["sheet"], one["reads_as"], one["platform"]) for one in file["tables"]] == [
        ("Päivät", "table.day", None), ("Julkaisut", "table.post", "youtube"),
    ]  # fmt: skip
    ran = reppu("mapping", "accept", path, "--likely", "--platform", "youtube", "--json")
    assert [one["preview"]["refused_total"] for one in ran.document()["tables"]] == [0, 0], ran.err
    imported = reppu("import", path, "--json").document()["imports"][0]
    assert (imported["rows"], imported["posts"], imported["observations"]) == (40, 20, 60)
    assert any("Kansi" in note for note in imported["notes"])
    codes = [one["code"] for one in file["tables"]]
    assert reppu("mapping", "forget", codes[0]).code == 0
    assert reppu("mapping", "show", codes[0]).code == 1
    assert "youtube" in reppu("mapping", "show", codes[1], "--json").out
