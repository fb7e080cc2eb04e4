"""Stories across processes and machines: cards, groups that are followed, piles in parts.

A *card* is what putting a report into a story needs, on one line of JSON (bytes): it is made once, where the report is read (`cards`), and can be
kept, sent, or written by another program: `{"id": ..., "published": "2024-05-13", "outlet": ..., "title": ..., "text": ...}`; id and text must be there.

`Follow` puts cards into stories as they come. `Pile` gives the stories of a whole pile, which `batch` makes in this process and spark/stories.py on
many machines: the same to the label.
"""
from __future__ import annotations

import json
import os
import struct
from array import array
from typing import TYPE_CHECKING, Any, Dict, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Set, Tuple, Union

from . import _core
from ._error import Error

if TYPE_CHECKING:
    from . import Engine, Input

__all__ = ["Change", "Copies", "Follow", "Pile", "PlacedCard", "batch", "cards", "lines", "link", "shared_lines", "sketch"]

PAIR = struct.Struct("=II3f")    # a, b, close
JUDGED = struct.Struct("=IIff")  # a, b, probability, evidence
SOURCE = struct.Struct("=Iif")   # source, is a copy, share
NOBODY = 0xFFFFFFFF


def _engine(engine: Optional["Engine"]) -> _core.Engine:
    from . import _default

    return (engine or _default)._engine()


def cards(inputs: Union[Iterable["Input"], "Input"], engine: Optional["Engine"] = None) -> Iterator[Tuple[str, Optional[bytes], Optional[Error]]]:
    """(id, card, None) of each report, or (id, None, error) of what could not be read. The id is the name of the input; of several reports in
    one input all but the first have #1, #2, ... behind it."""
    from . import _default, _documents

    for name, kept in _documents(engine or _default, inputs):
        for error in kept.errors:
            yield name, None, error
        count = _core.count(kept.run)
        record = _core.reports(kept.run) if count else None
        for i in range(count):
            own = f"{name}#{i}" if i else name
            assert record is not None
            yield own, _core.card(record, i, own), None


class PlacedCard(NamedTuple):
    """Where a card was put, by ids: `story` is the report that founded it, `merged` a story that went into it on this occasion."""

    number: int
    id: str
    story: str
    source: Optional[str]
    is_copy: bool
    share: float
    merged: Optional[str]


class Change(NamedTuple):
    """A story that changed: `row` is dateline.story/1."""

    story: str
    row: Dict[str, Any]


class Follow:
    """Cards into stories as they come; the same cards in the same order give the same answers.

    `days`: what is older is forgotten, as the cards tell it (0: nothing); `live`: how many are kept (0: 100,000). `saved`: bytes of `save()` and
    behind them those of `increment()` since; `position` is then what was given with the last of them."""

    def __init__(self, engine: Optional["Engine"] = None, live: int = 0, days: int = 0, saved: Optional[bytes] = None) -> None:
        self._group = _core.follow(_engine(engine), live, days, True, saved)

    @property
    def position(self) -> str:
        return _core.position(self._group)

    def add(self, card: bytes) -> PlacedCard:
        """Error (code -4) for what is no card; nothing has changed then."""
        return PlacedCard(*_core.add_card(self._group, card))

    def changes(self) -> List[Change]:
        """The stories that changed since this was last asked, each once."""
        return [Change(story, json.loads(line)) for story, line in _core.changes(self._group)]

    def save(self, position: str = "") -> bytes:
        return _core.save_group(self._group, position, False)

    def increment(self, position: str = "") -> bytes:
        """What came since the last save or increment: to be kept behind it."""
        return _core.save_group(self._group, position, True)


def lines(card: bytes, engine: Optional["Engine"] = None) -> "array[int]":
    """Hashes of a card's lines together with its outlet, each once."""
    return array("Q", _core.lines(_engine(engine), card))


def shared_lines(hashes: Iterable[Iterable[int]]) -> "array[int]":
    """Those that two cards or more hold, ascending: what an outlet repeats on its pages."""
    seen: Set[int] = set()
    shared: Set[int] = set()
    for one in hashes:
        for value in one:
            (shared if value in seen else seen).add(value)
    return array("Q", sorted(shared))


def sketch(card: bytes, shared: "array[int]", engine: Optional["Engine"] = None) -> bytes:
    """What stories compare of a report, 3 KB, without the lines that are shared."""
    return _core.sketch(_engine(engine), card, shared.tobytes())


