"""Who began to follow a page and who visited it, day by day, each with sheets of who they are."""

from __future__ import annotations

from reppu.sources.linkedin.audiences import Slices
from reppu.sources.linkedin.posts import BAD_DATE, day_of_date
from reppu.sources.wide_table import Column, WideTable, attribute, measure
from reppu.sources.workbook import Workbook
from reppu.vocabulary.language import _

_NEW = "linkedin.account.new_followers"

# All four are of that day alone, also "Total followers"; days on which more left than came are negative.
NEW_FOLLOWERS = WideTable(
    kind="linkedin.followers.days",
    platform="linkedin",
    version=1,
    title=_("New followers of a LinkedIn page"),
    subject="account",
    columns=(
        attribute("date", "Date", pt=["Data"], required=True),
        measure(f"{_NEW}|traffic=sponsored", "Sponsored followers", pt=["Seguidores patrocinados"]),
        measure(f"{_NEW}|traffic=organic", "Organic followers", pt=["Seguidores orgânicos"], required=True),
        # since about 2023
        measure(f"{_NEW}|traffic=invited", "Auto-invited followers", pt=["Seguidores convidados automaticamente"]),
        measure(_NEW, "Total followers", pt=["Total de seguidores"], required=True),
    ),
    hooks=(day_of_date,),
    reasons={"bad_date": BAD_DATE},
)

FOLLOWERS = Workbook(
    kind="linkedin.followers",
    platform="linkedin",
    version=1,
    title=_("LinkedIn page, followers export"),
    parts=(
        NEW_FOLLOWERS,
        Slices(
            kind="linkedin.followers.slices",
            title=_("Followers of a LinkedIn page by place and profession"),
            counted={"total followers": "en", "total de seguidores": "pt"},
        ),
    ),
    file_name=r"(?P<account>[^/\\]+?)_followers_(?P<moment>\d{13})",
)

_PAGES = {"overview": ("Overview", "Visão geral"), "life": ("Life", "Dia a dia"), "jobs": ("Jobs", "Vagas")}
_DEVICES = {"desktop": ("desktop", "computadores"), "mobile": ("mobile", "dispositivos móveis"), "": ("total", "total")}


def _visits() -> list[Column]:
    columns = []
    for page, (en, pt) in [*_PAGES.items(), ("", ("Total", ""))]:
        for name, words in (("page_views", "page views"), ("unique_visitors", "unique visitors")):
            for device, (on, em) in _DEVICES.items():
                part = ";".join(f"{key}={word}" for key, word in (("device", device), ("page", page)) if word)
                columns.append(
                    measure(
                        f"linkedin.account.{name}" + (f"|{part}" if part else ""),
                        f"{en} {words} ({on})",
                        required=(name, page, device) == ("page_views", "overview", ""),
                        # the Portuguese words for visitors are not known
                        pt=[f"Visualizações da página {pt} ({em})"] if pt and name == "page_views" else [],
                    )
                )
    return columns


VISITS = WideTable(
    kind="linkedin.visitors.days",
    platform="linkedin",
    version=1,
    title=_("Visits to a LinkedIn page"),
    subject="account",
    columns=(attribute("date", "Date", pt=["Data"], required=True), *_visits()),
    hooks=(day_of_date,),
    reasons={"bad_date": BAD_DATE},
)

VISITORS = Workbook(
    kind="linkedin.visitors",
    platform="linkedin",
    version=1,
    title=_("LinkedIn page, visitors export"),
    parts=(
        VISITS,
        Slices(
            kind="linkedin.visitors.slices",
            title=_("Visitors of a LinkedIn page by place and profession"),
            counted={"total views": "en", "total visitors": "en"},
            prefix="visitor_",
        ),
    ),
    file_name=r"(?P<account>[^/\\]+?)_visitors_(?P<moment>\d{13})",
)
