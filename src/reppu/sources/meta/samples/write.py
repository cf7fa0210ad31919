"""Writes the made-up files of this folder: `python -m reppu.sources.meta.samples.write`.

Nothing in them is anybody's: the library, its pages, ids and captions are invented. Their bytes have the shapes of real
exports (byte order marks, quoting, line ends, what Excel does to them). What must be read from each stands in
expected.json, written by hand and not by the program that is tested.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from reppu.sources.meta.clock import INSTAGRAM_EPOCH_MS
from reppu.sources.meta.samples.archives import ARCHIVES
from reppu.sources.meta.samples.cells import (
    ACCOUNT,
    ACCOUNT_NAME,
    OTHER_PAGE,
    OTHER_PAGE_NAME,
    PAGE,
    PAGE_NAME,
    USERNAME,
    minimal,
    table,
    wrapped,
)
from reppu.sources.meta.samples.reports import REPORTS

_HEADER_31 = (
    "Post ID|Page ID|Page name|Title|Description|Duration (sec)|Publish time|Caption type|Permalink|Is crosspost|"
    "Is share|Post type|Languages|Custom labels|Funded content status|Data comment|Date|Views|Reach|"
    "Reactions, Comments and Shares|Reactions|Comments|Shares|Total clicks|Link Clicks|Other Clicks|"
    "Matched Audience Targeting Consumption (Photo Click)|Seconds viewed|Average Seconds viewed|"
    "Estimated earnings (USD)|Ad impressions"
)
_POST_31 = _HEADER_31.split("|")
# the first Views stands among the 24 that both have
_HEADER_38 = (
    "Views|Reach from Organic posts|Reach from Boosted posts|3-second video views|1-minute video views|"
    "3-Second viewers|1-minute viewers|3-second video views from Boosted posts|3-second video views from Organic posts|"
    "Negative feedback from users|Unique negative feedback from users|Other Clicks|"
    "Matched Audience Targeting Consumption (Photo Click)|Link Clicks"
)
_POST_38 = _POST_31[:24] + _HEADER_38.split("|")
_HEADER_18 = (
    "Post ID|Account ID|Account username|Account name|Description|Duration (sec)|Publish time|Permalink|Post type|"
    "Data comment|Date|Views|Reach|Likes|Shares|Comments|Saves|Follows"
)
_INSTAGRAM = _HEADER_18.split("|")

MULTI_LINE = "Tervetuloa lukupiiriin!\n\nLuemme runoja, myös ääneen.\n#kirjasto #runo"
BOLD = "𝗞𝗶𝗿𝗷𝗮𝘀𝘁𝗼 on auki: 𝟵–𝟮𝟬"


def shortcode(moment: datetime) -> str:
    """The code of an Instagram link whose id was made at `moment`."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    number = (round(moment.timestamp() * 1000) - INSTAGRAM_EPOCH_MS) << 23 | 4_242
    code = ""
    for _place in range(11):
        number, digit = divmod(number, 64)
        code = alphabet[digit] + code
    return code


def _facebook(post: str, title: str, description: str, published: str, kind: str, numbers: list[str]) -> list[str]:
    link = f"https://www.facebook.com/esimerkkilankirjasto/posts/{post}"
    # fmt: off
    return [post, PAGE, PAGE_NAME, title, description, "0", published, "N/A", link, "0", "0", kind, "", "", "", "",
            "Lifetime", *numbers]
    # fmt: on


def _picture(post: str, moment: datetime, published: str, kind: str, numbers: list[str], text: str) -> list[str]:
    folder = "reel" if kind == "IG reel" else "p"
    link = f"https://www.instagram.com/{folder}/{shortcode(moment)}/"
    return [post, ACCOUNT, USERNAME, ACCOUNT_NAME, text, "0", published, link, kind, "", "Lifetime", *numbers]


