"""Writes the made-up files of this folder: `python -m reppu.sources.ga4.samples.write`.

The web site is nobody's. Bytes have the shapes of real reports; what must be read stands in expected.json, by hand.
"""

from __future__ import annotations

from pathlib import Path

_RULE = "# ----------------------------------------"
_GROUP = "Session primary channel group (Default Channel Group)"
_HEADER = (
    f"{_GROUP},Sessions,Engaged sessions,Engagement rate,Average engagement time per session,Events per session,Event count,"
    "Key events,Session key event rate,Total revenue"
)


def report(
    title: str, *tables: str, days: tuple[str, str] = ("# Start date: 20260101", "# End date: 20260331")
) -> bytes:
    """A report of the menu: title, account and property between two rules, then the period."""
    top = [_RULE, f"# {title}", "# Account: Esimerkki Oy", "# Property: vesi.example", _RULE, "#", "# All Users", *days]
    return ("\n".join([*top, "", "\n\n".join(tables)]) + "\n").encode()


def files() -> dict[str, bytes]:
    """Name → bytes."""
    groups = "\n".join([
        _HEADER,
        "Organic Search,5120,3011,0.588085938,42.71,4.123,21110,12,0.002148438,0",
        "Organic Social,840,301,0.358333333,18.5,2.5,2100,3,0.003571429,0",
        "Paid Social,120,,,9.25,1.5,180,0,0,12.50",
    ])  # fmt: skip
    return {
        "Traffic_acquisition.csv": report(f"Traffic acquisition: {_GROUP}", groups),
        "old-conversions.csv": report(
            "Traffic acquisition: Session source / medium",
            'Session source / medium,Sessions,Conversions\nfacebook.com / referral,77,5\n"news,letter / email",12,1',
        ),
        "overview-stacked.csv": report(
            "Acquisition overview",
            "Nth day,Active users\n0000,31\n0001,28\n0089,0",
            "Session default channel group,Sessions\nOrganic Social,840",
            "Something else,Sessions\nUnknown thing,12",
        ),
        "exploration.csv": (
            f"{_RULE}\n# Free form-Free form 1\n# Account: Esimerkki Oy\n# Property: vesi.example\n{_RULE}\n# 20260723-20260922\n\n"
            "Date,Session source,Sessions,Engagement rate\n,,910,0.5,Grand total\n20260826,linkedin.com,12,0.75\n"
            "20260827,linkedin.com,0,\n20260827,t.co,3,0.3333\n"
        ).encode(),
        "suomeksi.csv": report(
            "Liikenteen hankinta",
            "Istunnon ensisijainen kanavaryhmä,Istunnot\nOrganic Social,840",
            days=("# Alkamispäivä: 20260101", "# Päättymispäivä: 20260331"),
        ),
        "no-period.csv": report("Traffic acquisition", "Session source,Sessions\nt.co,3", days=("#", "#")),
    }


def write(folder: Path) -> None:
    """All files into `folder`."""
    for name, content in files().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    write(Path(__file__).parent)
