"""The made-up files of videos, of the insights of 2012-22 and of paid campaigns."""

from __future__ import annotations

from reppu.sources.meta.samples.cells import PAGE, PAGE_NAME, minimal, table, wrapped

_VIDEO_HEADER = (
    "Video asset ID|Universal video ID|Page ID|Page name|Title|Duration (sec)|Publish time|Custom labels|Data comment|Date|"
    "Reach|3-second video views|1-minute video views|Seconds viewed|Average Seconds viewed|3-second viewers|"
    "1-minute viewers|Reactions, comments and shares|Reactions|Comments|Shares|Seconds viewed from Recommendations|"
    "Seconds viewed from Followers|Seconds viewed from Shares|Average Seconds viewed from Boosted posts|"
    "Percentage of total views at interval 1|Percentage of total views at interval 0|"
    "Percentage of total views at interval 12|Percentage of 15-second views at interval 9|Estimated earnings (USD)|"
    "Ad CPM (USD)|Ad impressions|3-second video views by top audience (M, 45-54)|"
    "3-second video views by top audience (F, 65+)|3-second video views by country (Finland (FI))|"
    "3-second video views by country (Åland Islands (AX))"
)


def video_export() -> bytes:
    """Thirty-six of its two hundred columns, as Excel leaves them; the last row is one that Meta could not name."""
    first = ["4380000000000011", "", PAGE, PAGE_NAME, "Elokuva", "12", "10/31/2025 02:50", "", "", "Lifetime"]
    first += [
        "2222",
        "1488",
        "0",
        "14321.665",
        "5.404",
        "1432",
        "0",
        "27",
        "24",
        "1",
        "2",
        "10165.698",
        "3104.439",
        "1051.528",
    ]
    first += ["0", "1", "0.99", "0.3", "0.41", "", "", "0", "101", "25", "7", ""]
    second = ["4380000000000012", "", PAGE, PAGE_NAME, 'Satu "Suo"', "9", "11/02/2025 01:30", "", "", "Lifetime"]
    second += [
        "1196",
        "",
        "0",
        "900.5",
        "3.1",
        "800",
        "0",
        "5",
        "5",
        "0",
        "0",
        "",
        "",
        "",
        "",
        "1",
        "1",
        "",
        "",
        "",
        "",
        "",
    ]
    second += ["", "", "12", "1"]
    nameless = [*[""] * 8, "An error occurred while computing metadata for content with ID 1.", "Lifetime", "5"]
    rows = [_VIDEO_HEADER.split("|"), first, second, nameless + [""] * 25]
    return b"\xef\xbb\xbf" + wrapped(table(rows)).encode()


_INSIGHTS_HEADER = (
    "Post ID|Permalink|Post Message|Type|Countries|Languages|Posted|Audience Targeting|Lifetime Post Total Reach|"
    "Lifetime Post Total Impressions|Lifetime Engaged Users|Lifetime Post Consumptions|Lifetime Negative feedback|"
    "Lifetime Negative Feedback from Users|Lifetime Average time video viewed|Lifetime Organic views to 95%|"
    "Lifetime Organic views to 95%|Lifetime Organic Video Views|Lifetime Organic Video Views|"
    "Lifetime Talking About This (Post) by action type - like|Lifetime Talking About This (Post) by action type - share|"
    "Lifetime Post consumptions by type - link clicks|Lifetime Jokin uusi"
)


def _described(number: str, people: bool = False) -> str:
    return f"Lifetime: The number of {number}. ({'Unique Users' if people else 'Total Count'})"


