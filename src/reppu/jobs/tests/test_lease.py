"""One process runs the jobs, and another takes over when it is gone."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from reppu.jobs.lease import LEASE_SECONDS, hold, new_holder, release, seconds_since_heartbeat
from reppu.jobs.models import Lease

pytestmark = pytest.mark.django_db


def silent_for(seconds):
    Lease.objects.update(seen_at=timezone.now() - timedelta(seconds=seconds))


def test_one_of_two_holds_the_lease_and_keeps_it():
    one, other = new_holder(), new_holder()
    assert hold(one)
    assert not hold(other)
    assert hold(one)


def test_a_silent_holder_is_followed_by_another_and_not_before_its_time():
    one, other = new_holder(), new_holder()
    assert hold(one)
    silent_for(LEASE_SECONDS - 2)
    assert not hold(other)
    silent_for(LEASE_SECONDS + 1)
    assert hold(other)
    assert not hold(one)


def test_who_gives_the_lease_back_is_followed_at_once_and_only_its_holder_can():
    one, other = new_holder(), new_holder()
    assert hold(one)
    release(other)
    assert not hold(other)
    release(one)
    assert hold(other)


def test_a_process_of_this_machine_that_is_gone_is_not_waited_for():
    program = "from reppu.jobs.lease import new_holder; print(new_holder())"
    setup = "import django; from django.conf import settings; settings.configure(INSTALLED_APPS=['django.contrib.contenttypes', 'reppu.jobs']); django.setup();"
    gone = subprocess.run([sys.executable, "-c", setup + program], capture_output=True, text=True, check=True).stdout
    assert hold(gone.strip())
    assert hold(new_holder())


def test_a_process_of_another_machine_is_waited_for():
    assert hold("another machine|1|1.00|abc")
    assert not hold(new_holder())


def test_the_heartbeat_tells_how_old_it_is_and_that_there_is_none():
    assert seconds_since_heartbeat() is None
    assert hold(new_holder())
    silent_for(12)
    assert seconds_since_heartbeat() == pytest.approx(12, abs=2)
