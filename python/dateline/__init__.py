"""dateline: many news reports of one event, one record.

    import dateline
    record = dateline.story(["wire.txt", "post.html"])     # files, bytes, articles as dicts
    print(record.text())                                    # a newsroom's brief
    pandas.DataFrame.from_arrow(record.statements)          # polars.DataFrame(...), pyarrow.table(...), duckdb.sql(...)
    for one in dateline.annotate(paths):                    # streams; what fails is a record with .error
        ...

In: inputs (see Input). Out: Record, Table, Groups. All offsets are bytes of a report's text in UTF-8, half open.
"""
from __future__ import annotations

import collections
import concurrent.futures
import datetime
import html as _html
import json
import os
import threading
from typing import (Any, Callable, Deque, Dict, Iterable, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union, cast)

from . import _core
from ._error import Error

__version__ = "0.1.0"
__all__ = ["Batch", "Columns", "Document", "Engine", "Error", "Group", "Groups", "Placed", "Record", "Saved", "Table", "annotate", "group", "read", "story", "table"]

TABLES = ("events", "statements", "facts", "entities", "reports", "times")
_BESIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")


class Saved(bytes):
    """An analysed report (Record.saved()) to be taken up later without being analysed again; for this build of dateline alone, no stranger's."""


class Document(NamedTuple):
    """Bytes and what is known about them besides, as a crawler or an archive has it; where the document says it itself, that counts.

    `published` is a date as pages write it; one that cannot be read is as good as none. `charset` is the transport's (Content-Type)."""

    data: bytes
    name: str = ""
    url: Optional[str] = None
    outlet: Optional[str] = None
    published: Optional[str] = None
    charset: Optional[str] = None


class _Kept:
    """A run of the library and the lock that keeps it to one thread at a time."""

    def __init__(self, engine: _core.Engine) -> None:
        self.run = _core.run(engine)
        self.lock = threading.RLock()
        self.errors: List[Error] = []

    def add(self, one: "Input", number: int) -> None:
        """Adds an input; what cannot be read is listed in `errors`."""
        try:
            if isinstance(one, Saved):
                _core.restore(self.run, bytes(one))
                return
            if isinstance(one, Document):
                known = (one.charset, one.url, one.outlet, one.published)
                values = _core.add_document(self.run, one.name or f"input {number + 1}", bytes(one.data), *known)
                self.errors += [Error(*one_of) for one_of in values]
                return
            name, data = _document(one, number)
            self.errors += [Error(*values) for values in _core.add(self.run, name, data)]
        except Error as error:
            self.errors.append(Error(error.code, error.stage, error.input or f"input {number + 1}", error.position, error.message))


def _documents(engine: "Engine", inputs: Union[Iterable["Input"], "Input"]) -> Iterator[Tuple[str, _Kept]]:
    """Each input by itself, as read, and its name."""
    for number, one in enumerate(_listed(inputs)):
        kept = _Kept(engine._engine())
        kept.add(one, number)
        yield _document(one, number)[0], kept


def _document(one: "Input", number: int) -> Tuple[str, Optional[bytes]]:
    """Name and bytes of an input; no bytes: the name is a file's."""
    name = f"input {number + 1}"
    if isinstance(one, Document):
        return one.name or name, bytes(one.data)
    if isinstance(one, tuple):
        name, one = one
    if isinstance(one, Mapping):
        return name, json.dumps(dict(one), ensure_ascii=False, default=str).encode()
    if isinstance(one, (bytes, bytearray, memoryview)):
        return name, bytes(one)
    return os.fspath(one), None


