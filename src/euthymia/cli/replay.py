"""`euthymia replay`: send a recording to the listener, with its progress and what was answered."""

import asyncio
import time
from pathlib import Path

from rich.progress import Progress as Bar

from euthymia.demo.replay import Progress, replay


def show(path: str, host: str, port: int, *, speed: float) -> int:
    """Send it; print how many messages went and how each was answered. Status 1 where nobody listens."""
    with Bar(transient=True) as bar:
        task = bar.add_task("sending", total=None)

        def tell(progress: Progress) -> None:
            bar.update(task, completed=progress.number, total=progress.total)

        try:
            done = asyncio.run(replay(Path(path), host, port, now_s=time.time(), speed=speed, tell=tell))
        except OSError as trouble:
            print(
                f"{path} was not sent to {host}:{port}: {trouble.strerror or trouble}. Is the listener running there?"
            )
            return 1
    answers = ", ".join(f"{count} {code}" for code, count in sorted(done.codes.items())) or "none"
    print(f"{done.sent} messages sent; answers: {answers}; {done.unanswered} waited for in vain.")
    return 0
