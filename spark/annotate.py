#!/usr/bin/env python3
"""annotate.py [--from warc|jsonl|parquet] [--want LIST] [--nested] [--writer workers|spark] [--batch N] [--parts N] [--max-seconds X] [--max-words N] INPUT... OUTPUT

Archives of news into Parquet tables, on Spark.

    spark-submit --master 'local[2]' spark/annotate.py --from warc crawl/*.warc.gz found/

In: WARC files (one is one task), JSON lines (an article each, docs/read.md), or Parquet of pages with columns id, one of content, html, text, and where
there are url, outlet, published, charset. Out: OUTPUT/annotated, a row a report: id, error (null: none), record (dateline.record/1), card (for
stories.py); OUTPUT/events, statements, entities, times, reports: the tables, each row with its report's id (--nested: lists of rows in `annotated`
instead). What --want does not name is not made. A report that cannot be read or analysed is a row with its error.

Idea: the tables leave the library as Arrow, each report's behind the one's before, and go to files where they are made (found.py); taking them out of
the JSON in the JVM costs a third of the analysis, and writing them there another third.
The engine is opened in the worker, after the fork, with one job: Spark has a worker a core already. Batches are small, for a report's findings are
twenty times its text.

Known to get wrong: a page that ends the worker's process ends the task; Spark tries it again four times, then the job fails.
"""
import argparse
import array
import gzip
import hashlib
import itertools
import json
import os
import zlib

TABLES = ("events", "statements", "entities", "times", "reports")
WANTED = ("record", "card", *TABLES)
CONTENT = ("content", "html", "text")
KNOWN = ("url", "outlet", "published", "charset")
RECORD_MOST = 1 << 26  # bytes of one record of a WARC file
BATCH_BYTES = 1 << 23  # a batch ends there, however few its reports
FILE_ROWS = 4096  # reports of one batch that goes into a file

_engines = {}


def engine(**limits):
    """One a process and limits; it opens at its first use, in the process that uses it."""
    key = tuple(sorted(limits.items()))
    if key not in _engines:
        import dateline

        _engines[key] = dateline.Engine(jobs=1, **limits)
    return _engines[key]


# ---- what comes out ----

def wanted(names):
    """Which of WANTED, in their order, a comma separated list asks for."""
    asked = [name for name in names.split(",") if name]
    wrong = [name for name in asked if name not in WANTED]
    if wrong or not asked:
        raise argparse.ArgumentTypeError(f"no {wrong[0]!r}; there are: {', '.join(WANTED)}" if wrong else "nothing is wanted")
    return tuple(name for name in WANTED if name in asked)


def bits(known):
    """Which rows are not null."""
    import pyarrow as pa

    made = bytearray(len(known) // 8 + 1)
    for row, one in enumerate(known):
        made[row // 8] |= one << row % 8
    return pa.py_buffer(bytes(made))


def column(kind, values):
    """Strings as bytes, and None, as an Arrow column. (pa.array would load pandas to look for its types: 35 MB more in each worker.)"""
    import pyarrow as pa

    ends = array.array("i", itertools.accumulate((len(value or b"") for value in values), initial=0))
    words = b"".join(value for value in values if value)
    return pa.Array.from_buffers(kind, len(values), [bits([value is not None for value in values]), pa.py_buffer(ends), pa.py_buffer(words)])


CODES = {"int32": "i", "int64": "q", "float": "f"}  # of array, by Arrow's names


def column_of(kind, values):
    """The same of numbers, flags, strings and lists of them; of these strings alone may be None."""
    import pyarrow as pa

    if pa.types.is_list(kind):
        ends = array.array("i", itertools.accumulate((len(value) for value in values), initial=0))
        return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(ends)], children=[column_of(kind.value_type, [one for value in values for one in value])])
    if pa.types.is_boolean(kind) or str(kind) in CODES:
        made = bits(values) if pa.types.is_boolean(kind) else pa.py_buffer(array.array(CODES[str(kind)], values))
        return pa.Array.from_buffers(kind, len(values), [None, made])
    return column(kind, [value.encode() if isinstance(value, str) else value for value in values])


class Lists:
    """A table whose rows are lists, one a report: null where the report failed."""

    def __init__(self, name):
        import dateline

        self.table = dateline.Columns(name)
        self.clear()

    def clear(self):
        self.ends, self.known = array.array("i", [0]), []

    def add(self, record):
        self.ends.append(len(self.table) if record is None else self.table.add(record))
        self.known.append(record is not None)

    def take(self):
        import pyarrow as pa

        rows = pa.record_batch(self.table.take()).to_struct_array()
        lists = pa.Array.from_buffers(pa.list_(rows.type), len(self.known), [bits(self.known), pa.py_buffer(self.ends)], children=[rows])
        self.clear()
        return lists


