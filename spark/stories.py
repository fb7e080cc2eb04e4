#!/usr/bin/env python3
"""stories.py [--parts N] CARDS OUTPUT: the stories of a pile of reports, on Spark: the same to the label as one process gives (dateline.stories.batch).

    spark-submit --master 'local[2]' spark/stories.py found/annotated found/

In: Parquet with columns id and card, as annotate.py makes it (rows without a card are left out), or a file of cards, a line each. Out:
OUTPUT/stories, a row a report: id, story (id of the first of its reports, in order of ids), source (id of the report it took words from), is_copy, share.

Way (docs/spark.md says what each step costs): lines that an outlet repeats are counted; each report becomes a sketch of 2.3 KB; the driver puts the
sketches into one pile and ships it as a file; ranges of reports find their pairs; the driver notes how close each report's closest are, ships the
pile again; pairs are judged; the driver drops what shares too little and finds components; each component is linked by itself. Who copied whom is
found in one task beside.

Known to get wrong: nothing that one process gets right; the pile must fit on every node's disk and into the driver's memory (2.8 KB a report), and the
task of copies keeps 12 KB a report.
"""
import argparse
import json
import os
import tempfile
from array import array

RANGE = 1000  # reports whose pairs are one row


def _engine():
    import annotate

    return annotate.engine()


def each(batches, columns, work):
    """Rows of `work(row)` as batches of the schema's columns."""
    import annotate
    import pyarrow as pa

    for one in batches:
        made = [work(row) for row in one.to_pylist()]
        yield pa.RecordBatch.from_arrays([annotate.column_of(kind, [m[i] for m in made]) for i, (_, kind) in enumerate(columns)], [n for n, _ in columns])


def read_cards(spark, path):
    """id, card; ids once."""
    from pyspark.sql import functions as F

    if os.path.isfile(path):
        lines = spark.read.text(path)
        return lines.select(F.get_json_object("value", "$.id").alias("id"), F.encode("value", "utf-8").alias("card"))
    return spark.read.parquet(path).filter("card is not null").select("id", "card")


def shared_lines(cards):
    """Hashes of the lines that two reports or more of one outlet hold, ascending."""
    import pyarrow as pa

    def hashes(batches):
        from dateline import stories

        return each(batches, [("line", pa.list_(pa.int64()))], lambda row: (array("q", stories.lines(row["card"], _engine()).tobytes()).tolist(),))

    lines = cards.mapInArrow(hashes, "line array<bigint>").selectExpr("explode(line) as line")
    repeated = [row["line"] for row in lines.groupBy("line").count().filter("count > 1").select("line").collect()]
    return array("Q", sorted(array("Q", array("q", repeated).tobytes())))


def sketches(cards, shared):
    """id, sketch; in the order of ids."""
    import pyarrow as pa

    kept = cards.sparkSession.sparkContext.broadcast(shared.tobytes())

    def sketched(batches):
        from dateline import stories

        lines = array("Q", kept.value)
        columns = [("id", pa.string()), ("sketch", pa.binary())]
        return each(batches, columns, lambda row: (row["id"], stories.sketch(row["card"], lines, _engine())))

    return cards.mapInArrow(sketched, "id string, sketch binary").orderBy("id")


_opened = {}


def opened(name):
    """The pile that was shipped under this name; once a process."""
    from dateline import stories
    from pyspark import SparkFiles

    if _opened.get("name") != (name, os.getpid()):
        _opened.update(name=(name, os.getpid()), pile=stories.Pile(SparkFiles.get(name), _engine()))
    return _opened["pile"]


def ship(spark, pile, folder, name):
    path = os.path.join(folder, name)
    pile.save(path)
    spark.sparkContext.addFile(path)


