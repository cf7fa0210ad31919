"""Writes the made-up exports of pages and profiles in this folder: `python -m reppu.sources.linkedin.samples.write`.

Nothing in them is anybody's: the waterworks, its people, posts and ids are invented. Their bytes have the shapes of real
exports: genuine old Excel files with a line above the head, numbers as numbers, dates as text. What must be read from each
stands in expected.json, written by hand and not by the program that is tested.
"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlwt

from reppu.sources.tests.written_workbooks import as_xlsx

VANITY = "esimerkki-vesi"
Sheets = dict[str, list[list[Any]]]

DAILY_NOTE = (
    "Aggregated engagement metrics for your organic and sponsored posts over time. Date indicates when your posts were "
    "viewed by LinkedIn members. Data is delayed by up to 2 days. All dates and times are in UTC."
)
POSTS_NOTE = (
    "Engagement metrics for individual posts. Created date indicates when your post was created. All dates and times are "
    "in UTC."
)
DAILY = [
    "Date",
    "Impressions (organic)",
    "Impressions (sponsored)",
    "Impressions (total)",
    "Unique impressions (organic)",
    "Clicks (organic)",
    "Clicks (sponsored)",
    "Clicks (total)",
    "Reactions (organic)",
    "Reactions (sponsored)",
    "Reactions (total)",
    "Comments (organic)",
    "Comments (sponsored)",
    "Comments (total)",
    "Reposts (organic)",
    "Reposts (sponsored)",
    "Reposts (total)",
    "Engagement rate (organic)",
    "Engagement rate (sponsored)",
    "Engagement rate (total)",
]
POSTS = [
    "Post title",
    "Post link",
    "Post type",
    "Campaign name",
    "Posted by",
    "Created date",
    "Campaign start date",
    "Campaign end date",
    "Audience",
    "Impressions",
    "Views (Excluding offsite video views)",
    "Offsite Views",
    "Clicks",
    "Click through rate (CTR)",
    "Likes",
    "Comments",
    "Reposts",
    "Follows",
    "Engagement rate",
    "Content Type",
]
DAILY_PT = [
    "Data",
    "Impressões (orgânicas)",
    "Impressões (patrocinadas)",
    "Impressões (total)",
    "Impressões únicas (orgânicas)",
    "Cliques (orgânicos)",
    "Cliques (patrocinados)",
    "Cliques (total)",
    "Reações (orgânicas)",
    "Reações (patrocinadas)",
    "Reações (total)",
    "Comentários (orgânicos)",
    "Comentários (patrocinados)",
    "Comentários (total)",
    "Compartilhamentos (orgânicos)",
    "Compartilhamentos (patrocinados)",
    "Compartilhamentos (total)",
    "Taxa de engajamento (orgânico)",
    "Taxa de engajamento (patrocinado)",
    "Taxa de engajamento (total)",
]
POSTS_PT = [
    "Título da publicação",
    "Link da publicação",
    "Tipo de publicação",
    "Nome da campanha",
    "Publicada por",
    "Criação",
    "Data de início da campanha",
    "Data de término da campanha",
    "Público",
    "Impressões",
    "Visualizações",
    "Visualizações fora do site",
    "Cliques",
    "Taxa de cliques (CTR)",
    "Gostaram",
    "Comentários",
    "Compartilhamentos",
    "Seguidores",
    "Taxa de engajamento",
    "Tipo de conteúdo",
]
DAILY_ES = [
    "Fecha",
    "Impresiones (orgánicas)",
    "Impresiones (patrocinadas)",
    "Impresiones totales",
    "Impresiones únicas (orgánicas)",
    "Clics (orgánicos)",
    "Clics (patrocinados)",
    "Clics (Totales)",
    "Reacciones (generales)",
    "Reacciones (patrocinadas)",
    "Reacciones (total)",
    "Comentarios (orgánicos)",
    "Comentarios (patrocinados)",
    "Comentarios (totales)",
    "Veces compartido (orgánico)",
    "Veces compartido (patrocinado)",
    "Veces compartido (total)",
    "Tasa de interacción (orgánica)",
    "Tasa de interacción (patrocinada)",
    "Tasa de interacción (total)",
]
POSTS_ES = [
    "Título de la publicación",
    "Enlace de la publicación",
    "Tipo de publicación",
    "Nombre de la campaña",
    "Anunciado por",
    "Fecha de creación",
    "Fecha de inicio de la campaña",
    "Fecha de finalización de la campaña",
    "Público",
    "Impresiones",
    "Visualizaciones",
    "Visualizaciones fuera del sitio",
    "Clics",
    "Porcentaje de clics",
    "Recomendaciones",
    "Comentarios",
    "Veces compartido",
    "Seguidores",
    "Tasa de interacción",
    "Tipo de contenido",
]


def post_id(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> str:
    """The id that LinkedIn would give a post at this moment (UTC); the lowest bits are a made-up number."""
    moment = datetime(year, month, day, hour, minute, tzinfo=UTC)
    return str((round(moment.timestamp()) * 1000 << 22) | 4321)


def link(post: str, kind: str = "activity") -> str:
    """A post's address."""
    return f"https://www.linkedin.com/feed/update/urn:li:{kind}:{post}"