class Rows:
    """Rows of `annotated` as they are found, and the batches of them; a record is written and let go at once, for it is larger than its rows."""

    def __init__(self, want):
        self.want = want
        self.lists = {name: Lists(name) for name in TABLES if name in want}
        self.clear()

    def clear(self):
        self.words, self.nbytes = {name: [] for name in ("id", "error", *self.want) if name not in TABLES}, 0

    def __len__(self):
        return len(self.words["id"])

    def add(self, name, record):
        """A report's row, or that of its error."""
        self.words["id"].append(name.encode())
        self.words["error"].append(str(record.error).encode() if record.error else None)
        if "record" in self.want:
            self.words["record"].append(None if record.error else memoryview(record.write("jsonl"))[:-1])
        if "card" in self.want:
            self.words["card"].append(None if record.error else record.card(name))
        for lists in self.lists.values():
            lists.add(None if record.error else record)
        self.nbytes += sum(len(values[-1] or b"") for values in self.words.values())

    def full(self, most):
        return len(self) >= most or self.nbytes + sum(lists.table.nbytes for lists in self.lists.values()) >= BATCH_BYTES

    def batch(self):
        import pyarrow as pa

        made = {name: column(pa.binary() if name == "card" else pa.string(), values) for name, values in self.words.items()}
        made.update((name, lists.take()) for name, lists in self.lists.items())
        self.clear()
        return pa.RecordBatch.from_arrays(list(made.values()), names=list(made))


def ddl(want):
    """What Spark calls the types of the rows: those of a batch of none."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(Rows(want).batch().schema)


def annotate_document(rows, document, limits):
    """Adds a row for each report of the document, or one with its error."""
    for number, record in enumerate(engine(**limits).annotate([document])):
        rows.add(f"{document.name}#{number}" if number and not record.error else document.name, record)


def annotate_all(documents, most, want, limits):
    rows = Rows(want)
    for document in documents:
        annotate_document(rows, document, limits)
        if rows.full(most):
            yield rows.batch()
    if len(rows):
        yield rows.batch()


# ---- what comes in ----

HEAD_LINES = 256  # of a record of a WARC file; a longer head ends the file


def warc_head(stream, line):
    """(head, length of what follows it), from its first line on; -1 where the head is none."""
    head, length = [line], 0
    while line not in (b"\r\n", b"\n", b""):
        line = stream.readline(1 << 16)
        head.append(line)
        if line[:15].lower() == b"content-length:":
            length = int(line[15:])
        if len(head) > HEAD_LINES:
            return b"", -1
    return b"".join(head), length


def warc_records(path):
    """Each record of a WARC file by itself, as bytes, from its first line on; a file that breaks off ends there."""
    with open(path, "rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        stream = gzip.open(file) if packed else file
        try:
            while True:
                line = stream.readline(1 << 16)
                if not line:
                    return
                if not line.startswith(b"WARC/"):
                    continue
                head, length = warc_head(stream, line)
                if length < 0:
                    return
                if b"warc-type: response" in head.lower() and length <= RECORD_MOST:
                    yield head + stream.read(length) + b"\r\n\r\n"
                else:
                    stream.seek(length, os.SEEK_CUR)
        except (EOFError, OSError, ValueError, zlib.error):
            return


def warc_documents(path):
    from dateline import Document

    for number, record in enumerate(warc_records(path)):
        head = record[:4096].decode("latin-1")
        url = next((line[16:].strip() for line in head.split("\n") if line.lower().startswith("warc-target-uri:")), "")
        yield Document(record, name=url.strip("<>") or f"{os.path.basename(path)}:{number}")


def row_document(row):
    """Of a row of Parquet."""
    from dateline import Document

    content = next((row[c] for c in CONTENT if row.get(c)), b"")
    data = content.encode() if isinstance(content, str) else bytes(content)
    charset = "utf-8" if isinstance(content, str) else row.get("charset")
    known = {k: str(row[k]) for k in ("url", "outlet", "published") if row.get(k) is not None}
    return Document(data, name=str(row.get("id") or row.get("url") or ""), charset=charset, **known)


def line_document(line):
    from dateline import Document

    try:
        name = str(json.loads(line).get("id") or "")
    except (ValueError, AttributeError):
        name = ""
    return Document(line.encode(), name=name or "line " + hashlib.sha256(line.encode()).hexdigest()[:16])


def documents(source, batches):
    """Of rows of paths, lines or pages."""
    for one in batches:
        for row in one.to_pylist():
            if source == "warc":
                yield from warc_documents(row["value"])
            else:
                yield line_document(row["value"]) if source == "jsonl" else row_document(row)


def annotate(df, source, batch, want=WANTED, **limits):
    """The rows of `annotated` of a data frame: of paths (warc), lines (jsonl) or pages (parquet). `want`: which of WANTED are made. `limits`:
    max_seconds, max_words of dateline.Engine."""
    return df.mapInArrow(lambda batches: annotate_all(documents(source, batches), batch, want, limits), ddl(want))


def annotate_files(df, out, source, want=WANTED, nested=False, **limits):
    """The same into Parquet files under `out`, a folder of this machine's or one that all have mounted, which the workers write themselves (found.py)."""
    import found

    def files(work):
        def write(batches):
            part, folder = found.task_folder(work)
            here = found.Found(folder, want, nested, FILE_ROWS)
            for document in documents(source, batches):
                annotate_document(here, document, limits)
            yield found.told(part, folder, here.close())

        return df.mapInArrow(write, found.COLUMNS)

    found.write(files, out, want, nested, FILE_ROWS)