def facebook_31() -> bytes:
    """31 columns; a row cut short by four blank cells; a shared post; the hour that the clock showed twice."""
    rows = [
        _POST_31,
        _facebook(
            "939000000000011",
            MULTI_LINE,
            "",
            "01/14/2025 22:46",
            "Photos",
            ["400", "150", "33", "20", "10", "3", "12", "5", "7", "", "", "", "", ""],
        ),
        _facebook(
            "939000000000012",
            "",
            "Kurkista kirjaston kellariin, siellä soi",
            "07/01/2025 08:24",
            "Reels",
            ["5000", "3100", "210", "180", "20", "10", "", "", "", "", "9123.5", "4.25", "", ""],
        ),
        _facebook(
            "939000000000013",
            BOLD,
            "",
            "11/02/2025 01:30",
            "Links",
            ["83", "46", "3", "3", "0", "0", "3", "1", "1", "1"],
        ),
        _facebook(
            "939000000000014",
            "Naapurin juttu",
            "",
            "03/09/2025 03:00",
            "Text",
            ["20", "9", "0", "0", "0", "0", "0", "", "", "", "", "", "1.5", "12"],
        ),
    ]
    rows[4][10] = "1"
    return b"\xef\xbb\xbf" + table(rows).encode()


def facebook_38() -> bytes:
    """38 columns; Views stands twice."""
    numbers = ["0", "37", "2", "2", "0", "0", "2", "11", "37", "0", "0", "0", "0", "0", "0", "0", "1", "1", "2", "", ""]
    rows = [
        _POST_38,
        _facebook("960000000000021", "Kevätkonsertti\nsunnuntaina", "", "03/18/2025 12:59", "Photos", numbers),
    ]
    return b"\xef\xbb\xbf" + table(rows).encode()


def facebook_impressions() -> bytes:
    """Before 2025: Impressions in place of Views; raw keys leak through; earnings in euros."""
    header = [
        {"Views": "Impressions", "Estimated earnings (USD)": "Estimated earnings (EUR)"}.get(h, h) for h in _POST_31
    ]
    header += ["REELS_PLAYS:COUNT", "IMPRESSION:UNIQUE_USERS", "Ad CPM (USD)", "Jokin uusi"]
    numbers = ["1200", "800", "55", "40", "10", "5", "30", "", "", "", "", "", "2.75", "100", "900", "790", "3.1", "x"]
    rows = [header, _facebook("860000000000031", "Kesälukuhaaste alkaa", "", "06/01/2023 05:00", "Videos", numbers)]
    return b"\xef\xbb\xbf" + table(rows).encode()


def facebook_swedish_excel() -> bytes:
    """Swedish headers, saved by Excel: semicolons, Western code page, CRLF, blank cells behind."""
    # fmt: off
    header = ["Publicerings-id", "Sid-id", "Sidnamn", "Titel", "Beskrivning", "Publiceringstid", "Permalänk", "Inläggstyp",
              "Datum", "Visningar", "Räckvidd", "Reaktioner, kommentarer och delningar", "Reaktioner", "Kommentarer",
              "Delningar", "Totalt antal klick", "Länkklick", "Övriga klick"]
    rows = [header,
            ["939000000000041", PAGE, "Exempelby bibliotek", "Läsårets första bokcirkel\r\nPå måndag", "",
             "02/03/2025 04:15", "https://www.facebook.com/exempelby/posts/939000000000041", "Foton", "Livstid", "310",
             "222", "17", "12", "4", "1", "9", "2", "7"],
            ["939000000000042", PAGE, "Exempelby bibliotek", "", "Så läser vi högt", "02/04/2025 04:15",
             "https://www.facebook.com/exempelby/posts/939000000000042", "Länkar", "Livstid", "30", "22", "1", "1", "0",
             "0", "", "", ""]]
    # fmt: on
    return minimal(rows, ";", "\r\n").encode("cp1252")