def day_row(day: str, organic: tuple[float, ...], sponsored: tuple[float, ...]) -> list[Any]:
    """A row of daily numbers. organic, sponsored: impressions, clicks, reactions, comments, reposts, rate; then unique."""
    row: list[Any] = [day]
    for place in range(5):
        row += [organic[place], sponsored[place], organic[place] + sponsored[place]]
        if place == 0:
            row.append(organic[6])
    return [*row, organic[5], sponsored[5], round((organic[5] + sponsored[5]) / 2, 6)]


def post_row(
    title: str,
    address: str,
    created: str,
    numbers: list[Any],
    kind: str = "",
    campaign: str = "",
    word: str = "Organic",
) -> list[Any]:
    """A row of a post. numbers: impressions, views, offsite views, clicks, rate, likes, comments, reposts, follows, rate."""
    dates = ["03/01/2026", "03/31/2026"] if campaign else ["", ""]
    return [title, address, word, campaign, "Maija Meikäläinen", created, *dates, "All followers", *numbers, kind]


DAYS = [
    day_row("03/01/2026", (120.0, 6.0, 9.0, 1.0, 2.0, 0.15, 80.0), (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)),
    day_row("03/02/2026", (95.0, 2.0, 4.0, 0.0, -1.0, 0.052632, 70.0), (900.0, 12.0, 3.0, 0.0, 0.0, 0.016667)),
    day_row("03/03/2026", (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0), (410.0, 5.0, -2.0, 0.0, 0.0, 0.007317)),
]


def content() -> Sheets:
    """The export of today: a boosted post in two rows, a post older than the period, three kinds of address."""
    boosted, video, older = post_id(2026, 3, 1, 7, 30), post_id(2026, 3, 2, 12), post_id(2026, 2, 20)
    return {
        "Metrics": [[DAILY_NOTE], DAILY, *DAYS],
        "All posts": [
            [POSTS_NOTE],
            POSTS,
            post_row("Avoimet ovet lauantaina.\n\nTervetuloa, kahvia on! ☕", link(boosted), "02/24/2026",
                     [150.0, "", "", 6.0, 0.04, 9.0, 1.0, 2.0, 1.0, 0.12]),
            post_row("Avoimet ovet lauantaina.\n\nTervetuloa, kahvia on! ☕", link(boosted), "02/24/2026",
                     [1310.0, "", "", 17.0, 0.012977, 1.0, 0.0, 0.0, "", 0.01374], campaign="Kevät, \"ovet\"",
                     word="Sponsored"),
            post_row("Näin vesi puhdistetaan", link(video, "ugcPost"), "03/02/2026",
                     [65.0, 31.0, 4.0, 2.0, 0.030769, -2.0, 0.0, 0.0, "", 0.0], kind="Video"),
            post_row("Vuosikertomus", link(older, "share"), "02/10/2026",
                     [12.0, "", "", 0.0, 0.0, 1.0, 0.0, 0.0, "", 0.083333], kind="Document"),
            post_row("Rikki mennyt rivi", "https://www.linkedin.com/company/esimerkki-vesi/", "03/03/2026",
                     [1.0, "", "", 0.0, 0.0, 0.0, 0.0, 0.0, "", 0.0]),
        ],
    }  # fmt: skip