def inputs(spark, source, paths, parts):
    if source == "warc":
        return spark.createDataFrame([(os.path.abspath(p),) for p in paths], "value string").repartition(len(paths))
    df = spark.read.text(paths) if source == "jsonl" else spark.read.parquet(*paths)
    if source == "parquet":
        df = df.select([c for c in ("id", *CONTENT, *KNOWN) if c in df.columns])
    return df.repartition(parts) if parts else df


def session(name="dateline"):
    """Small batches; else what spark-submit was given."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName(name).config("spark.sql.execution.arrow.maxRecordsPerBatch", "32")
    return builder.config("spark.sql.parquet.compression.codec", "zstd").config("spark.sql.files.maxPartitionBytes", "8m").getOrCreate()


def flat(spark, out, name):
    """OUT/annotated's lists as a table of their own."""
    from pyspark.sql import functions as F

    found, reports = spark.read.parquet(out + "/annotated"), name == "reports"
    kept, explode = (found, F.explode_outer) if reports else (found.filter(F.col("error").isNull()), F.explode)
    beside = ["error"] if reports else []
    rows = kept.select(F.col("id").alias("report_id"), *beside, explode(name).alias("row"))
    rows.select("report_id", *beside, "row.*").write.mode("overwrite").parquet(f"{out}/{name}")


def by_spark(rows, out, want, nested):
    """The tables as Spark writes them, onto any file system that it knows."""
    import found

    rows.write.mode("overwrite").parquet(out + "/annotated")
    for name in found.flat_tables(want, nested):
        flat(rows.sparkSession, out, name)


def main(args=None):
    parser = argparse.ArgumentParser(description="archives of news into Parquet tables, on Spark")
    parser.add_argument("--from", dest="source", choices=("warc", "jsonl", "parquet"), default="jsonl")
    parser.add_argument("--want", type=wanted, default=WANTED, help=f"what is made: {','.join(WANTED)} (all of these)")
    parser.add_argument("--nested", action="store_true", help="the tables in OUTPUT/annotated alone, a list of rows a report")
    parser.add_argument("--batch", type=int, default=32, help="reports of one batch that goes back to Spark")
    parser.add_argument("--writer", choices=("workers", "spark"), default="workers", help="who writes the tables; of a file system that is no folder Spark does")
    parser.add_argument("--parts", type=int, default=0, help="partitions of the work (0: as Spark reads it; a WARC file is one)")
    parser.add_argument("--max-seconds", type=float, default=0.0, help="processor time that one report may take; one that takes longer is a row with its error")
    parser.add_argument("--max-words", type=int, help="words of one report that are analysed, about (0: all; 60000 is the default)")
    parser.add_argument("paths", nargs="+", metavar="INPUT", help="the last is OUTPUT")
    given = parser.parse_args(args)
    if len(given.paths) < 2:
        parser.error("INPUT and OUTPUT are needed")
    *paths, out = given.paths
    import found

    spark = session()
    for module in (__file__, found.__file__):
        spark.sparkContext.addPyFile(os.path.abspath(module))
    pages = inputs(spark, given.source, paths, given.parts)
    limits = {"max_seconds": given.max_seconds, "max_words": given.max_words}
    folder = None if given.writer == "spark" else found.folder_here(spark, out)
    if folder:
        annotate_files(pages, folder, given.source, given.want, given.nested, **limits)
    else:
        by_spark(annotate(pages, given.source, given.batch, given.want, **limits), out, given.want, given.nested)
    spark.stop()


if __name__ == "__main__":
    import annotate as shipped  # what a worker imports: of functions of __main__ each task would have copies, and an engine of its own

    shipped.main()
