#!/usr/bin/env python3
"""annotate.py [--from warc|jsonl|parquet] [--batch N] [--parts N] [--max-seconds X] [--max-words N] INPUT... OUTPUT: archives of news into Parquet tables, on Spark.

    spark-submit --master 'local[2]' spark/annotate.py --from warc crawl/*.warc.gz found/

In: WARC files (one is one task), JSON lines (an article each, docs/read.md), or Parquet of pages with columns id, one of content, html, text, and where
there are url, outlet, published, charset. Out: OUTPUT/annotated, a row a report: id, error (null: none), record (dateline.record/1), card (for
stories.py), and the tables as lists of rows; OUTPUT/events, statements, entities, times, reports: the same flat, each with the report's id. A report
that cannot be read or analysed is a row with its error.

Idea: the tables leave the library as Arrow; taking them out of the JSON in the JVM costs a third of the analysis. The engine is opened in the worker,
after the fork, with one job: Spark has a worker a core already. Batches are small, for a report's findings are ten times its text.

Known to get wrong: a page that ends the worker's process ends the task; Spark tries it again four times, then the job fails.
"""
import argparse
import gzip
import hashlib
import json
import os

TABLES = ("events", "statements", "entities", "times", "reports")
CONTENT = ("content", "html", "text")
KNOWN = ("url", "outlet", "published", "charset")
RECORD_MOST = 1 << 26  # bytes of one record of a WARC file

_engines = {}


def engine(**limits):
    """One a process and limits; it opens at its first use, in the process that uses it."""
    key = tuple(sorted(limits.items()))
    if key not in _engines:
        import dateline

        _engines[key] = dateline.Engine(jobs=1, **limits)
    return _engines[key]


# ---- what comes out ----

def table_types():
    """Arrow types of the tables' rows, in the forms that Spark has."""
    import dateline
    import pyarrow as pa

    def plain(kind):
        if pa.types.is_list(kind):
            return pa.list_(pa.string())
        return pa.string() if pa.types.is_large_string(kind) else kind

    return {name: pa.schema([(f.name, plain(f.type)) for f in pa.table(dateline.Table(name, [])).schema if f.name != "error"]) for name in TABLES}


def annotated_schema():
    import pyarrow as pa

    rows = [(name, pa.list_(pa.struct(list(schema)))) for name, schema in table_types().items()]
    return pa.schema([("id", pa.string()), ("error", pa.string()), ("record", pa.string()), ("card", pa.binary()), *rows])


def ddl(schema):
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


class Rows:
    """Rows of `annotated` as they are found, and the batches of them."""

    def __init__(self, most):
        import pyarrow as pa

        self.pa, self.types, self.schema, self.most = pa, table_types(), annotated_schema(), most
        self.clear()

    def clear(self):
        self.rows, self.records = [[], [], [], []], []

    def __len__(self):
        return len(self.rows[0])

    def add(self, name, record, card, error):
        for column, value in zip(self.rows, (name, error, None if error else record.write("jsonl")[:-1], card)):
            column.append(value)
        self.records.append(None if error else record)

    def lists(self, name):
        """A list of rows a report; null where the report failed. One stream for all reports of the batch: a table of each costs three times as much."""
        import dateline

        pa = self.pa
        found = pa.RecordBatchReader.from_stream(dateline.Table(name, [r for r in self.records if r is not None], own_ids=True))
        tables = list(found)
        offsets, end, lengths = [], 0, iter(len(t) for t in tables)
        for record in self.records:
            offsets.append(None if record is None else end)
            end += 0 if record is None else next(lengths)
        joined = pa.Table.from_batches(tables, found.schema).select(self.types[name].names).combine_chunks().cast(self.types[name])
        columns = [c.chunk(0) if c.num_chunks else pa.array([], c.type) for c in joined.columns]
        rows = pa.StructArray.from_arrays(columns, fields=list(self.types[name]))
        return pa.ListArray.from_arrays(pa.array([*offsets, end], pa.int32()), rows)

    def batch(self):
        pa = self.pa
        records = [pa.array(values, pa.binary()).cast(field.type) if field.name == "record" else pa.array(values, field.type)
                   for values, field in zip(self.rows, self.schema)]
        made = pa.RecordBatch.from_arrays(records + [self.lists(name) for name in TABLES], schema=self.schema)
        self.clear()
        return made