def updates() -> Sheets:
    """The same export as it was until about 2022: updates, shares, views; no reach, no content type."""
    head = [word.replace("Reposts", "Shares") for word in DAILY if not word.startswith("Unique")]
    rows = [[cells[0], *cells[1:4], *cells[5:]] for cells in DAYS[:1]]
    rows[0][0] = "05/03/2021"
    words = {"Post title": "Update title", "Post link": "Update link", "Post type": "Update type", "Reposts": "Shares",
             "Views (Excluding offsite video views)": "Views"}  # fmt: skip
    posts = [words.get(word, word) for word in POSTS if word not in ("Offsite Views", "Content Type")]
    row = post_row("Vesi.fi uudistui", link(post_id(2021, 5, 3)), "05/03/2021",
                   [40.0, "", "", 3.0, 0.075, 2.0, 0.0, 1.0, 0.0, 0.15])  # fmt: skip
    return {"Update metrics (aggregated)": [[DAILY_NOTE], head, *rows],
            "Update engagement": [[POSTS_NOTE], posts, [*row[:11], *row[12:-1]]]}  # fmt: skip


def in_language(days: list[str], posts: list[str], titles: tuple[str, str], sponsored: str, video: str) -> Sheets:
    """The export with a page in another language: the same order, the same American dates."""
    row = post_row("Água", link(post_id(2026, 3, 2)), "03/02/2026",
                   [65.0, 31.0, 4.0, 2.0, 0.030769, 3.0, 0.0, 1.0, "", 0.092308], kind=video)  # fmt: skip
    paid = post_row("Água", link(post_id(2026, 3, 3)), "03/03/2026",
                    [500.0, "", "", 8.0, 0.016, 3.0, 0.0, 0.0, 2.0, 0.022], campaign="A", word=sponsored)  # fmt: skip
    return {titles[0]: [["…"], days, *DAYS], titles[1]: [["…"], posts, row, paid]}


def followers() -> Sheets:
    """New followers of each day, of which one lost more than it won, and who follows."""
    return {
        "New followers": [
            ["Date", "Sponsored followers", "Organic followers", "Auto-invited followers", "Total followers"],
            ["03/01/2026", 0.0, 4.0, 1.0, 5.0],
            ["03/02/2026", 2.0, -3.0, 0.0, -1.0],
            ["03/03/2026", 0.0, 0.0, 0.0, 0.0],
        ],
        "Location": [
            ["Location", "Total followers"],
            ["Helsinki Metropolitan Area, Finland", 812.0],
            ["Tampere, Finland", 97.0],
        ],
        "Job function": [["Job function", "Total followers"], ["Engineering", 240.0]],
        "Seniority": [["Seniority", "Total followers"], ["Senior", 310.0]],
        "Industry": [["Industry", "Total followers"], ["Utilities", 120.0]],
        "Company size": [["Company size", "Total followers"], ["51-200", 88.0]],
        "Notes": [["Nothing that Reppu knows"]],
    }


def followers_pt() -> Sheets:
    """The same in Portuguese, without the invited ones."""
    return {
        "Novos seguidores": [
            ["Data", "Seguidores patrocinados", "Seguidores orgânicos", "Total de seguidores"],
            ["03/01/2026", 0.0, 2.0, 2.0],
        ],
        "Localidade": [["Localidade", "Total de seguidores"], ["Porto, Portugal", 11.0]],
    }


def visitors() -> Sheets:
    """Page views and unique visitors by page and device, and who visits."""
    head = ["Date"]
    for page in ("Overview", "Life", "Jobs", "Total"):
        for what in ("page views", "unique visitors"):
            head += [f"{page} {what} ({device})" for device in ("desktop", "mobile", "total")]
    first = [10.0, 5.0, 15.0, 8.0, 4.0, 12.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0,
             2.0, 2.0, 4.0, 2.0, 1.0, 3.0, 13.0, 7.0, 20.0, 9.0, 5.0, 14.0]  # fmt: skip
    return {
        "Visitor metrics": [head, ["03/01/2026", *first], ["03/02/2026", *[0.0] * 24]],
        "Location": [["Location", "Total views"], ["Turku, Finland", 6.0]],
        "Industry": [["Industry", "Total views"], ["Construction", 3.0]],
    }


def competitors_older() -> Sheets:
    """Five columns, and the period as a spreadsheet's dates; one's own page among the others."""
    return {
        "COMPETITORS": [
            [date(2023, 9, 1), date(2023, 9, 30)],
            ["Page", "Total Followers", "New Followers", "Total post engagements", "Total posts"],
            ["Esimerkki Vesi Oy", 1204.0, 31.0, 250.0, 9.0],
            ["Naapurin Vesi", 880.0, 12.0, 101.0, 4.0],
            ["Kaupungin Lämpö", 4310.0, -5.0, "", 0.0],
        ]
    }