class Table:
    """A table of one record or of many: give it to pandas, polars, pyarrow or DuckDB as it is, or go through its rows.

    `date`s of reports and what is told of times are text; days (`from`, `to`) are dates. What is unknown is null.

    Ids go on from record to record, or with `own_ids` are those of each record; a batch of the Arrow stream is a record.

    The table of reports has one column more than the command's: `error`. What failed (annotate) is a row of it, with its input as `source`."""

    def __init__(self, name: str, records: Iterable["Record"], own_ids: bool = False) -> None:
        if name not in TABLES:
            raise ValueError(f"no table {name!r}; there are: {', '.join(TABLES)}")
        self.name, self._own_ids = name, own_ids
        self._records = [r for r in records if r.error is None or name == "reports"]
        self._number = TABLES.index(name)

    def _items(self) -> List[Union[_core.RecordCapsule, Tuple[str, str]]]:
        """Records, and (input, message) of what failed."""
        return [r._capsule if r.error is None else (r.error.input, str(r.error)) for r in self._records]

    @property
    def columns(self) -> List[str]:
        return _core.columns(self._number).split(",")

    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object:
        """The Arrow PyCapsule protocol; a batch a record. The type asked for is not heeded, as the protocol allows."""
        return _core.stream(self._items(), self._number, self._own_ids)

    def to_dict(self) -> Dict[str, List[Any]]:
        """Columns as lists."""
        day = datetime.date(1970, 1, 1).toordinal()
        columns: Dict[str, List[Any]] = {}
        for name, kind, values in _core.values(self._items(), self._number, self._own_ids):
            if kind == "tdD":
                values = [None if v is None else datetime.date.fromordinal(day + cast(int, v)) for v in values]
            columns[name] = values
        return columns

    def __iter__(self) -> Iterator[Dict[str, Any]]:
        """Rows as dicts."""
        columns = self.to_dict()
        return (dict(zip(columns, row)) for row in zip(*columns.values()))

    def __len__(self) -> int:
        return len(self.to_dict()["id"])

    def __repr__(self) -> str:
        return f"<dateline.Table {self.name}: {len(self)} rows of {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        rows = list(self)
        body = "".join(f"<tr>{_cells('td', row.values())}</tr>" for row in rows[:20])
        more = f"<p>{len(rows) - 20} rows more</p>" if len(rows) > 20 else ""
        return f"<table><thead><tr>{_cells('th', self.columns)}</tr></thead><tbody>{body}</tbody></table>{more}"


class Columns:
    """A table that grows record by record, so that no record need be kept: `add` each, then `take` all their rows and begin anew.

    Ids are each record's own; `reports` has the command's columns. `nbytes` is what the rows take."""

    def __init__(self, name: str) -> None:
        if name not in TABLES:
            raise ValueError(f"no table {name!r}; there are: {', '.join(TABLES)}")
        self.name, self._held = name, _core.gather(TABLES.index(name))
        self._rows, self.nbytes = 0, 0

    def add(self, record: "Record") -> int:
        """How many rows it has now."""
        self._rows, self.nbytes = _core.gather_add(self._held, record._capsule)
        return self._rows

    def __len__(self) -> int:
        return self._rows

    def take(self) -> "Batch":
        """The rows since the last time."""
        taken = Batch(_core.gather_take(self._held), self._rows)
        self._rows, self.nbytes = 0, 0
        return taken


class Batch:
    """Rows of a table for pyarrow.record_batch, polars.DataFrame and others that speak the Arrow PyCapsule protocol; they are handed over once."""

    def __init__(self, capsules: Tuple[object, object], rows: int) -> None:
        self._capsules: Optional[Tuple[object, object]] = capsules
        self._rows = rows

    def __len__(self) -> int:
        return self._rows

    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> Tuple[object, object]:
        """The type asked for is not heeded, as the protocol allows."""
        capsules, self._capsules = self._capsules, None
        if capsules is None:
            raise ValueError("these rows were handed over before")
        return capsules


def _cells(tag: str, values: Iterable[Any]) -> str:
    return "".join(f"<{tag}>{_html.escape('' if v is None else ', '.join(v) if isinstance(v, list) else str(v))}</{tag}>" for v in values)