def facebook_mixed() -> bytes:
    """Swedish and English columns side by side: the first that is not blank wins, row by row."""
    # fmt: off
    rows = [["Publicerings-id", "Sid-id", "Sidnamn", "Titel", "Publiceringstid", "Permalänk", "Inläggstyp", "Datum",
             "Räckvidd", "Visningar", "Views", "Page name", "Post type"],
            ["939000000000051", PAGE, "", "Morgon", "01/10/2025 01:00", "https://www.facebook.com/x/posts/1", "", "Livstid",
             "5", "", "77", PAGE_NAME, "Videos"],
            ["939000000000052", PAGE, PAGE_NAME, "Kväll", "01/10/2025 10:00", "https://www.facebook.com/x/posts/2",
             "Status", "Livstid", "", "12", "", "", ""]]
    # fmt: on
    return b"\xef\xbb\xbf" + table(rows).encode()


def facebook_spanish() -> bytes:
    """Spanish headers."""
    # fmt: off
    rows = [["Identificador de la publicación", "Identificador de la página", "Nombre de la página", "Título", "Descripción",
             "Duración (segundos)", "Hora de publicación", "Enlace permanente", "Es una publicación compartida",
             "Tipo de publicación", "Fecha", "Visualizaciones", "Alcance",
             "Reacciones, comentarios y veces que se compartió", "Reacciones", "Comentarios", "Veces que se compartió",
             "Total de clics", "Alcance de Publicaciones orgánicas"],
            ["939000000000061", PAGE, "Biblioteca de Ejemplo", "Club de lectura, hoy", "", "0", "05/01/2025 09:00",
             "https://www.facebook.com/ejemplo/posts/939000000000061", "0", "Fotos", "Total", "90", "60", "9", "6", "2",
             "1", "4", "60"]]
    # fmt: on
    return b"\xef\xbb\xbf" + table(rows).encode()


def facebook_french() -> bytes:
    """French headers."""
    # fmt: off
    rows = [["Identifiant de la publication", "ID de la Page", "Nom de la page", "Titre", "Description", "Durée",
             "Heure de publication", "Permalien", "Est un partage", "Type de publication", "Vues", "Couverture",
             "Réactions, commentaires et partages", "Réactions", "Commentaires", "Partages", "Total des clics",
             "Clics sur un lien"],
            ["939000000000071", PAGE, "Bibliothèque d’Exemple", "Lecture à voix haute", "", "0", "05/02/2025 09:00",
             "https://www.facebook.com/exemple/posts/939000000000071", "0", "Photos", "91", "61", "10", "7", "2", "1", "5",
             "3"]]
    # fmt: on
    return b"\xef\xbb\xbf" + table(rows).encode()


def facebook_by_day() -> bytes:
    """Broken down by day: a row per post and day, a day in place of Lifetime, no Views column."""
    header = [h for h in _POST_31[:26] if h != "Views"]
    rows = [header]
    for day, numbers in (
        ("2025-02-01", ["10", "2", "1", "1", "0", "3", "1", "2"]),
        ("2025-02-02", ["7", "0", "0", "0", "0", "1", "0", "1"]),
        ("2025-02-03", ["", "", "", "", "", "", "", ""]),
    ):
        row = _facebook("939000000000081", "Talvisatu", "", "01/31/2025 23:10", "Reels", numbers)
        row[16] = day
        rows.append(row)
    return b"\xef\xbb\xbf" + table(rows).encode()


def facebook_two_pages() -> bytes:
    """Two pages, a row of no page, and a row that stands twice (the later one with the larger numbers)."""
    first = _facebook(
        "939000000000091",
        "Museon yö",
        "",
        "04/01/2025 08:00",
        "Photos",
        ["50", "30", "3", "3", "0", "0", "1", "", "", "", "", "", "", ""],
    )
    first[1:3] = [OTHER_PAGE, OTHER_PAGE_NAME]
    numbers = ["60", "40", "4", "4", "0", "0", "1", "", "", "", "", "", "", ""]
    again = [*first[:17], *numbers]
    second = _facebook("939000000000092", "Kirjaston yö", "", "04/01/2025 08:00", "Photos", numbers)
    nobodys = [*second]
    nobodys[0:3] = ["939000000000093", "", ""]
    return b"\xef\xbb\xbf" + table([_POST_31, first, second, nobodys, again]).encode()


