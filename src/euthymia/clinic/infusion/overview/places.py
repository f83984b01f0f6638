"""Which tile stands where: each chair has its place for good, and of more than one page no alarm stays behind."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from euthymia.clinic.infusion.overview.tiles import MARKS, Tile
from euthymia.medicine.watch import Priority

ON_A_PAGE: Final = 20  # tiles that one screen shows at once; more chairs have another page


@dataclass(frozen=True)
class Page:
    """One page of the board, as the way to it shows it.

    number       1 for the first
    alarm        the gravest alarm of its chairs that nobody has acknowledged
    is_here      it is the one that is shown
    """

    number: int
    first: str
    last: str
    alarm: Priority | None
    is_here: bool

    @property
    def mark(self) -> str:
        """Return the mark of its gravest alarm."""
        return MARKS[self.alarm] if self.alarm else ""


def in_order(name: str) -> list[tuple[bool, int, str]]:
    """Return what names of chairs are sorted by: "Chair 9" comes before "Chair 10"."""
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in re.split(r"(\d+)", name)]


def pages(tiles: Sequence[Tile], *, here: int) -> list[Page]:
    """Return the pages that the chairs fill; one alone is no page to go to.

    tiles   of all chairs, in their order
    """
    parts = [tiles[begins : begins + ON_A_PAGE] for begins in range(0, len(tiles), ON_A_PAGE)]
    return [
        Page(number, part[0].chair, part[-1].chair, _gravest(part), number == here)
        for number, part in enumerate(parts, 1)
    ]


def on_page(tiles: Sequence[Tile], number: int) -> list[Tile]:
    """Return the tiles of one page. On the first, unseen alarms of other pages stand in the places of free chairs.

    The first that was raised takes the first free place, so that one that comes later moves none. Where no chair is
    free the way to the other page shows it.
    """
    begins = (number - 1) * ON_A_PAGE
    shown = list(tiles[begins : begins + ON_A_PAGE])
    if number != 1:
        return shown
    elsewhere = sorted((tile for tile in tiles[ON_A_PAGE:] if tile.is_unseen), key=_since_s)
    free = (place for place, tile in enumerate(shown) if not tile.session)
    for place, tile in zip(free, elsewhere, strict=False):
        shown[place] = tile
    return shown


def _since_s(tile: Tile) -> float:
    return tile.says.since_s if tile.says else 0.0


def _gravest(tiles: Sequence[Tile]) -> Priority | None:
    alarms = {tile.says.waits or tile.says.priority for tile in tiles if tile.is_unseen and tile.says}
    return next((priority for priority in MARKS if priority in alarms), None)