def find_pairs(spark, count, name, parts):
    """at, pairs: the pairs of the reports from `at` on, RANGE of them."""
    import pyarrow as pa

    def pairs(batches):
        columns = [("at", pa.int64()), ("pairs", pa.binary())]
        return each(batches, columns, lambda row: (row["id"], opened(name).pairs(row["id"], min(row["id"] + RANGE, count))))

    return spark.range(0, count, RANGE, min(parts, max(1, count // RANGE))).mapInArrow(pairs, "at bigint, pairs binary")


def judge_pairs(pairs, name):
    import pyarrow as pa

    def judged(batches):
        return each(batches, [("at", pa.int64()), ("judged", pa.binary())], lambda row: (row["at"], opened(name).judge(row["pairs"])))

    return pairs.mapInArrow(judged, "at bigint, judged binary")


def components(pile, judged):
    """(reports, their pairs by places among them) of each component of two reports or more."""
    from dateline import stories

    first = pile.components(judged)
    members, place, pairs = {}, [0] * len(first), {}
    for report, root in enumerate(first):
        place[report] = len(members.setdefault(root, []))
        members[root].append(report)
    for a, b, probability, evidence in stories.JUDGED.iter_unpack(judged):
        if first[a] == first[b]:
            pairs.setdefault(first[a], []).append(stories.JUDGED.pack(place[a], place[b], probability, evidence))
    return [(members[root], b"".join(own)) for root, own in pairs.items()]


def link_components(spark, found, count, parts):
    """Of each report the first of its group."""
    import pyarrow as pa

    def linked(batches):
        from dateline import stories

        columns = [("at", pa.int64()), ("group", pa.list_(pa.int64()))]
        return each(batches, columns, lambda row: (row["at"], stories.link(row["judged"], row["n"], _engine())))

    groups = list(range(count))
    if not found:
        return groups
    rows = [(i, len(members), bytearray(judged)) for i, (members, judged) in enumerate(found)]
    frame = spark.createDataFrame(rows, "at bigint, n int, judged binary").repartition(parts)
    for row in frame.mapInArrow(linked, "at bigint, group array<bigint>").toLocalIterator():
        members = found[row["at"]][0]
        for place, first in enumerate(row["group"]):
            groups[members[place]] = members[first]
    return groups


def find_copies(cards, count):
    """id, source, is_copy, share: one task over all cards in order of publication (unknown last), then of ids."""
    import pyarrow as pa
    from pyspark.sql import functions as F

    def copied(batches):
        from dateline import stories

        copies, ids = stories.Copies(count, _engine()), []

        def one(row):
            source, is_copy, share = copies.add(row["card"])
            ids.append(row["id"])
            return row["id"], None if source == stories.NOBODY else ids[source], is_copy, share

        return each(batches, [("id", pa.string()), ("source", pa.string()), ("is_copy", pa.bool_()), ("share", pa.float32())], one)

    when = F.coalesce(F.get_json_object(F.decode("card", "utf-8"), "$.published"), F.lit(""))
    ordered = cards.withColumn("published", when).withColumn("undated", when == "").repartition(1).sortWithinPartitions("undated", "published", "id")
    return ordered.select("id", "card").mapInArrow(copied, "id string, source string, is_copy boolean, share float")


def stories(spark, cards, parts):
    """Rows (id, story, source, is_copy, share), in the order of ids."""
    from dateline import stories as lib

    cards = cards.repartition(parts).persist()
    pile, ids = lib.Pile(engine=_engine()), []
    for row in sketches(cards, shared_lines(cards)).toLocalIterator():
        pile.add(bytes(row["sketch"]))
        ids.append(row["id"])
    pile.close()
    with tempfile.TemporaryDirectory(prefix="dateline-pile-") as folder:
        ship(spark, pile, folder, "pile-1")
        pairs = find_pairs(spark, len(ids), "pile-1", parts).persist()
        for row in pairs.toLocalIterator():
            pile.meet(bytes(row["pairs"]))
        ship(spark, pile, folder, "pile-2")
        judged = pile.keep(b"".join(bytes(row["judged"]) for row in judge_pairs(pairs, "pile-2").orderBy("at").toLocalIterator()))
        groups = link_components(spark, components(pile, judged), len(ids), parts)
    number = {name: i for i, name in enumerate(ids)}
    links = [(lib.NOBODY, False, 0.0)] * len(ids)
    for row in find_copies(cards, len(ids)).toLocalIterator():
        links[number[row["id"]]] = (lib.NOBODY if row["source"] is None else number[row["source"]], row["is_copy"], row["share"])
    story = pile.settle(groups, links)
    cards.unpersist()
    return [(name, ids[story[i]], None if links[i][0] == lib.NOBODY else ids[links[i][0]], links[i][1], links[i][2]) for i, name in enumerate(ids)]


def main(args=None):
    parser = argparse.ArgumentParser(description="the stories of a pile of reports, on Spark")
    parser.add_argument("--parts", type=int, default=0, help="partitions of the work (0: as many as there are cores)")
    parser.add_argument("cards", metavar="CARDS")
    parser.add_argument("out", metavar="OUTPUT")
    given = parser.parse_args(args)
    import annotate

    spark = annotate.session("dateline stories")
    spark.sparkContext.addPyFile(os.path.join(os.path.dirname(os.path.abspath(__file__)), "annotate.py"))
    parts = given.parts or spark.sparkContext.defaultParallelism
    rows = stories(spark, read_cards(spark, given.cards), parts)
    spark.createDataFrame(rows, "id string, story string, source string, is_copy boolean, share float").write.mode("overwrite").parquet(given.out + "/stories")
    print(json.dumps({"reports": len(rows), "stories": len({row[1] for row in rows})}))
    spark.stop()


if __name__ == "__main__":
    main()
