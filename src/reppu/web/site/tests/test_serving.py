"""`reppu serve` as somebody starts and stops it: a process of its own, asked over the network of this machine."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from reppu.vocabulary.errors import ReppuError
from reppu.web.site.serving import check_address

WAIT_SECONDS = 60  # a busy machine; on an idle one the site answers in two

START = """
import os, sys
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.serving_settings"
from reppu.web.site.serving import serve
serve(Path(sys.argv[1]), "127.0.0.1", int(sys.argv[2]), lambda address, word: print(address, flush=True))
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@contextmanager
def site(home):
    """A site with the made-up jobs of the jobs' tests; its port and its process."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(home), str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "REPPU_HOME": str(home)},
    )  # fmt: skip
    try:
        assert process.stdout.readline() == f"http://127.0.0.1:{port}/\n", process.stderr.read()
        yield port, process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def get(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=WAIT_SECONDS) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


def in_site(home, program):
    """What a program prints that uses the site's database from outside, as the command line does."""
    setup = "import django; django.setup(); from reppu.jobs.facade import *; from reppu.jobs.models import *; "
    environment = {**os.environ, "REPPU_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tests.serving_settings"}
    done = subprocess.run(
        [sys.executable, "-c", setup + program], capture_output=True, text=True, env=environment, check=True
    )
    return done.stdout.strip()


def wait_until(look):
    until = time.monotonic() + WAIT_SECONDS
    while not (seen := look()):
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.1)
    return seen


START_LINGERING = "print(start_job('jobs.{kind}', organisation_id=None, arguments={{'seconds': {seconds}}}))"
STATE = "print(Job.objects.get(id='{job}').state)"


def test_the_site_answers_is_healthy_and_stops_when_told(own_home):
    with site(own_home) as (port, process):
        assert get(port, "/account/login/")[0] == 200
        status, told = get(port, "/health/")
        assert (status, json.loads(told)["ok"]) == (200, True)
        assert json.loads(told)["jobs"]["heartbeat_seconds"] < 30
        process.send_signal(signal.SIGTERM)
        printed, logged = process.communicate(timeout=WAIT_SECONDS)
        assert process.returncode == 0
        assert (printed, logged) == ("", "")


def test_a_resumable_job_that_is_stopped_with_the_site_ends_when_it_is_started_again(own_home):
    with site(own_home) as (_port, process):
        job = in_site(own_home, START_LINGERING.format(kind="linger", seconds=3600))
        other = in_site(own_home, START_LINGERING.format(kind="linger_once", seconds=3600))
        wait_until(lambda: in_site(own_home, "print(Job.objects.filter(state='running').count())") == "2")
        process.send_signal(signal.SIGTERM)
        process.wait(WAIT_SECONDS)
    assert process.returncode == 0
    assert (own_home / "put in order").exists()
    assert in_site(own_home, STATE.format(job=job)) == "waiting"
    assert in_site(own_home, f"print(look_at_job('{other}', organisation_id=None).fault)") == (
        "The site was stopped while this was being done, so it was not done. Start it again."
    )
    in_site(own_home, "Job.objects.update(arguments={'seconds': 0})")
    with site(own_home):
        wait_until(lambda: in_site(own_home, STATE.format(job=job)) == "done")


def test_a_job_of_a_site_that_was_killed_ends_its_process_and_is_begun_again(own_home):
    with site(own_home) as (_port, process):
        job = in_site(own_home, START_LINGERING.format(kind="linger", seconds=3600))
        wait_until(lambda: (own_home / "begun").exists() and (own_home / "begun").read_text())
        process.kill()
        process.wait()
    wait_until((own_home / "put in order").exists)
    assert in_site(own_home, STATE.format(job=job)) == "running"  # nobody was there to say otherwise
    in_site(own_home, "Job.objects.update(arguments={'seconds': 0})")
    with site(own_home):
        wait_until(lambda: in_site(own_home, STATE.format(job=job)) == "done")


def test_an_address_that_is_taken_says_so_and_names_another_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ReppuError, match=f"Something else listens at 127.0.0.1:{port} already.*--port {port + 1}"):
            check_address("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("192.0.2.1", "“192.0.2.1” is no address of this machine. Expected: 127.0.0.1 for this machine alone"),
        ("300.1.2.3.4", "There is no address “300.1.2.3.4”. Expected: 127.0.0.1 for this machine alone"),
    ],
)
def test_an_address_of_another_machine_or_of_none_ends_the_command_with_words(own_home, host, words):
    command = [sys.executable, "-m", "reppu", "serve", "--home", str(own_home), "--host", host]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(words)
    assert not own_home.exists()