def competitors_newer() -> Sheets:
    """The columns of today, and the period as day numbers without a date's format."""
    return {
        "COMPETITORS": [
            [46082, 46112],
            ["Page", "New followers", "Posts", "Comments", "Comments per day", "Reactions"],
            ["Naapurin Vesi", 12.0, 4.0, 7.0, 0.2, 88.0],
            ["Kaupungin Lämpö", 25.0, 11.0, 3.0, 0.1, 140.0],
        ]
    }


def creator(text: bool) -> Sheets:
    """A person's own analytics: numbers as numbers (until 2025) or as text (since 2026)."""

    def n(number: int) -> Any:
        return str(number) if text else number

    first, second = link(post_id(2026, 2, 23)), link(post_id(2026, 2, 25), "ugcPost")
    older = "https://www.linkedin.com/posts/maija-meikalainen_vesi-share-" + post_id(2025, 12, 1) + "-AbCd"
    slices = [["Top Demographics", "Value", "Percentage"], ["Job titles", "Engineer", "12%"],
              ["Locations", "Helsinki", "31%"], ["Company size", "11-50 employees", "< 1%"]]  # fmt: skip
    demographics: Sheets = {"DEMOGRAPHICS": slices}
    if text:
        demographics = {
            "AUDIENCE DEMOGRAPHICS": slices,
            "CONTENT DEMOGRAPHICS": [slices[0], ["Seniority", "Senior", "4%"]],
        }
    return {
        "DISCOVERY": [
            ["Overall Performance", "2/22/2026 - 2/28/2026"],
            ["Impressions", n(345)],
            ["Members reached", n(210)],
        ],
        "ENGAGEMENT": [
            ["Date", "Impressions", "Engagements"],
            ["2/22/2026", n(145), n(3)],
            ["2/23/2026", n(200), n(11)],
        ],
        "TOP POSTS": [
            ["Maximum of 50 posts available to include in this list"],
            [],
            ["Post URL", "Post publish date", "Engagements", "", "Post URL", "Post publish date", "Impressions"],
            [first, "2/23/2026", n(9), "", second, "2/25/2026", n(180)],
            ["", "", "", "", first, "2/23/2026", n(120)],
            ["", "", "", "", older, "12/1/2025", n(7)],
        ],
        "FOLLOWERS": [
            ["Total followers on 2/28/2026:", n(1001)],
            [],
            ["Date", "New followers"],
            ["2/22/2026", n(2)],
            ["2/23/2026", n(0)],
        ],
        **demographics,
    }


def as_xls(sheets: Sheets) -> bytes:
    """A genuine old Excel file."""
    book = xlwt.Workbook(encoding="utf-8")
    for title, rows in sheets.items():
        sheet = book.add_sheet(title)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def files() -> dict[str, bytes]:
    """File name → bytes."""
    pt = in_language(DAILY_PT, POSTS_PT, ("Métricas", "Todas as publicações"), "Patrocinada", "Vídeo")
    es = in_language(DAILY_ES, POSTS_ES, ("Indicadores", "Todas las publicaciones"), "Patrocinado", "Video")
    return {
        f"{VANITY}_content_1772704800000.xls": as_xls(content()),
        f"{VANITY}_updates_1620295200000.xls": as_xls(updates()),
        f"{VANITY}_content_1772791200000.xls": as_xls(pt),
        f"{VANITY}_content_1772877600000.xls": as_xls(es),
        f"{VANITY}_followers_1772704800001.xls": as_xls(followers()),
        f"{VANITY}_followers_1772791200001.xls": as_xls(followers_pt()),
        f"{VANITY}_visitors_1772704800002.xls": as_xls(visitors()),
        "Esimerkki_Vesi_Oy_competitor_analytics_1696230000000.xlsx": as_xlsx(competitors_older()),
        "competitors.xlsx": as_xlsx(competitors_newer()),
        "Content_2026-02-22_2026-02-28_Maija Meikäläinen.xlsx": as_xlsx(creator(text=False)),
        "AggregateAnalytics_Maija Meikäläinen_2026-02-22_2026-02-28.xlsx": as_xlsx(creator(text=True)),
    }


def main() -> None:
    """Write them beside this program."""
    for name, content_of in files().items():
        Path(__file__).with_name(name).write_bytes(content_of)


if __name__ == "__main__":
    main()
