"""A script that asks for many event streams with one cookie: `python -m bench.operations.script JSON`.

The JSON is as bench/operations/flood.py words it. All are asked for at once, and what is got is held until
the time is over. Prints one JSON line: how many were opened.
"""

import asyncio
import contextlib
import json
import sys


async def held(port: int, key: str, cookie: str) -> bool:
    """Ask for one stream and read it until told to stop; give whether it was opened."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    opened = False
    try:
        writer.write(
            f"GET /chair/{key}/stream?after=1 HTTP/1.1\r\nHost: localhost\r\n"
            f"Cookie: sessionid={cookie}\r\nAccept: text/event-stream\r\n\r\n".encode()
        )
        opened = b" 200 " in await reader.readline()
        while opened and await reader.read(65_536):
            pass
    except asyncio.CancelledError:  # the time is over
        return opened
    finally:
        writer.transport.abort()
    return opened


async def main(port: int, streams: list[tuple[str, str]], seconds: float) -> None:
    tasks = [asyncio.create_task(held(port, key, cookie)) for key, cookie in streams]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    opened = 0
    for task in tasks:
        with contextlib.suppress(OSError, asyncio.CancelledError):
            opened += await task
    print(json.dumps({"opened": opened}), flush=True)


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1])))
