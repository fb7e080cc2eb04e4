"""A small client of Kafka by ctypes on librdkafka, which the program itself is linked to: tests need no package for it.

    python3 tests/broker/client.py put HOST:PORT TOPIC FILE...     each file is a message, its name the key
    python3 tests/broker/client.py get HOST:PORT TOPIC [N]         the committed messages of N partitions (1), a line each
"""
import ctypes as C
import ctypes.util
import sys

LIB = ctypes.util.find_library("rdkafka")
PARTITION_EOF = -191


class Message(C.Structure):
    _fields_ = [("err", C.c_int), ("rkt", C.c_void_p), ("partition", C.c_int32), ("payload", C.c_void_p), ("len", C.c_size_t),
                ("key", C.c_void_p), ("key_len", C.c_size_t), ("offset", C.c_int64), ("private", C.c_void_p)]


class Place(C.Structure):
    _fields_ = [("topic", C.c_char_p), ("partition", C.c_int32), ("offset", C.c_int64), ("metadata", C.c_void_p), ("metadata_size", C.c_size_t),
                ("opaque", C.c_void_p), ("err", C.c_int), ("private", C.c_void_p)]


class Places(C.Structure):
    _fields_ = [("cnt", C.c_int), ("size", C.c_int), ("elems", C.POINTER(Place))]


def library():
    lib = C.CDLL(LIB)
    for name, result, *arguments in (
            ("rd_kafka_conf_new", C.c_void_p), ("rd_kafka_conf_set", C.c_int, C.c_void_p, C.c_char_p, C.c_char_p, C.c_char_p, C.c_size_t),
            ("rd_kafka_new", C.c_void_p, C.c_int, C.c_void_p, C.c_char_p, C.c_size_t), ("rd_kafka_destroy", None, C.c_void_p),
            ("rd_kafka_topic_new", C.c_void_p, C.c_void_p, C.c_char_p, C.c_void_p), ("rd_kafka_topic_destroy", None, C.c_void_p),
            ("rd_kafka_flush", C.c_int, C.c_void_p, C.c_int), ("rd_kafka_poll", C.c_int, C.c_void_p, C.c_int),
            ("rd_kafka_headers_new", C.c_void_p, C.c_size_t), ("rd_kafka_header_add", C.c_int, C.c_void_p, C.c_char_p, C.c_ssize_t, C.c_char_p, C.c_ssize_t),
            ("rd_kafka_topic_partition_list_new", C.POINTER(Places), C.c_int), ("rd_kafka_topic_partition_list_destroy", None, C.POINTER(Places)),
            ("rd_kafka_topic_partition_list_add", C.POINTER(Place), C.POINTER(Places), C.c_char_p, C.c_int32),
            ("rd_kafka_assign", C.c_int, C.c_void_p, C.POINTER(Places)), ("rd_kafka_consumer_poll", C.POINTER(Message), C.c_void_p, C.c_int),
            ("rd_kafka_message_destroy", None, C.POINTER(Message)), ("rd_kafka_consumer_close", C.c_int, C.c_void_p)):
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    lib.rd_kafka_producev.restype = C.c_int
    return lib


def opened(lib, kind, settings):
    why = C.create_string_buffer(512)
    conf = lib.rd_kafka_conf_new()
    for name, value in settings.items():
        if lib.rd_kafka_conf_set(conf, name.encode(), str(value).encode(), why, 512):
            raise RuntimeError(why.value.decode())
    client = lib.rd_kafka_new(kind, conf, why, 512)
    if not client:
        raise RuntimeError(why.value.decode())
    return client


def produce(address, topic, messages, partition=-1, **settings):
    """messages: (key, value bytes, {header: text}). All are there when it returns."""
    lib = library()
    client = opened(lib, 0, {"bootstrap.servers": address, "linger.ms": 5, "enable.idempotence": "true", "log_level": 2, **{k.replace("_", "."): v for k, v in settings.items()}})
    for key, value, headers in messages:
        kept = lib.rd_kafka_headers_new(8)
        for name, text in headers.items():
            lib.rd_kafka_header_add(kept, name.encode(), -1, text.encode(), -1)
        key = key.encode()
        # RD_KAFKA_V_TOPIC 1, PARTITION 3, VALUE 4, KEY 5, MSGFLAGS 7 (COPY 2), HEADERS 10
        error = lib.rd_kafka_producev(C.c_void_p(client), C.c_int(1), C.c_char_p(topic.encode()), C.c_int(3), C.c_int32(partition), C.c_int(5), C.c_char_p(key), C.c_size_t(len(key)),
                                      C.c_int(4), C.c_char_p(value), C.c_size_t(len(value)), C.c_int(7), C.c_int(2), C.c_int(10), C.c_void_p(kept), C.c_int(0))
        if error:
            raise RuntimeError(f"not produced: {error}")
        lib.rd_kafka_poll(client, 0)
    left = lib.rd_kafka_flush(client, 60000)
    lib.rd_kafka_destroy(client)
    if left:
        raise RuntimeError(f"{left} messages were not taken")


def read(address, topic, partitions, isolation="read_committed", seconds=60):
    """All messages of a topic up to its end: (partition, offset, key, value)."""
    lib = library()
    client = opened(lib, 1, {"bootstrap.servers": address, "group.id": "tests", "enable.auto.commit": "false", "auto.offset.reset": "earliest", "enable.partition.eof": "true",
                             "isolation.level": isolation, "log_level": 2})
    places = lib.rd_kafka_topic_partition_list_new(partitions)
    for i in range(partitions):
        lib.rd_kafka_topic_partition_list_add(places, topic.encode(), i).contents.offset = -2
    lib.rd_kafka_assign(client, places)
    lib.rd_kafka_topic_partition_list_destroy(places)
    found, ended, waits = [], set(), 0
    while len(ended) < partitions and waits < seconds:
        message = lib.rd_kafka_consumer_poll(client, 1000)
        if not message:
            waits += 1
            continue
        m = message.contents
        if m.err == PARTITION_EOF:
            ended.add(m.partition)
        elif not m.err:
            found.append((m.partition, m.offset, C.string_at(m.key, m.key_len).decode() if m.key else None, C.string_at(m.payload, m.len) if m.payload else None))
        lib.rd_kafka_message_destroy(message)
    lib.rd_kafka_consumer_close(client)
    lib.rd_kafka_destroy(client)
    if len(ended) < partitions:
        raise RuntimeError(f"{topic}: no end after {seconds} s")
    return found


def main(args):
    if args[:1] == ["put"] and len(args) > 3:
        messages = []
        for name in args[3:]:
            with open(name, "rb") as file:
                messages.append((name, file.read(), {}))
        produce(args[1], args[2], messages)
        return 0
    if args[:1] == ["get"] and len(args) in (3, 4):
        for _, _, _, value in read(args[1], args[2], int(args[3]) if len(args) == 4 else 1):
            print((value or b"").decode().rstrip("\n"))
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
