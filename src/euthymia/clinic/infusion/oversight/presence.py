"""Which open pages watch which chair, by what each page says of itself every second and a half.

Kept in this web process's memory alone, without a row and without audit: `serve` runs one web process, so it knows
every open page. After it starts again each page is heard again at its next word.
"""

import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

UNWATCHED_S: Final = 3.5  # one word may be lost, and screens are renewed each second: noticed within five
MOST_PAGES: Final = 20  # remembered of one session; the one heard longest ago goes first

Why = Literal["hidden", "closed", "sound off", "not heard", "no page"]
_SAID: Final[dict[Why, str]] = {
    "hidden": "hidden since {at}",
    "closed": "closed at {at}",
    "sound off": "its sound is off since {at}",
    "not heard": "not heard from since {at}",
    "no page": "no page of it was open since {at}",
}


class Said(NamedTuple):
    """What a page says of itself."""

    visible: bool
    audible: bool
    awake: bool = True
    closed: bool = False

    @property
    def fault(self) -> Why | None:
        """Why nobody can be watching it; a page whose tablet may fall asleep still watches."""
        if self.closed:
            return "closed"
        if not self.visible:
            return "hidden"
        return None if self.audible else "sound off"


class Page(NamedTuple):
    """A page as it was last heard.

    since_s     since when it has said the same
    watched_s   when it last watched: visible, with its sound on; None where it never did
    """

    said: Said
    heard_s: float
    since_s: float
    watched_s: float | None


class Unwatched(NamedTuple):
    """A session that no page watches, since when, and what is known of the page heard last."""

    since_s: float
    why: Why

    def in_words(self, clock: str) -> str:
        """Return why, with the time as the clinic's clocks showed it."""
        return _SAID[self.why].format(at=clock)


def heard(was: Page | None, said: Said, *, now_s: float) -> Page:
    """Take what a page says now. One that turned away may have done so right after it last watched.

    A page that closes also says that it is hidden, and the two words may arrive in either order: it stays closed until
    it is seen again.
    """
    if was is None:
        return Page(said, now_s, now_s, None if said.fault else now_s)
    if was.said.closed and not said.visible:
        said = said._replace(closed=True)
    watched_s = was.watched_s if said.fault else now_s
    return Page(said, now_s, was.since_s if said.fault == was.said.fault else now_s, watched_s)


def unwatched(pages: Iterable[Page], *, began_s: float, now_s: float) -> Unwatched | None:
    """Return whether no page has watched for that long, and since when; None while one does.

    began_s   when the session, or this web process, began: until then nobody could be watching
    """
    known = sorted(pages, key=lambda page: page.heard_s)
    last_s = max([began_s, *(page.watched_s for page in known if page.watched_s is not None)])
    if now_s - last_s < UNWATCHED_S:
        return None
    if not known or known[-1].heard_s < began_s:
        return Unwatched(began_s, "no page")
    fault = known[-1].said.fault
    return Unwatched(known[-1].since_s, fault) if fault else Unwatched(last_s, "not heard")


class Presence:
    """The pages of each session, by the session's key."""

    def __init__(self) -> None:
        self.began_s = time.time()
        self._pages: dict[str, dict[str, Page]] = defaultdict(dict)

    def hear(self, session: str, page: str, said: Said, *, now_s: float) -> None:
        """Take what a page of this session says of itself."""
        pages = self._pages[session]
        pages[page] = heard(pages.get(page), said, now_s=now_s)
        if len(pages) > MOST_PAGES:
            del pages[min(pages, key=lambda key: pages[key].heard_s)]

    def of(self, session: str, *, began_s: float, now_s: float) -> Unwatched | None:
        """Return whether this session is unwatched."""
        pages = list(self._pages.get(session, {}).values())
        return unwatched(pages, began_s=max(began_s, self.began_s), now_s=now_s)

    def may_sleep(self, session: str, *, now_s: float) -> bool:
        """Return whether each page that watches stands on a tablet that may fall asleep."""
        pages = list(self._pages.get(session, {}).values())
        watching = [p for p in pages if not p.said.fault and now_s - p.heard_s < UNWATCHED_S]
        return bool(watching) and not any(page.said.awake for page in watching)

    def keep(self, sessions: Iterable[str]) -> None:
        """Forget the pages of all other sessions: those are over."""
        for key in set(self._pages) - set(sessions):
            del self._pages[key]


presence = Presence()