def annotate_document(rows, document, limits):
    """Adds a row for each report of the document, or one with its error."""
    for number, record in enumerate(engine(**limits).annotate([document])):
        name = f"{document.name}#{number}" if number and not record.error else document.name
        rows.add(name, record, None if record.error else record.card(name), str(record.error) if record.error else None)


def annotate_all(documents, most, limits):
    rows = Rows(most)
    for document in documents:
        annotate_document(rows, document, limits)
        if len(rows) >= most:
            yield rows.batch()
    if len(rows):
        yield rows.batch()


# ---- what comes in ----

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
                head, length = [line], 0
                while line not in (b"\r\n", b"\n", b""):
                    line = stream.readline(1 << 16)
                    head.append(line)
                    if line[:15].lower() == b"content-length:":
                        length = int(line[15:])
                kind = b"".join(head).lower()
                if b"warc-type: response" in kind and length <= RECORD_MOST:
                    yield b"".join(head) + stream.read(length) + b"\r\n\r\n"
                else:
                    stream.seek(length, os.SEEK_CUR) if not packed else stream.read(length)
        except (EOFError, OSError, ValueError):
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


def annotate(df, source, batch, **limits):
    """The rows of `annotated` of a data frame: of paths (warc), lines (jsonl) or pages (parquet). `limits`: max_seconds, max_words of dateline.Engine."""
    def documents(batches):
        for one in batches:
            for row in one.to_pylist():
                if source == "warc":
                    yield from warc_documents(row["value"])
                else:
                    yield line_document(row["value"]) if source == "jsonl" else row_document(row)

    return df.mapInArrow(lambda batches: annotate_all(documents(batches), batch, limits), ddl(annotated_schema()))


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


def main(args=None):
    parser = argparse.ArgumentParser(description="archives of news into Parquet tables, on Spark")
    parser.add_argument("--from", dest="source", choices=("warc", "jsonl", "parquet"), default="jsonl")
    parser.add_argument("--batch", type=int, default=32, help="reports of one batch that goes back to Spark")
    parser.add_argument("--parts", type=int, default=0, help="partitions of the work (0: as Spark reads it; a WARC file is one)")
    parser.add_argument("--max-seconds", type=float, default=0.0, help="processor time that one report may take; one that takes longer is a row with its error")
    parser.add_argument("--max-words", type=int, help="words of one report that are analysed, about (0: all; 60000 is the default)")
    parser.add_argument("paths", nargs="+", metavar="INPUT", help="the last is OUTPUT")
    given = parser.parse_args(args)
    if len(given.paths) < 2:
        parser.error("INPUT and OUTPUT are needed")
    *paths, out = given.paths
    from pyspark.sql import functions as F

    spark = session()
    found = annotate(inputs(spark, given.source, paths, given.parts), given.source, given.batch, max_seconds=given.max_seconds, max_words=given.max_words)
    found.write.mode("overwrite").parquet(out + "/annotated")
    found = spark.read.parquet(out + "/annotated")
    for name in TABLES:
        kept = found.filter(F.col("error").isNull()) if name != "reports" else found
        explode = F.explode if name != "reports" else F.explode_outer
        rows = kept.select(F.col("id").alias("report_id"), *([F.col("error")] if name == "reports" else []), explode(name).alias("row"))
        rows.select("report_id", *(["error"] if name == "reports" else []), "row.*").write.mode("overwrite").parquet(f"{out}/{name}")
    spark.stop()


if __name__ == "__main__":
    main()
