"""Tables that the workers write themselves, as Parquet files, and how they become a job's.

In: the reports of a task, as annotate.annotate_document finds them. Out: a folder a task with a file a table; the driver makes of the files of all tasks
OUTPUT/annotated, OUTPUT/events, ...

Idea: columns go to a file where they are made. Sent through the JVM, taken apart there and written there they cost a third of the analysis; so the JVM
gets the names of the files and how many rows they have, no more.

Nothing is there by halves: a task writes into a folder of its own under OUTPUT/_temporary, a name that readers of Parquet pass over, and what it
wrote counts only when the driver has been told by the task that ended well. The driver gathers these files into a folder a table, marks it with
_SUCCESS, and only then renames it to its place; the tables of a job before are taken away before the first of them. So a task that is tried again, twice
at once or killed adds nothing, and a job that is killed leaves a table whole or not at all. The next job into that folder sweeps.

Known to get wrong: the folder must be one that the driver and the workers see under one name (a disk of one machine, or one that all have mounted);
two jobs into one folder at once take away each other's files.
"""
import array
import os
import shutil
import uuid

GROUP_BYTES = 1 << 22  # a table's rows are written when they are that much
WORK = "_temporary"
UNLIKE = ("record", "card", "text", "sentence", "title", "sha256")  # columns whose values hardly come twice: no dictionary, no least and greatest
COLUMNS = "part int, folder string, name string, rows bigint"  # what a task says of each file


class File:
    """A Parquet file that is there from its first rows on."""

    def __init__(self, path):
        self.path, self.writer, self.rows = path, None, 0

    def write(self, batch):
        import pyarrow.parquet as pq

        if self.writer is None:
            like = [name for name in batch.schema.names if name not in UNLIKE]
            self.writer = pq.ParquetWriter(self.path, batch.schema, compression="zstd", compression_level=1, use_dictionary=like, write_statistics=like, store_schema=False)
        if batch.num_rows:
            self.writer.write_batch(batch)
            self.rows += batch.num_rows

    def close(self):
        if self.writer:
            self.writer.close()


class Flat:
    """A table's rows, each with the id of its report: as a dictionary, for that comes once a row. Of `reports` failed ones are rows as well."""

    def __init__(self, name, path):
        import dateline

        self.table, self.file, self.failed = dateline.Columns(name), File(path), []
        self.errors = name == "reports"
        self.clear()

    def clear(self):
        self.ids, self.at = [], array.array("i")

    def add(self, name, record):
        if record.error:
            self.failed += [(name, str(record.error))] * self.errors
            return
        rows = -len(self.table) + self.table.add(record)
        if rows:
            self.at.extend((len(self.ids),) * rows)
            self.ids.append(name.encode())
        if self.table.nbytes >= GROUP_BYTES:
            self.flush()

    def flush(self):
        import annotate
        import pyarrow as pa

        rows = pa.record_batch(self.table.take())
        at = annotate.column_of(pa.int32(), self.at)
        beside = [pa.nulls(len(self.at), pa.string())] * self.errors
        self.put([pa.DictionaryArray.from_arrays(at, annotate.column(pa.string(), self.ids)), *beside], rows.columns, rows.schema.names)
        self.clear()

    def put(self, beside, columns, names):
        import pyarrow as pa

        self.file.write(pa.RecordBatch.from_arrays([*beside, *columns], names=["report_id", *["error"] * self.errors, *names]))

    def put_failed(self):
        import annotate
        import pyarrow as pa

        fields = pa.record_batch(self.table.take()).schema
        ids, errors = ([words.encode() for words in column] for column in zip(*self.failed))
        at = annotate.column_of(pa.int32(), range(len(ids)))
        beside = [pa.DictionaryArray.from_arrays(at, annotate.column(pa.string(), ids)), annotate.column(pa.string(), errors)]
        self.put(beside, [pa.nulls(len(ids), field.type) for field in fields], fields.names)

    def close(self):
        if len(self.table):
            self.flush()
        if self.failed:
            self.put_failed()
        self.file.close()


