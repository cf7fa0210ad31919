"""What whoever watches over the installation is told, and nothing else."""

from __future__ import annotations

from reppu.jobs.models import Lease


def beat(seconds=0):
    from datetime import timedelta

    from django.utils import timezone

    Lease.objects.update_or_create(
        id=1, defaults={"holder": "one", "seen_at": timezone.now() - timedelta(seconds=seconds)}
    )


def test_all_is_well_and_names_nobody(client, cast):
    beat()
    page = client.get("/health/")
    assert page.status_code == 200
    told = page.json()
    assert told["ok"]
    assert told["lake"] == {"ok": True, "lakes": 1, "unreadable": 0}
    assert "karhula" not in page.content.decode()


def test_jobs_that_nobody_runs_or_that_stand_still_are_not_well(client, cast):
    assert client.get("/health/").status_code == 503
    beat(seconds=300)
    page = client.get("/health/")
    assert (page.status_code, page.json()["jobs"]["ok"], page.json()["database"]["ok"]) == (503, False, True)


def test_a_lake_that_cannot_be_read_is_not_well(client, cast, own_home):
    beat()
    broken = own_home / "organisations" / "broken" / "lake"
    broken.mkdir(parents=True)
    (broken / "catalog.sqlite").write_bytes(b"no database at all, but long enough to be taken for one" * 40)
    page = client.get("/health/")
    assert (page.status_code, page.json()["lake"]["unreadable"]) == (503, 1)