class Record:
    """What was found in a report (annotate) or in all reports of an event (story); of read: the reports alone.

    `error` is set where there is nothing but that (annotate); `errors` are of the inputs that could not be read (story, read)."""

    def __init__(self, kept: Optional[_Kept], capsule: Optional[_core.RecordCapsule], error: Optional[Error] = None,
                 report: Optional[int] = None, findings: bool = True) -> None:
        self._kept, self._held, self.error, self._report, self._findings = kept, capsule, error, report, findings

    @property
    def _capsule(self) -> _core.RecordCapsule:
        if self._held is None:
            raise cast(Error, self.error)
        return self._held

    @property
    def errors(self) -> List[Error]:
        return [self.error] if self.error else list(self._kept.errors) if self._kept else []

    def write(self, format: str, all: bool = False, width: int = 80, min_confidence: float = 0.0) -> bytes:
        """The record as `dateline --format` writes it: text, json, jsonl, html, csv, conllu, webannotation, gdelt, plover, quotes, timeml, brat, naf."""
        capsule = self._capsule
        if not self._findings:
            if format not in _READ_FORMATS:
                raise ValueError(f"reports that were only read have no format {format!r}; there are: {', '.join(_READ_FORMATS)}")
            return self._write(capsule, _READ_FORMATS[format], all, width, min_confidence)
        return self._write(capsule, _core.format(format), all, width, min_confidence)

    def _write(self, capsule: _core.RecordCapsule, number: int, all: bool, width: int, min_confidence: float) -> bytes:
        assert self._kept
        with self._kept.lock:
            return _core.write(capsule, number, all, width, min_confidence)

    def json(self, min_confidence: float = 0.0) -> str:
        """dateline.record/1, as data/record.schema.json has it."""
        return self.write("json", min_confidence=min_confidence).decode()

    def to_dict(self) -> Dict[str, Any]:
        return cast(Dict[str, Any], json.loads(self.json()))

    def text(self, width: int = 80, all: bool = False) -> str:
        """A newsroom's brief."""
        return self.write("text", all=all, width=width).decode()

    def html(self) -> str:
        """One page that holds all it needs."""
        return self.write("html").decode()

    def saved(self) -> Saved:
        """An annotated report as bytes; story([one.saved(), ...]) does not analyse it again."""
        self._capsule
        if self._report is None or not self._kept or not self._findings:
            raise ValueError("only a report of annotate can be saved")
        with self._kept.lock:
            return Saved(_core.save(self._kept.run, self._report))

    def card(self, id: str) -> bytes:
        """The first report's card (dateline.stories), under an id of your own."""
        return _core.card(self._capsule, 0, id)

    @property
    def events(self) -> Table:
        return Table("events", [self])

    @property
    def statements(self) -> Table:
        return Table("statements", [self])

    @property
    def facts(self) -> Table:
        return Table("facts", [self])

    @property
    def entities(self) -> Table:
        return Table("entities", [self])

    @property
    def reports(self) -> Table:
        return Table("reports", [self])

    @property
    def times(self) -> Table:
        return Table("times", [self])

    def __repr__(self) -> str:
        if self.error:
            return f"<dateline.Record: {self.error}>"
        names = ("reports", "entities", "times", "statements", "events", "facts")
        counts = ", ".join(f"{n} {name if n != 1 else _SINGULAR[name]}" for name, n in zip(names, _core.counts(self._capsule)) if n)
        title = _core.title(self._capsule, 0)
        return f"<dateline.Record: {counts}{': ' + title if title else ''}>"

    def _repr_html_(self) -> str:
        if self.error or not self._findings:
            return f"<p>{_html.escape(repr(self))}</p>"
        return f'<iframe sandbox="allow-scripts" style="width:100%;height:40em;border:0" srcdoc="{_html.escape(self.html())}"></iframe>'


_SINGULAR = {"reports": "report", "entities": "entity", "times": "time", "statements": "statement", "events": "event", "facts": "fact"}
_READ_FORMATS = {"json": 8, "jsonl": 9, "text": 10}  # DLN_FORMAT_REPORTS and its kin

_Bare = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview, Mapping[str, Any]]
Input = Union[_Bare, Tuple[str, _Bare], Document, Saved]


class Placed(NamedTuple):
    """Where a report was put: `story` is the report that founded it, `source` the report it took words from, `share` how much of its words."""

    report: int
    story: int
    source: Optional[int]
    is_copy: bool
    share: float
    title: Optional[str]


class Group:
    """Reports of one event."""

    def __init__(self, kept: _Kept, placed: Sequence[Placed]) -> None:
        self._kept, self.placed = kept, list(placed)

    @property
    def title(self) -> Optional[str]:
        return self.placed[0].title

    def record(self) -> Record:
        """The reports read as reports of one event."""
        with self._kept.lock:
            return Record(self._kept, _core.story_of(self._kept.run, [p.report for p in self.placed]))

    def __len__(self) -> int:
        return len(self.placed)

    def __repr__(self) -> str:
        return f"<dateline.Group: {len(self)} reports: {self.title}>"


class Groups(List[Group]):
    """Stories of a pile of reports, largest first; `errors` are of the inputs that could not be read."""

    def __init__(self, groups: Iterable[Group], errors: Sequence[Error]) -> None:
        super().__init__(groups)
        self.errors = list(errors)


