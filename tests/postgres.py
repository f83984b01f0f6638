"""A temporary PostgreSQL cluster on a free port, owned by another user where the run is root, gone at exit."""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


def programs() -> Path:
    """Find initdb and pg_ctl: Debian keeps them out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    if path := shutil.which("initdb"):
        return Path(path).resolve().parent
    raise SystemExit("PostgreSQL is not installed. Run: apt-get install postgresql")


def start(*, options: tuple[str, ...] = ()) -> str:
    """Start a cluster with its durability on (fsync, synchronous_commit are left at their defaults); give its URL."""
    folder = Path(tempfile.mkdtemp(prefix="euthymia-pg-"))
    port = free_port()
    as_user = _other_user(folder)
    data, bin_ = folder / "data", programs()
    _run([*as_user, bin_ / "initdb", "-D", data, "-U", "clinic", "-A", "trust", "-E", "UTF8", "--no-sync"])
    flags = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} " + " ".join(options)
    _run([*as_user, bin_ / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", flags, "start"])
    atexit.register(stop, folder, as_user)
    return f"postgres://clinic@127.0.0.1:{port}/postgres"


def stop(folder: Path, as_user: list[str]) -> None:
    """Stop the cluster at once and remove it."""
    subprocess.run(
        [*as_user, str(programs() / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"],
        capture_output=True,
        check=False,
    )
    shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Ask the system for a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _other_user(folder: Path) -> list[str]:
    if os.getuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[object]) -> None:
    # Output to a file: pg_ctl's child would keep a pipe open for ever.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run([str(c) for c in command], stdout=output, stderr=output, check=False)
        if done.returncode:
            output.seek(0)
            raise SystemExit(f"{command[-1]}: {output.read().decode(errors='replace')[-800:]}")