class Pile:
    """A pile of sketches. Reports are called by positions in the pile's own order; `settle` gives numbers in the order of adding.

    One process adds all, closes the pile, and saves it; others open the file, find the `pairs` of ranges, and `judge` them when the first has
    been told of all pairs (`meet`) and has saved the pile anew."""

    def __init__(self, path: Union[str, "os.PathLike[str]", None] = None, engine: Optional["Engine"] = None) -> None:
        self._pile = _core.pile(_engine(engine), None if path is None else os.fspath(path))

    def __len__(self) -> int:
        return _core.pile_count(self._pile)

    @property
    def threshold(self) -> float:
        """Pairs from this probability on bind components."""
        return _core.pile_threshold(self._pile)

    def add(self, sketch: bytes) -> None:
        _core.pile_add(self._pile, sketch)

    def close(self) -> None:
        _core.pile_close(self._pile)

    def save(self, path: Union[str, "os.PathLike[str]"]) -> None:
        with open(path, "wb") as out:
            out.write(_core.pile_save(self._pile))

    def pairs(self, begin: int, end: int) -> bytes:
        """PAIR each."""
        return _core.pile_pairs(self._pile, begin, end)

    def meet(self, pairs: bytes) -> None:
        _core.pile_meet(self._pile, pairs)

    def judge(self, pairs: bytes) -> bytes:
        """JUDGED each, of PAIRs."""
        return _core.pile_judge(self._pile, pairs)

    def keep(self, judged: bytes) -> bytes:
        """All judged pairs, in order of a and b, without those that share too little for a pile like this."""
        return _core.pile_keep(self._pile, judged)

    def components(self, judged: bytes) -> List[int]:
        """The first report of each one's component: reports that pairs of `threshold` and more bind, by way of others."""
        first = list(range(len(self)))

        def root(i: int) -> int:
            while first[i] != i:
                first[i] = first[first[i]]
                i = first[i]
            return i

        least = self.threshold
        for a, b, probability, _ in JUDGED.iter_unpack(judged):
            if probability >= least:
                x, y = root(a), root(b)
                first[max(x, y)] = min(x, y)
        return [root(i) for i in range(len(first))]

    def settle(self, groups: Sequence[int], sources: Sequence[Tuple[int, bool, float]] = ()) -> List[int]:
        """Story of each number, called by the number of its first report. groups: of each position, the first of its group; sources: of each
        number (source or NOBODY, is a copy, share)."""
        links = b"".join(SOURCE.pack(source, is_copy, share) for source, is_copy, share in sources)
        return list(array("I", _core.pile_settle(self._pile, array("I", groups).tobytes(), links)))


def link(judged: bytes, n: int, engine: Optional["Engine"] = None) -> List[int]:
    """Average linkage of reports 0 to n-1: the first report of each one's group."""
    return list(array("I", _core.link(_engine(engine), judged, n)))


class Copies:
    """Who took words from whom: cards in order of publication (unknown last), then of the input."""

    def __init__(self, count: int, engine: Optional["Engine"] = None) -> None:
        self._copies = _core.copies(_engine(engine), count)

    def add(self, card: bytes) -> Tuple[int, bool, float]:
        """(source in the order of these calls or NOBODY, is a copy, share)."""
        source, is_copy, share = SOURCE.unpack(_core.copies_add(self._copies, card))
        return source, bool(is_copy), share


def when_of(card: bytes) -> Tuple[bool, str]:
    """By what copies are put in order: unknown days come last."""
    published = json.loads(card).get("published") or ""
    return published == "", published


def sources_of(pile: Sequence[bytes], engine: Optional["Engine"] = None) -> List[Tuple[int, bool, float]]:
    """Of each card (source or NOBODY, is a copy, share), by numbers in this order."""
    order = sorted(range(len(pile)), key=lambda i: when_of(pile[i]))
    copies, found = Copies(len(pile), engine), [(NOBODY, False, 0.0)] * len(pile)
    for i in order:
        source, is_copy, share = copies.add(pile[i])
        found[i] = (source if source == NOBODY else order[source], is_copy, share)
    return found


def batch(pile: Sequence[bytes], engine: Optional["Engine"] = None) -> Tuple[List[int], List[Tuple[int, bool, float]]]:
    """The stories of a pile of cards, in this process: of each card its story, called by the number of its first report, and (source or NOBODY,
    is a copy, share)."""
    whole, shared = Pile(engine=engine), shared_lines(lines(card, engine) for card in pile)
    for card in pile:
        whole.add(sketch(card, shared, engine))
    whole.close()
    pairs = whole.pairs(0, len(whole))
    whole.meet(pairs)
    groups = link(whole.keep(whole.judge(pairs)), len(whole), engine)
    sources = sources_of(pile, engine)
    return whole.settle(groups, sources), sources
