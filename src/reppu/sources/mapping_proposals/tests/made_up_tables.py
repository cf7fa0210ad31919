"""Made-up exports with enough rows for sums to tell, their headings in languages that nobody has verified, and the count
of what was proposed rightly, wrongly or left to ask. No row is anybody's.
"""

from __future__ import annotations

import csv
import io
import random
import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from reppu.sources.bytes import Source
from reppu.sources.mapping_proposals.orders import ORDERS
from reppu.sources.mapping_proposals.proposals import ASK, LEFT_OUT, TableProposal
from reppu.sources.mapping_proposals.proposing import propose_table
from reppu.sources.platforms import READERS
from reppu.sources.recognising import known_headers, tables_in
from reppu.sources.tables import Sheet, norm, open_sheet
from reppu.sources.wide_table import WideTable

KNOWN = known_headers(READERS)
ROWS = 40
_FIRST = datetime(2025, 1, 3, 9, 12, tzinfo=UTC)
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_WORDS = [
    "lukupiiri",
    "kirjasto",
    "aamulla",
    "avoinna",
    "tervetuloa",
    "vesi",
    "kirkasta",
    "näyttely",
    "museo",
    "ilta",
    "lapset",
    "runo",
    "kartta",
    "polku",
]


def table_called(kind: str) -> WideTable:
    return next(table for reader in READERS for table in tables_in(reader) if table.kind == kind)


def rows_of(kind: str, order: Sequence[str], seed: int = 1) -> list[list[str]]:
    """Heading in English, and forty rows in which sums hold as the platforms' do."""
    chance = random.Random(seed)
    maker = {"meta": _meta_row, "x": _x_row}[kind.partition(".")[0]]
    return [list(order), *(maker(kind, order, number, chance) for number in range(ROWS))]


def _numbers(chance: random.Random) -> dict[str, int]:
    reach = int(chance.lognormvariate(6, 1)) + 30
    parts = {name: int(reach * share * chance.random()) for name, share in (("likes", 0.1), ("comments", 0.03), ("shares", 0.02))}  # fmt: skip
    return {"reach": reach, "views": int(reach * (1.1 + chance.random())), "link": int(reach * 0.03 * chance.random()), "other": int(reach * 0.05 * chance.random()), **parts}  # fmt: skip