def instagram_18() -> bytes:
    """18 columns; blank Follows; a row that Meta could not name."""
    rows = [
        _INSTAGRAM,
        _picture(
            "18000000000000011",
            datetime(2025, 3, 18, 16, 47, 27, 959000, UTC),
            "03/18/2025 09:48",
            "IG reel",
            ["52", "37", "3", "0", "1", "0", ""],
            MULTI_LINE,
        ),
        _picture(
            "18000000000000012",
            datetime(2025, 1, 2, 7, 59, 59, tzinfo=UTC),
            "01/02/2025 00:00",
            "IG carousel",
            ["1066", "980", "88", "12", "9", "30", "4"],
            "Vuoden luetuimmat",
        ),
        [
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "An error occurred while computing metadata for content with ID 1.",
            "Lifetime",
            "67",
            "34",
            "9",
            "4",
            "5",
            "6",
            "",
        ],
    ]
    return b"\xef\xbb\xbf" + table(rows).encode()


def instagram_wrapped() -> bytes:
    """The same as Excel leaves it: every line one quoted field. Another order of the last columns."""
    header = [*_INSTAGRAM[:14], "Shares", "Follows", "Comments", "Saves"]
    rows = [
        header,
        _picture(
            "18000000000000021",
            datetime(2025, 12, 31, 16, 23, 58, tzinfo=UTC),
            "12/31/2025 08:24",
            "IG image",
            ["1085", "762", "47", "1", "0", "2", "3"],
            'Hyvää "uutta" vuotta!\n\nKiitos, että luitte.\n#kirjasto hyvä',
        ),
        _picture(
            "18000000000000022",
            datetime(2025, 12, 30, 9, 0, tzinfo=UTC),
            "12/30/2025 01:05",
            "IG story",
            ["99", "80", "", "", "", "", ""],
            "Auki tänään",
        ),
    ]
    return b"\xef\xbb\xbf" + wrapped(table(rows)).encode()


def instagram_swedish_old() -> bytes:
    """The older Swedish words, impressions; a link without a code, so the exported time counts."""
    # fmt: off
    rows = [["Inläggs-ID", "Konto-ID", "Användarnamn", "Bildtext", "Publicerat", "Medietyp", "Länk", "Intryck", "Räckvidd",
             "Gilla-markeringar", "Kommentarer", "Sparade objekt"],
            ["18000000000000031", ACCOUNT, USERNAME, "Höstens böcker", "10/05/2023 04:30", "IG story",
             "https://www.instagram.com/stories/x/18000000000000031", "640", "512", "33", "4", "2"]]
    # fmt: on
    return b"\xef\xbb\xbf" + table(rows).encode()


def instagram_german() -> bytes:
    """German headers as a third party reconstructed them (unverified)."""
    # fmt: off
    rows = [["Beitrags-ID", "Konto-ID", "Konto-Benutzername", "Kontoname", "Beschreibung", "Dauer (Sek.)",
             "Veröffentlichungszeitpunkt", "Permalink", "Beitragstyp", "Datenkommentar", "Datum", "Aufrufe", "Reichweite",
             "„Gefällt mir“-Angaben", "Geteilte Inhalte", "Follows", "Kommentare", "Gespeicherte Beiträge"],
            ["18000000000000041", ACCOUNT, USERNAME, "Bücherei Beispiel", "Vorlesen, 16 Uhr", "0", "05/03/2025 09:00",
             f"https://www.instagram.com/p/{shortcode(datetime(2025, 5, 3, 15, 59, 30, tzinfo=UTC))}/", "IG image", "",
             "Lifetime", "70", "50", "8", "1", "", "2", "3"]]
    # fmt: on
    return b"\xef\xbb\xbf" + table(rows).encode()