def old_insights() -> bytes:
    """The post-level export of 2012-22: descriptions in row 2, which alone tell people from times."""
    # fmt: off
    described = [*[""] * 8, _described("people", True), _described("impressions"), _described("people", True),
                 _described("clicks"), _described("people who hid it", True), _described("times it was hidden"),
                 "Lifetime: Average time video viewed (Total Count)", _described("views"), _described("views", True),
                 # here people come first: the description counts and not the order
                 _described("views", True), _described("views"), _described("people", True), _described("people", True),
                 _described("clicks"), _described("something")]
    # fmt: on
    link = "https://www.facebook.com/esimerkki/posts/"
    first = [
        f"{PAGE}_980000000000011",
        f"{link}1:0",
        "Syksyn kirjat,\nnyt hyllyssä",
        "Photo",
        "",
        "",
        "10/1/2015 21:00",
        " ",
    ]
    second = [f"{PAGE}_980000000000012", f"{link}2:0", "Satutunti", "SharedVideo", "", "", "11/1/2015 1:30", ""]
    rows = [
        _INSIGHTS_HEADER.split("|"),
        described,
        [*first, "800", "1200", "33", "41", "1", "2", "0", "", "", "", "", "12", "3", "20", "9"],
        [*second, "90", "120", "3", "4", "0", "0", "7213", "40", "31", "60", "75", "", "", "1", "9"],
    ]
    return table(rows).encode()


_PAGE_HEADER = (
    "Date|Lifetime Total Likes|Daily New Likes|Daily Page Engaged Users|Weekly Total Reach|28 Days Total Impressions|"
    "Daily Negative Feedback|Daily Like Sources - On Your Page|Lifetime Likes by Gender and Age - F.25-34|"
    "Lifetime Likes by City - Turku, Finland|Weekly Reach by Country - FI|Daily Total frequency distribution - 6-10|"
    "Daily Aivan outo - luku"
)


def old_insights_page() -> bytes:
    """The page-level export of 2012-22: a day a row, four windows side by side, slices flattened into headers."""
    # fmt: off
    rows = [_PAGE_HEADER.split("|"),
            ["", "Lifetime: The total number of people who have liked your Page. (Unique Users)",
             "Daily: The number of new people who have liked your Page (Unique Users)", "Daily: engaged (Unique Users)",
             "Weekly: reach (Unique Users)", "28 Days: impressions (Total Count)", "Daily: times (Total Count)",
             "Daily: sources (Unique Users)", "Lifetime: likes (Unique Users)", "Lifetime: likes (Unique Users)",
             "Weekly: reach (Unique Users)", "Daily: reach (Unique Users)", "Daily: outo"],
            ["2015-10-01", "120", "2", "14", "340", "2100", "0", "1", "30", "61", "300", "5", "1"],
            ["2015-10-02", "122", "", "11", "351", "2150", "1", "", "30", "62", "310", "6", "1"]]
    # fmt: on
    return table(rows).encode()


_ADS_HEADER = (
    "Campaign name|Campaign ID|Ad set name|Ad set ID|Ad name|Ad ID|Day|Campaign delivery|Attribution setting|Result type|"
    "Results|Reach|Frequency|Cost per results|Amount spent (EUR)|CPM (cost per 1,000 impressions) (EUR)|"
    "CTR (link click-through rate)|Impressions|Link clicks|Reporting starts|Reporting ends"
)


def _ad(campaign: str, ad_set: str, ad: tuple[str, str], day: str, result: str, numbers: list[str]) -> list[str]:
    # fmt: off
    return [campaign, "120210000000000011", ad_set, "120210000000000022", *ad, day, "active", "7-day click", result,
            *numbers, day, day]
    # fmt: on


def ads_by_day() -> bytes:
    """Ads by day with ids; the first row is the sum of all; two ads of one name."""
    total = [""] * 9 + ["", "", "2400", "1.5", "", "37.5", "", "", "3600", "55", "2025-06-01", "2025-06-02"]
    first, second = ("Kirjakassi", "120210000000000033"), ("Kirjakassi", "120210000000000044")
    clicks, reach = "Link clicks", "Reach"
    rows = [
        _ADS_HEADER.split("|"),
        total,
        _ad(
            "Kesä",
            "Lukijat",
            first,
            "2025-06-01",
            clicks,
            ["14", "700", "1.286", "0.89", "12.5", "13.89", "1.56", "900", "14"],
        ),
        _ad(
            "Kesä",
            "Lukijat",
            first,
            "2025-06-02",
            clicks,
            ["21", "800", "1.5", "0.6", "12.5", "10.42", "1.75", "1200", "21"],
        ),
        _ad(
            "Kesä",
            "Lukijat",
            second,
            "2025-06-02",
            reach,
            ["900", "900", "1.667", "0.01", "12.5", "8.33", "1.33", "1500", ""],
        ),
    ]
    return b"\xef\xbb\xbf" + table(rows).encode()