def flat_tables(want, nested):
    import annotate

    return [name for name in annotate.TABLES if name in want and not nested]


class Found:
    """What a task found, in a folder of its own."""

    def __init__(self, folder, want, nested, most):
        import annotate
        import pyarrow as pa

        pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own gives memory back and takes it anew all the time: a third of what writing costs
        os.makedirs(folder)
        self.most, tables = most, flat_tables(want, nested)
        self.rows = annotate.Rows([name for name in want if name not in tables])
        self.annotated = File(os.path.join(folder, "annotated"))
        self.tables = {name: Flat(name, os.path.join(folder, name)) for name in tables}

    def add(self, name, record):
        self.rows.add(name, record)
        for table in self.tables.values():
            table.add(name, record)
        if self.rows.full(self.most):
            self.annotated.write(self.rows.batch())

    def close(self):
        """How many rows each file has, by its name."""
        if len(self.rows):
            self.annotated.write(self.rows.batch())
        self.annotated.close()
        for table in self.tables.values():
            table.close()
        files = {"annotated": self.annotated, **{name: table.file for name, table in self.tables.items()}}
        return {name: file.rows for name, file in files.items() if file.rows}

    def empty(self):
        """All files, without a row."""
        self.annotated.write(self.rows.batch())
        for table in self.tables.values():
            table.flush()
        self.close()


def task_folder(work):
    """(number of the part, a folder that no other task nor another try of this one has)."""
    from pyspark import TaskContext

    task = TaskContext.get()
    return task.partitionId(), os.path.join(work, f"{task.partitionId():05}-{task.taskAttemptId()}-{uuid.uuid4().hex[:8]}")


def told(part, folder, files):
    """A task's word on what it wrote, as Arrow has it (COLUMNS)."""
    import annotate
    import pyarrow as pa

    kinds = {"part": pa.int32(), "folder": pa.string(), "name": pa.string(), "rows": pa.int64()}
    values = [part] * len(files), [folder] * len(files), list(files), list(files.values())
    return pa.RecordBatch.from_arrays(list(map(annotate.column_of, kinds.values(), values)), names=list(kinds))


def gather(out, work, files, want, nested, most):
    """Of the files of all tasks (rows of COLUMNS) tables under OUT, in place of those of the same names."""
    names = ["annotated", *flat_tables(want, nested)]
    if {name for _, _, name, _ in files} != set(names):
        Found(os.path.join(work, "none"), want, nested, most).empty()
    for name in names:
        os.makedirs(os.path.join(work, "whole", name))
        parts = [(part, os.path.join(folder, name)) for part, folder, its, _ in files if its == name] or [(0, os.path.join(work, "none", name))]
        for part, path in parts:
            os.rename(path, os.path.join(work, "whole", name, f"part-{part:05}.zstd.parquet"))
        with open(os.path.join(work, "whole", name, "_SUCCESS"), "wb"):
            pass
    os.makedirs(os.path.join(work, "before"))
    for name in names:
        if os.path.lexists(os.path.join(out, name)):
            os.rename(os.path.join(out, name), os.path.join(work, "before", name))
    for name in names:
        os.rename(os.path.join(work, "whole", name), os.path.join(out, name))


def write(tasks, out, want, nested, most):
    """Tables under OUT of a data frame of COLUMNS, which `tasks` makes for a folder to work in."""
    shutil.rmtree(os.path.join(out, WORK), ignore_errors=True)
    work = os.path.join(out, WORK, uuid.uuid4().hex)
    os.makedirs(work)
    try:
        gather(out, work, [tuple(row) for row in tasks(work).collect()], want, nested, most)
    finally:
        shutil.rmtree(os.path.join(out, WORK), ignore_errors=True)


def folder_here(spark, out):
    """The path as the files of this machine have it; None: it is another file system's."""
    path = spark._jvm.org.apache.hadoop.fs.Path(out)
    system = path.getFileSystem(spark._jsc.hadoopConfiguration())
    return system.makeQualified(path).toUri().getPath() if system.getScheme() == "file" else None
