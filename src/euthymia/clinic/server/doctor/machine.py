"""The machine: open files, disk, clock."""

import ctypes
import os
import resource
import shutil
from pathlib import Path
from typing import Final

from euthymia.clinic.server import folder
from euthymia.clinic.server.doctor.finding import Finding, look, right, wrong

LEAST_FILES: Final = 4096  # some for each device, page and stream
LEAST_FREE: Final = 1_000_000_000  # bytes; below it copies and records fail within days
FEW_FREE: Final = 5_000_000_000
FAR_S: Final = 2.0  # a second is the finest that HTTP's Date tells
_STA_UNSYNC: Final = 0x40  # sys/timex.h
_STATUS_AT: Final = 40  # bytes into struct timex, on 64-bit Linux


def examine(home: Path) -> list[Finding]:
    """Look at the machine as it is now."""
    place = next(path for path in (home, *home.parents) if path.exists())
    usage, nodes = shutil.disk_usage(place), os.statvfs(place)
    return [
        files(*_open_files(home)),
        disk(place, usage.free, usage.total, nodes.f_favail if nodes.f_files else None),
        kernel_clock(_is_synchronised()),
    ]


def files(limit: int, whose: str) -> Finding:
    """Judge how many files may be open."""
    many = "without limit" if limit == resource.RLIM_INFINITY else f"{limit:,}"
    if limit == resource.RLIM_INFINITY or limit >= LEAST_FILES:
        return right("open files", f"{many}, {whose}")
    advice = f"Set LimitNOFILE=65536 in the unit (euthymia deploy systemd), or ulimit -n {LEAST_FILES} before serve."
    return wrong("open files", f"{many}, {whose}: further devices and pages are turned away", advice)


def _open_files(home: Path) -> tuple[int, str]:
    """Return the least limit of the clinic's processes; of this one, where none works."""
    limits = [soft for process in processes(home) if (soft := _soft_limit(process)) is not None]
    if limits:
        return min(limits), f"by the clinic's {len(limits)} processes"
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0], "as in this shell; the clinic does not run"


def processes(home: Path) -> list[int]:
    """Return the processes that work in the clinic's folder, by their lock."""
    try:
        file = (home / folder.LOCK).stat()
        rows = Path("/proc/locks").read_text("ascii").splitlines()
    except OSError:
        return []
    wanted = f"{os.major(file.st_dev):02x}:{os.minor(file.st_dev):02x}:{file.st_ino}"
    return sorted({int(words[4]) for row in rows if len(words := row.split()) > 5 and words[5] == wanted})


def _soft_limit(process: int) -> int | None:
    try:
        return resource.prlimit(process, resource.RLIMIT_NOFILE)[0]
    except (OSError, AttributeError):
        return None


def disk(place: Path, free: int, total: int, nodes: int | None) -> Finding:
    """Judge the room on the disk."""
    seen = f"{free / 1e9:,.1f} GB of {total / 1e9:,.1f} GB free at {place}"
    if free < LEAST_FREE or (nodes is not None and nodes < 1000):
        return wrong("disk", seen, "Give it room now: a full disk stops recording.")
    if free < FEW_FREE:
        return look("disk", seen, "Give it room soon.")
    return right("disk", seen)


def kernel_clock(is_synchronised: bool | None) -> Finding:
    """Judge the clock by what the kernel knows of a time server."""
    if is_synchronised is None:
        return look(
            "clock", "this system does not say", "See that a time server sets it: timedatectl, chronyc tracking"
        )
    if is_synchronised:
        return right("clock", "set by a time server")
    advice = "Turn it on: timedatectl set-ntp true. Times of doses and alarms are this clock's."
    return wrong("clock", "no time server sets it", advice)


def _is_synchronised() -> bool | None:
    """Ask the kernel (adjtimex(2), which changes nothing with modes 0); None where that cannot be asked."""
    try:
        buffer = ctypes.create_string_buffer(256)
        if ctypes.CDLL(None, use_errno=True).adjtimex(buffer) < 0 or ctypes.sizeof(ctypes.c_long) != 8:
            return None
    except (OSError, AttributeError):
        return None
    return not int.from_bytes(buffer.raw[_STATUS_AT : _STATUS_AT + 4], "little") & _STA_UNSYNC


def clock_of_front(off_s: float | None) -> Finding:
    """Judge our clock by the web server's in front."""
    check = "clock and web server"
    if off_s is None:
        return look(check, "the web server says no time", "See that a time server sets both clocks.")
    if abs(off_s) <= FAR_S:
        return right(check, f"they differ by less than {FAR_S:.0f} s")
    advice = "Set both by a time server: timedatectl set-ntp true"
    return wrong(check, f"they differ by {abs(off_s):.0f} s", advice)
