"""Writes the container of src/base/datafile.h. Needs the PyPI package xxhash.

    write("data/english.model", {"meta": b"...", "conv.0": array.tobytes()})
"""
import struct

import xxhash

HEAD, ENTRY, ALIGN = 32, 40, 64


def write(path, sections):
    """sections: name (at most 23 ASCII bytes) -> bytes. Order is kept; the same input gives the same file."""
    offset = HEAD + ENTRY * len(sections)
    table, body = b"", b""
    for name, data in sections.items():
        raw = name.encode("ascii")
        assert 0 < len(raw) < 24, name
        pad = -(offset + len(body)) % ALIGN
        body += b"\0" * pad
        table += raw.ljust(24, b"\0") + struct.pack("<QQ", offset + len(body), len(data))
        body += data
    rest = table + body
    head = b"DLNDATA1" + struct.pack("<IIQQ", 1, len(sections), HEAD + len(rest), xxhash.xxh3_64_intdigest(rest))
    with open(path, "wb") as f:
        f.write(head + rest)


def read(path):
    raw = open(path, "rb").read()
    count = struct.unpack_from("<I", raw, 12)[0]
    out = {}
    for i in range(count):
        at = HEAD + ENTRY * i
        offset, size = struct.unpack_from("<QQ", raw, at + 24)
        out[raw[at:at + 24].rstrip(b"\0").decode("ascii")] = raw[offset:offset + size]
    return out