def instagram_damaged_ids() -> bytes:
    """Opened and saved in Excel: ids in powers of ten, a European date."""
    rows = [
        _INSTAGRAM,
        _picture(
            "1.8E+16",
            datetime(2025, 3, 18, 16, 47, tzinfo=UTC),
            "03/18/2025 09:48",
            "IG reel",
            ["52", "37", "3", "0", "1", "0", ""],
            "Yksi",
        ),
        _picture(
            "18000000000000052",
            datetime(2025, 3, 18, 16, 47, tzinfo=UTC),
            "18.3.2025 9:48",
            "IG reel",
            ["52", "37", "3", "0", "1", "0", "kaksi"],
            "Kaksi",
        ),
    ]
    return minimal(rows, ";", "\r\n").encode("utf-8")


def _story(link: str, published: str, numbers: list[str]) -> list[str]:
    # fmt: off
    return ["18000000000000061", ACCOUNT, USERNAME, ACCOUNT_NAME, "Auki tänään", "7", published, link, "IG story", "",
            "Lifetime", *numbers]
    # fmt: on


def instagram_stories() -> bytes:
    """Stories have an export of their own, with taps and replies; their links hold no code."""
    # fmt: off
    header = [*_INSTAGRAM[:11], "Views", "Reach", "Likes", "Shares", "Profile visits", "Replies", "Sticker taps",
              "Navigation", "Link clicks"]
    # fmt: on
    link = f"https://www.instagram.com/stories/{USERNAME}/18000000000000061"
    rows = [header, _story(link, "05/03/2025 09:00", ["210", "180", "4", "1", "6", "2", "9", "150", ""])]
    return b"\xef\xbb\xbf" + table(rows).encode()


def instagram_stories_portuguese() -> bytes:
    """The same in Portuguese, of the time of impressions."""
    # fmt: off
    header = ["Identificação da publicação", "Identificação da conta", "Nome de usuário da conta", "Nome da conta",
              "Descrição", "Duração (segundos)", "Horário de publicação", "Link permanente", "Tipo de publicação",
              "Comentário de dados", "Data", "Impressões", "Alcance", "Curtidas", "Compartilhamentos",
              "Visitas ao perfil", "Respostas", "Toques em figurinhas", "Navegação"]
    # fmt: on
    link = f"https://www.instagram.com/stories/{USERNAME}/18000000000000061"
    rows = [header, _story(link, "05/03/2024 09:00", ["310", "280", "4", "1", "6", "2", "9", "150"])]
    return b"\xef\xbb\xbf" + table(rows).encode()


def _chart(*blocks: tuple[str, str, list[tuple[str, str]]]) -> bytes:
    lines = ["sep=,"]
    for title, header, days in blocks:
        lines += [f'"{title}"', f'"Date","{header}"', *(f'"{day}","{value}"' for day, value in days), ""]
    return b"\xff\xfe" + ("\n".join(lines) + "\n").encode("utf-16-le")


def chart_facebook_reach() -> bytes:
    """One chart of 2025; the time part is 01:00 in the US winter."""
    days = [("2025-03-08T01:00:00", "5"), ("2025-03-09T01:00:00", "0"), ("2025-03-10T00:00:00", "41")]
    return _chart(("Facebook reach", "Primary", days))


def chart_instagram_visits() -> bytes:
    """The second download of "Visits"."""
    return _chart(("Instagram profile visits", "Primary", [("2025-03-08T00:00:00", "2"), ("2025-03-09T00:00:00", "")]))


def chart_views() -> bytes:
    """A title that does not name the platform."""
    return _chart(("Views", "Primary", [("2025-03-08T01:00:00", "16"), ("2025-03-09T01:00:00", "7")]))


def chart_2022_stacked() -> bytes:
    """Two charts in one file, with headers of another chart: the title decides."""
    return _chart(
        ("Facebook Page visits", "Facebook Page likes", [("2021-03-29T00:00:00", "3"), ("2021-03-30T00:00:00", "4")]),
        ("Instagram profile visits", "Instagram followers", [("2021-03-29T00:00:00", "11")]),
    )