def ads_of_a_period() -> bytes:
    """A row a campaign and period, without ids: the name is the id; broken down by age, with a row of all ages."""
    header = "Reporting starts|Reporting ends|Campaign name|Age|Results|Result indicator|Amount spent (SEK)|Impressions"
    rows = [
        header.split("|"),
        ["2025-06-01", "2025-06-30", "Höst", "All", "9", "actions:lead", "1200", "52000"],
        ["2025-06-01", "2025-06-30", "Höst", "25-34", "4", "actions:lead", "400.5", "20000"],
        ["2025-06-01", "2025-06-30", "Höst", "65+", "5", "actions:lead", "799.5", "32000"],
    ]
    return b"\xef\xbb\xbf" + table(rows).encode()


def ads_portuguese() -> bytes:
    """Portuguese headers, as public importers know them."""
    header = (
        "Início dos relatórios|Encerramento dos relatórios|Nome da campanha|Nome do conjunto de anúncios|"
        "Veiculação da campanha|Resultados|Alcance|Frequência|Custo por resultados|Valor usado (EUR)|Impressões|"
        "Cliques no link|CPC (custo por clique no link) (EUR)|CTR (taxa de cliques no link)|"
        "Visualizações da página de destino"
    )
    row = [
        "2025-06-01",
        "2025-06-07",
        "Verão",
        "Leitores",
        "active",
        "9",
        "800",
        "1.2",
        "1.4",
        "12.6",
        "960",
        "9",
        "1.4",
    ]
    return b"\xef\xbb\xbf" + table([header.split("|"), [*row, "0.94", "7"]]).encode()


def ads_damaged() -> bytes:
    """Saved by Excel: ids in powers of ten, days that could be mistaken; and two rows that nobody can tell apart."""
    # fmt: off
    rows = [["Campaign name", "Campaign ID", "Day", "Amount spent (EUR)", "Impressions"],
            ["Syksy", "1.2021E+17", "2025-09-01", "12,5", "1 200"],
            ["Syksy", "120210000000000012", "1.9.2025", "12,5", "1200"],
            ["Syksy", "120210000000000012", "2025-09-02", "3,25", "300"],
            ["Talvi", "120210000000000013", "2025-09-02", "4", "400"],
            ["Talvi", "120210000000000013", "2025-09-02", "6", "600"]]
    # fmt: on
    return minimal(rows, ";", "\r\n").encode("utf-8")


def ads_without_days() -> bytes:
    """Neither a day nor a period."""
    return (
        b"\xef\xbb\xbf" + table([["Campaign name", "Amount spent (EUR)", "Impressions"], ["Kesä", "3", "400"]]).encode()
    )


def viewers() -> bytes:
    """Total, new and returning viewers a day: Meta's or TikTok's, nobody can tell; a day without a year."""
    rows = [
        ["Date", "Total Viewers", "New Viewers", "Returning Viewers"],
        ["2025-10-31", "210", "180", "30"],
        ["2025/11/01", "150", "150", "--"],
        ["2 de novembro", "9", "9", "0"],
    ]
    return b"\xef\xbb\xbf" + table(rows).encode()


REPORTS = {
    "viewers-of-meta-or-tiktok.csv": viewers,
    "videos-excel-wrapped.csv": video_export,
    "old-insights-posts.csv": old_insights,
    "old-insights-page.csv": old_insights_page,
    "ads-by-day.csv": ads_by_day,
    "ads-of-a-period.csv": ads_of_a_period,
    "ads-portuguese.csv": ads_portuguese,
    "ads-excel-damaged.csv": ads_damaged,
    "ads-without-days.csv": ads_without_days,
}