class Engine:
    """Model, word lists and limits; may be used by several threads, is opened at its first use and again after a fork, and can be pickled.

    `jobs`: threads (0: one a processor). `careful`: the slower, better reading; it wants a data folder with careful.model. `data`: the data folder.

    `max_seconds`: processor time that one report may take (0: as long as it takes); one that takes longer is a record with `.error` (annotate), in a
    story its text stands without findings, marked partial. `max_words` of a report are analysed, about (0: all; None: 60,000). The limit of time alone
    can make two runs differ."""

    def __init__(self, jobs: int = 0, careful: bool = False, data: Union[str, "os.PathLike[str]", None] = None, max_seconds: float = 0.0,
                 max_words: Optional[int] = None) -> None:
        if jobs < 0 or not max_seconds >= 0 or (max_words or 0) < 0:
            raise ValueError("jobs, max_seconds and max_words are 0 or more")
        self.jobs, self.careful, self.data = jobs, careful, None if data is None else os.fspath(data)
        self.max_seconds, self.max_words = max_seconds, max_words
        self._lock, self._process = threading.Lock(), 0
        self._open: Optional[_core.Engine] = None

    def __reduce__(self) -> Tuple[Any, ...]:
        return Engine, (self.jobs, self.careful, self.data, self.max_seconds, self.max_words)

    def _engine(self) -> _core.Engine:
        with self._lock:
            if self._open is None or self._process != os.getpid():
                data = self.data or os.environ.get("DATELINE_DATA") or _BESIDE
                words = -1 if self.max_words is None else self.max_words
                self._open, self._process = _core.open(data, self.jobs, self.careful, self.max_seconds, words), os.getpid()
            return self._open

    def _all(self, inputs: Union[Iterable[Input], Input]) -> _Kept:
        kept = _Kept(self._engine())
        for number, one in enumerate(_listed(inputs)):
            kept.add(one, number)
        if kept.errors and not _core.count(kept.run):
            raise kept.errors[0]
        return kept

    def read(self, inputs: Union[Iterable[Input], Input]) -> Record:
        """The reports as read: text, title, outlet, date, address; nothing is looked for in them. Error where there is none."""
        kept = self._all(inputs)
        return Record(kept, _core.reports(kept.run), findings=False)

    def story(self, inputs: Union[Iterable[Input], Input]) -> Record:
        """All reports as reports of one event. Error where there is none."""
        kept = self._all(inputs)
        return Record(kept, _core.story(kept.run))

    def group(self, inputs: Union[Iterable[Input], Input]) -> Groups:
        """Which reports of a pile tell of one event."""
        kept = self._all(inputs)
        reports = _core.reports(kept.run)
        stories: Dict[int, List[Placed]] = {}
        for i, (story, source, copy, share) in enumerate(_core.group(self._engine(), reports)):
            placed = Placed(i, story, None if source < 0 else source, bool(copy), share, _core.title(reports, i))
            stories.setdefault(story, []).append(placed)
        return Groups(sorted((Group(kept, s) for s in stories.values()), key=len, reverse=True), kept.errors)

    def annotate(self, inputs: Union[Iterable[Input], Input], progress: Optional[Callable[[int], None]] = None) -> Iterator[Record]:
        """A record a report, in the order of the inputs, over `jobs` threads; an input or report that fails is a record with `.error`. Inputs are
        taken as they are wanted, a few ahead. `progress` is told how many inputs are done."""
        for done, records in enumerate(self._pieces(_listed(inputs)), 1):
            yield from records
            if progress:
                progress(done)

    def _pieces(self, inputs: Iterable[Input]) -> Iterator[List[Record]]:
        """The records of each input in turn; one job is done by the caller's own thread, which costs a twentieth less than another."""
        jobs = self.jobs or os.cpu_count() or 1
        if jobs == 1:
            yield from (self._annotated(one, number) for number, one in enumerate(inputs))
            return
        with concurrent.futures.ThreadPoolExecutor(jobs, "dateline") as pool:
            waiting: Deque[concurrent.futures.Future[List[Record]]] = collections.deque()
            for number, one in enumerate(inputs):
                waiting.append(pool.submit(self._annotated, one, number))
                if len(waiting) > 2 * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _annotated(self, one: Input, number: int) -> List[Record]:
        kept = _Kept(self._engine())
        kept.add(one, number)
        records = [self._report(kept, i) for i in range(_core.count(kept.run))]
        return records + [Record(kept, None, error) for error in kept.errors]

    def _report(self, kept: _Kept, report: int) -> Record:
        try:
            return Record(kept, _core.annotate(kept.run, report), report=report)
        except Error as error:
            return Record(kept, None, error)


def _listed(inputs: Union[Iterable[Input], Input]) -> Iterable[Input]:
    """One input is a list of one. (A tuple of two whose second is a document is a named one.)"""
    if isinstance(inputs, (str, os.PathLike, bytes, bytearray, memoryview, Mapping, Document)):
        return [inputs]
    return inputs


_default = Engine()


def read(inputs: Union[Iterable[Input], Input]) -> Record:
    """Engine.read of an engine with the defaults."""
    return _default.read(inputs)


def annotate(inputs: Union[Iterable[Input], Input], progress: Optional[Callable[[int], None]] = None) -> Iterator[Record]:
    """Engine.annotate of an engine with the defaults."""
    return _default.annotate(inputs, progress)


def story(inputs: Union[Iterable[Input], Input]) -> Record:
    """Engine.story of an engine with the defaults."""
    return _default.story(inputs)


def group(inputs: Union[Iterable[Input], Input]) -> Groups:
    """Engine.group of an engine with the defaults."""
    return _default.group(inputs)


def table(name: str, records: Iterable[Record], own_ids: bool = False) -> Table:
    """One table of many records, with ids that go on from one to the next, or each record's own; records with an error have a row in `reports` alone."""
    return Table(name, records, own_ids)
