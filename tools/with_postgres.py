"""Run a command with a PostgreSQL of its own, which is gone afterwards.

    python tools/with_postgres.py COMMAND...     the command finds it in DATABASE_URL; its exit code is ours

Needs PostgreSQL's programs (Debian: postgresql). PostgreSQL refuses to run as root, so then it runs as another user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_WAIT_SECONDS = 30


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs, of the newest version there is. Raises SystemExit without one."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = str(kept[-1]) if kept else shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is not installed (Debian: postgresql)")
    return found


def other_user() -> dict[str, Any]:
    """Arguments of subprocess for running as somebody else than root; empty when this is not root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            one = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": one.pw_uid, "group": one.pw_gid, "extra_groups": []}
    raise SystemExit("PostgreSQL does not run as root, and there is no user postgres or nobody")


def main(command: list[str]) -> int:
    """Start it, run the command, stop it; the command's exit code."""
    if not command:
        raise SystemExit(__doc__)
    as_other = other_user()
    with tempfile.TemporaryDirectory(prefix="reppu-postgres-") as folder:
        if as_other:
            os.chown(folder, as_other["user"], as_other["group"])
        data = Path(folder) / "data"
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "cwd": folder, **as_other}
        made = [
            program("initdb"),
            "-D",
            str(data),
            "-U",
            "reppu",
            "--auth=trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C.UTF-8",
        ]
        subprocess.run(made, check=True, **quiet)
        with socket.socket() as asking:
            asking.bind(("127.0.0.1", 0))
            port = asking.getsockname()[1]
        # Nothing here is worth keeping over a power cut, and without fsync the tests take half the time.
        told = [
            "-p",
            str(port),
            "-k",
            folder,
            "-c",
            "fsync=off",
            "-c",
            "full_page_writes=off",
            "-c",
            "listen_addresses=127.0.0.1",
        ]
        server = subprocess.Popen([program("postgres"), "-D", str(data), *told], stderr=subprocess.DEVNULL, **quiet)
        try:
            _wait(port, server)
            address = f"postgres://reppu@127.0.0.1:{port}/postgres"
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode
        finally:
            server.terminate()
            server.wait(_WAIT_SECONDS)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise SystemExit(f"PostgreSQL ended with {server.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("PostgreSQL did not start within 30 seconds")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
