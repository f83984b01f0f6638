"""The line from the listener to the web: in a folder where nobody else can put a socket in its place."""

import asyncio

import pytest

from euthymia.clinic.infusion.devices.doorbell import Doorbell, NotOurFolder, hear


async def heard(path):
    bell = Doorbell(path)
    await bell.open()
    try:
        lines = hear(path)
        first = asyncio.ensure_future(anext(lines, None))
        while not bell._ears and not first.done():
            await asyncio.sleep(0)
        bell.say(beat=1)
        return await first
    finally:
        await bell.close()


def test_it_makes_a_folder_of_its_own(tmp_path):
    assert asyncio.run(heard(tmp_path / "own" / "listener.sock")) == {"beat": 1}
    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_that_others_may_write_into_is_refused_by_both_ends(tmp_path, mode):
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(mode)
    path = tmp_path / "open" / "listener.sock"

    with pytest.raises(NotOurFolder, match="only this account may write"):
        asyncio.run(Doorbell(path).open())
    assert asyncio.run(anext(hear(path), None)) is None


def test_a_link_in_the_folder_s_place_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(NotOurFolder):
        asyncio.run(Doorbell(tmp_path / "link" / "listener.sock").open())
