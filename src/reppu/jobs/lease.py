"""Which process runs the jobs: the one that holds the lease, a row of the database with a heartbeat.

A process takes the lease when nobody holds it, when its holder has been silent for LEASE_SECONDS, or when the holder was a
process of this machine that is gone (after a crash the next start need not wait). One statement of the database decides
between two that try. A holder that comes back after a sleep finds it taken and stops what it was doing.
"""

from __future__ import annotations

import socket
import uuid
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import psutil
from django.db.models import Q
from django.utils import timezone

from reppu.jobs.models import Lease

# Our choices: a busy machine may stop a thread for some seconds, and a takeover after a power cut may take half a minute.
BEAT_SECONDS = 5
LEASE_SECONDS = 30


def new_holder() -> str:
    """A name for one worker: machine, process, when the process began, and what makes it the only one."""
    me = psutil.Process()
    return "|".join((_machine(), str(me.pid), f"{me.create_time():.2f}", uuid.uuid4().hex[:12]))


def hold(holder: str) -> bool:
    """Takes the lease or shows that one is alive; False when another holds it."""
    Lease.objects.get_or_create(id=Lease.ONLY)
    now = timezone.now()
    free = Q(holder="") | Q(holder=holder) | Q(seen_at=None) | Q(seen_at__lt=now - timedelta(seconds=LEASE_SECONDS))
    dead = _dead_holder()
    if dead:
        free |= Q(holder=dead)
    return bool(Lease.objects.filter(free, id=Lease.ONLY).update(holder=holder, seen_at=now))


def release(holder: str) -> None:
    """Gives the lease back, so that the next process need not wait."""
    Lease.objects.filter(id=Lease.ONLY, holder=holder).update(holder="")


def seconds_since_heartbeat() -> float | None:
    """How long ago the holder last showed itself; None when nobody holds the lease."""
    lease = Lease.objects.filter(id=Lease.ONLY).exclude(holder="").first()
    if lease is None or lease.seen_at is None:
        return None
    return (timezone.now() - lease.seen_at).total_seconds()


def _dead_holder() -> str:
    """The present holder if it was a process of this machine that has ended, else ""."""
    held = Lease.objects.filter(id=Lease.ONLY).values_list("holder", flat=True).first() or ""
    machine, _, rest = held.partition("|")
    parts = rest.split("|")
    if machine != _machine() or len(parts) != 3:
        return ""
    try:
        began = psutil.Process(int(parts[0])).create_time()
    except psutil.NoSuchProcess:
        return held
    except (psutil.Error, ValueError):
        return ""
    return held if abs(began - float(parts[1])) > 1 else ""


@lru_cache(maxsize=1)
def _machine() -> str:
    # Two containers may have one name and the same process numbers: then their process spaces differ.
    try:
        space = str(Path("/proc/self/ns/pid").readlink())
    except OSError:  # not on Linux
        space = ""
    return f"{socket.gethostname()} {space}".strip().replace("|", "-")