def _meta_row(kind: str, order: Sequence[str], number: int, chance: random.Random) -> list[str]:
    at = _FIRST + timedelta(days=number, minutes=chance.randrange(600))
    seen = _numbers(chance)
    text = " ".join(chance.choices(_WORDS, k=12))
    wall = (at - timedelta(hours=8)).strftime("%m/%d/%Y %H:%M")
    total = seen["likes"] + seen["comments"] + seen["shares"]
    instagram = kind.endswith("instagram")
    if instagram:
        digits = ((int(at.timestamp() * 1000) - 1314220021721) << 23) | 12345
        code = "".join(_BASE64[(digits >> (6 * place)) & 63] for place in reversed(range(11)))
        link = f"https://www.instagram.com/p/{code}/"
    else:
        link = f"https://www.facebook.com/esimerkkilankirjasto/posts/{939000000000000 + number}"
    cells = {
        "post id": str((18000000000000000 if instagram else 939000000000000) + number * 7919),
        "page id": "615500000000017",
        "account id": "17841400000000017",
        "page name": "Esimerkkilän kirjasto",
        "account name": "Esimerkkilän kirjasto",
        "account username": "esimerkkilankirjasto",
        "title": text if number % 3 else "",
        "description": "" if number % 3 and not instagram else text + " elokuva",
        "duration (sec)": "0" if number % 3 else "31",
        "publish time": wall,
        "permalink": link,
        "is crosspost": "0",
        "is share": "0",
        "post type": ("IG image", "IG reel")[number % 2] if instagram else ("Photos", "Reels", "Links")[number % 3],
        "date": "Lifetime",
        "views": str(seen["views"]),
        "reach": str(seen["reach"]),
        "likes": str(seen["likes"]),
        "reactions, comments and shares": str(total),
        "reactions": str(seen["likes"]),
        "comments": str(seen["comments"]),
        "shares": str(seen["shares"]),
        "total clicks": str(seen["link"] + seen["other"]),
        "link clicks": str(seen["link"]),
        "other clicks": str(seen["other"]),
        "saves": str(seen["shares"] // 2),
        "follows": str(number % 3),
        "seconds viewed": str(seen["views"] * 3) if number % 3 == 0 else "",
        "average seconds viewed": "3" if number % 3 == 0 else "",
        "reach from organic posts": str(seen["reach"]),
        "3-second video views": str(seen["views"] // 2),
        "3-second viewers": str(seen["reach"] // 3),
    }
    return [cells.get(norm(heading), "") for heading in order]


def _x_row(kind: str, order: Sequence[str], number: int, chance: random.Random) -> list[str]:
    at = _FIRST + timedelta(days=number, minutes=0 if "days" in kind else chance.randrange(600))
    seen = _numbers(chance)
    digits = (int(at.timestamp() * 1000) - 1288834974657) << 22
    engagements = seen["likes"] + seen["comments"] + seen["shares"] + seen["link"] + seen["other"]
    new = kind.endswith("2024")
    day = f"{at:%a, %b} {at.day}, {at.year}" if new else f"{at:%Y-%m-%d}"
    cells = {
        "tweet id": str(digits),
        "post id": str(digits),
        "tweet permalink": f"https://twitter.com/EsimerkkiVesi/status/{digits}",
        "post link": f"https://x.com/esimerkkivesi/status/{digits}",
        "tweet text": " ".join(chance.choices(_WORDS, k=12)),
        "post text": " ".join(chance.choices(_WORDS, k=12)),
        "time": f"{at:%Y-%m-%d %H:%M} +0000",
        "date": day,
        "tweets published": str(number % 3),
        "impressions": str(seen["views"]),
        "engagements": str(engagements),
        "engagement rate": f"{engagements / seen['views']:.16f}",
        "likes": str(seen["likes"]),
        "replies": str(seen["comments"]),
        "retweets": str(seen["shares"]),
        "reposts": str(seen["shares"]),
        "user profile clicks": str(seen["other"] // 2),
        "url clicks": str(seen["link"]),
        "bookmarks": str(number % 5),
        "new follows": str(number % 2),
        "unfollows": str(number % 4),
    }
    promoted = "-" if not new else "0"
    return [
        cells.get(norm(h), promoted if norm(h).startswith("promoted") or not new else str(number % 3)) for h in order
    ]


# What a Finnish platform might call its columns: written down by us without a look at words.py's stems, and as unsure.
FINNISH = {
    "post id": "Julkaisun tunnus",
    "tweet id": "Twiitin tunnus",
    "page id": "Sivun tunnus",
    "account id": "Tilin tunnus",
    "page name": "Sivun nimi",
    "account name": "Tilin nimi",
    "account username": "Tilin käyttäjänimi",
    "title": "Otsikko",
    "description": "Kuvaus",
    "duration (sec)": "Kesto (s)",
    "publish time": "Julkaisuaika",
    "caption type": "Kuvatekstin tyyppi",
    "permalink": "Pysyvä linkki",
    "tweet permalink": "Twiitin pysyvä linkki",
    "post link": "Julkaisun linkki",
    "tweet text": "Twiitin teksti",
    "post text": "Julkaisun teksti",
    "is crosspost": "On ristiinjulkaisu",
    "is share": "On jaettu",
    "post type": "Julkaisun tyyppi",
    "languages": "Kielet",
    "custom labels": "Omat tunnisteet",
    "funded content status": "Rahoitetun sisällön tila",
    "data comment": "Tietoja koskeva kommentti",
    "date": "Päivämäärä",
    "time": "Aika",
    "views": "Näyttökerrat",
    "reach": "Kattavuus",
    "reactions, comments and shares": "Reaktiot, kommentit ja jaot",
    "reactions": "Reaktiot",
    "comments": "Kommentit",
    "shares": "Jaot",
    "likes": "Tykkäykset",
    "saves": "Tallennukset",
    "follows": "Seuraamiset",
    "total clicks": "Klikkaukset yhteensä",
    "link clicks": "Linkin klikkaukset",
    "other clicks": "Muut klikkaukset",
    "matched audience targeting consumption (photo click)": "Vastaavan yleisön kohdentamisen kulutus (kuvan klikkaus)",
    "seconds viewed": "Katsotut sekunnit",
    "average seconds viewed": "Katsotut sekunnit keskimäärin",
    "estimated earnings (usd)": "Arvioidut ansiot (USD)",
    "ad impressions": "Mainosten näyttökerrat",
    "reach from organic posts": "Orgaanisten julkaisujen kattavuus",
    "reach from boosted posts": "Mainostettujen julkaisujen kattavuus",
    "3-second video views": "Videon 3 sekunnin katselut",
    "1-minute video views": "Videon 1 minuutin katselut",
    "3-second viewers": "3 sekunnin katsojat",
    "1-minute viewers": "1 minuutin katsojat",
    "3-second video views from boosted posts": "Mainostettujen julkaisujen 3 sekunnin katselut",
    "3-second video views from organic posts": "Orgaanisten julkaisujen 3 sekunnin katselut",
    "negative feedback from users": "Käyttäjien kielteinen palaute",
    "unique negative feedback from users": "Yksittäinen kielteinen palaute käyttäjiltä",
    "impressions": "Näyttökerrat",
    "engagements": "Sitoutumiset",
    "engagement rate": "Sitoutumisaste",
    "retweets": "Uudelleentwiittaukset",
    "reposts": "Uudelleenjulkaisut",
    "replies": "Vastaukset",
    "user profile clicks": "Käyttäjäprofiilin klikkaukset",
    "url clicks": "URL-osoitteen klikkaukset",
    "hashtag clicks": "Aihetunnisteen klikkaukset",
    "detail expands": "Tietojen laajennukset",
    "permalink clicks": "Pysyvän linkin klikkaukset",
    "app opens": "Sovelluksen avaukset",
    "app installs": "Sovelluksen asennukset",
    "email tweet": "Twiitin lähettäminen sähköpostilla",
    "dial phone": "Soitot puhelimella",
    "media views": "Median katselut",
    "media engagements": "Median sitoutumiset",
    "bookmarks": "Kirjanmerkit",
    "new follows": "Uudet seuraamiset",
    "unfollows": "Seuraamisen lopettamiset",
    "profile visits": "Profiilikäynnit",
    "create post": "Luodut julkaisut",
    "video views": "Videon katselut",
    "tweets published": "Julkaistut twiitit",
    "video": "Video",
    "videotitel": "Videon otsikko",
    "veröffentlichungszeitpunkt des videos": "Videon julkaisuaika",
    "aufrufe": "Katselukerrat",
    "wiedergabezeit (stunden)": "Katseluaika (tuntia)",
    "abonnenten": "Tilaajat",
    "impressionen": "Näyttökerrat",
    "klickrate der impressionen (%)": "Näyttökertojen klikkausprosentti (%)",
    "post title": "Julkaisun otsikko",
    "campaign name": "Kampanjan nimi",
    "posted by": "Julkaisija",
    "created date": "Luontipäivä",
    "campaign start date": "Kampanjan alkamispäivä",
    "campaign end date": "Kampanjan päättymispäivä",
    "audience": "Kohdeyleisö",
    "views (excluding offsite video views)": "Katselut (ilman sivuston ulkopuolisia videon katseluja)",
    "offsite views": "Katselut sivuston ulkopuolella",
    "clicks": "Klikkaukset",
    "click through rate (ctr)": "Klikkausprosentti",
    "content type": "Sisällön tyyppi",
    "unique impressions (organic)": "Yksilölliset näyttökerrat (orgaaniset)",
    **{
        f"{name} ({part})": f"{word} ({parts})"
        for name, word in (
            ("impressions", "Näyttökerrat"),
            ("clicks", "Klikkaukset"),
            ("reactions", "Reaktiot"),
            ("comments", "Kommentit"),
            ("reposts", "Uudelleenjulkaisut"),
            ("engagement rate", "Sitoutumisaste"),
        )
        for part, parts in (("organic", "orgaaniset"), ("sponsored", "sponsoroidut"), ("total", "yhteensä"))
    },
}


def in_finnish(headings: Sequence[str]) -> list[str]:
    """Headings in a Finnish that nobody has verified."""
    found = []
    for heading in headings:
        plain = norm(heading).removeprefix("promoted ")
        word = FINNISH.get(plain, plain)
        found.append(f"Mainostetut: {word[0].lower()}{word[1:]}" if norm(heading).startswith("promoted ") else word)
    return found


def in_random_letters(headings: Sequence[str], seed: int = 7) -> list[str]:
    """Headings in no language; the same word for the same heading."""
    chance = random.Random(seed)
    made: dict[str, str] = {}
    for heading in headings:
        made.setdefault(norm(heading), "".join(chance.choices(string.ascii_lowercase.replace("a", ""), k=9)))
    return [made[norm(heading)] if norm(heading) else "" for heading in headings]


def written(rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def sheet_of(data: bytes) -> Sheet:
    return open_sheet(Source(data=data), "taulukko.csv", None, KNOWN)


def proposed(rows: Sequence[Sequence[str]], **more: object) -> TableProposal:
    found = propose_table(sheet_of(written(rows)), READERS, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


@dataclass
class Counted:
    """How many columns of one table were proposed how. wrong: (heading in English, what it is, what it was taken for)."""

    columns: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str, str, str]] = field(default_factory=list)
    proposal: TableProposal | None = None

    def add(self, other: Counted) -> None:
        self.columns += other.columns
        self.wrong += other.wrong


# One meaning under the names of a known export and of a table of one's own.
_SAME = {
    "exported_id": "id",
    "published": "date",
    "exported_time": "date",
    "description": "text",
    "title": "text",
    "post_type": "kind",
    "bookmarks": "saves",
    "new_follows": "follows",
    "day": "date",
}


def count(rows: Sequence[Sequence[str]], kind: str, headings: Sequence[str], header_row: int = 1) -> Counted:
    """Proposes for the rows with other headings, and compares with what the export's reader makes of the true ones."""
    table = table_called(kind)
    true = _truth(table, rows, header_row)
    changed = [*rows[: header_row - 1], list(headings), *rows[header_row:]]
    proposal = proposed(changed)
    counted = Counted(proposal=proposal)
    for column in proposal.columns:
        what = true.get(column.number, LEFT_OUT)
        if column.target is None or column.sure == ASK:
            counted.columns["ask"] += 1
            continue
        right = column.target == what or (
            not proposal.is_known_export and column.target == _plain(what) and bool(what)
        ) or (proposal.reads_as != kind and proposal.is_known_export and _plain(column.target) == _plain(what))  # fmt: skip
        # a blank column that is left out says nothing
        blank = column.target == LEFT_OUT and not column.examples
        counted.columns["blank" if blank else f"{column.sure} {'right' if right else 'wrong'}"] += 1
        if not right and not blank:
            counted.wrong.append((rows[header_row - 1][column.number - 1], what, column.target, column.sure))
    return counted


def _plain(target: str) -> str:
    name = target.rpartition(".")[2]
    return _SAME.get(name, name)


def _truth(table: WideTable, rows: Sequence[Sequence[str]], header_row: int) -> dict[int, str]:
    plain = [[cell.partition(" (USD)")[0] for cell in cells] for cells in rows]  # the reader takes the currency off
    layout = table.layout(sheet_of(written(plain)))
    assert layout is not None and layout.header_row == header_row
    return {
        position + 1: table.columns[index].target or LEFT_OUT
        for index, position in layout.positions.items()
        if table.columns[index].target
    }


def every_order() -> list[tuple[str, Sequence[str]]]:
    """(kind, headings in order) of all exports of which we know the order and make up rows."""
    return [
        (kind, order.split("|"))
        for kind, orders in ORDERS.items()
        for order in orders
        if kind.split(".")[0] in ("meta", "x")
    ]