def chart_excel() -> bytes:
    """Saved by Excel with semicolons; a day that stands twice and a cell that is no number."""
    rows = [
        "Facebook follows;",
        "Date;Primary",
        "2025-10-31T00:00:00;4",
        "2025-11-01T00:00:00;2",
        "2025-11-01T00:00:00;3",
        "2025-11-02T00:00:00;kaksi",
        "2025-11-03T01:00:00;0",
    ]
    return ("\r\n".join(rows) + "\r\n").encode("ascii")


def chart_unknown() -> bytes:
    """A title in a language that is not known."""
    return _chart(("Facebookin kattavuus", "Primary", [("2025-03-08T01:00:00", "5")]))


def audience() -> bytes:
    """Age and gender, countries, towns; names hold commas."""
    lines = [
        "sep=,",
        '"Age & gender"',
        '"","Women","Men"',
        '"18-24","10.6","6.5"',
        '"65+","3",""',
        "",
        '"Top countries"',
        '"Finland","Sweden"',
        '"95.1","1.2"',
        "",
        '"Top cities"',
        '"Helsinki, Finland","Turku, Finland","Umeå, Sweden"',
        '"40.3","12","0.4"',
        "",
        "",
    ]
    return b"\xff\xfe" + "\n".join(lines).encode("utf-16-le")


def audience_excel() -> bytes:
    """Saved by a Finnish Excel: decimals became dates in two blocks; a Follows chart is repeated."""
    rows = [
        ["Age & gender"],
        ["", "Women", "Men"],
        ["18-24", "3.huhti", "1.kesä"],
        ["65+", "15", "6.touko"],
        [],
        ["Top towns/cities"],
        ["Äänekoski, Finland", "Jämsä, Finland"],
        ["74.3", "4.tammi"],
        [],
        ["Top countries"],
        ["Finland", "Åland Islands"],
        ["98.4", "0.9"],
        [],
        ["Follows"],
        ["Date", "Primary"],
        ["2025-10-31T00:00:00", "4"],
        ["2025-11-01T00:00:00", "2"],
    ]
    return "".join(";".join(row + [""] * (4 - len(row))) + "\r\n" for row in rows).encode("cp1252")


def content_formats() -> bytes:
    """Sums by format, of a period that nobody tells."""
    rows = ["Views;;", "Reels;Multi-photo;Links", "572;86;79", ";;", "Published content;;", "Reels;Photos;", "46;30;"]
    return ("\r\n".join(rows) + "\r\n").encode("ascii")


SAMPLES = {
    "facebook-31-columns.csv": facebook_31,
    "facebook-38-columns.csv": facebook_38,
    "facebook-impressions-2023.csv": facebook_impressions,
    "facebook-swedish-excel.csv": facebook_swedish_excel,
    "facebook-swedish-and-english.csv": facebook_mixed,
    "facebook-spanish.csv": facebook_spanish,
    "facebook-french.csv": facebook_french,
    "facebook-by-day.csv": facebook_by_day,
    "facebook-two-pages.csv": facebook_two_pages,
    "instagram-18-columns.csv": instagram_18,
    "instagram-excel-wrapped.csv": instagram_wrapped,
    "instagram-swedish-old.csv": instagram_swedish_old,
    "instagram-german-unverified.csv": instagram_german,
    "instagram-excel-damaged.csv": instagram_damaged_ids,
    "chart-facebook-reach.csv": chart_facebook_reach,
    "chart-instagram-visits (1).csv": chart_instagram_visits,
    "chart-views.csv": chart_views,
    "chart-2022-stacked.csv": chart_2022_stacked,
    "chart-excel.csv": chart_excel,
    "chart-unknown-title.csv": chart_unknown,
    "audience.csv": audience,
    "audience-excel.csv": audience_excel,
    "top-content-formats.csv": content_formats,
    "instagram-stories.csv": instagram_stories,
    "instagram-stories-portuguese.csv": instagram_stories_portuguese,
    **ARCHIVES,
    **REPORTS,
}


def main() -> None:
    """Write all of them beside this file."""
    for name, make in SAMPLES.items():
        (Path(__file__).parent / name).write_bytes(make())


if __name__ == "__main__":
    main()
