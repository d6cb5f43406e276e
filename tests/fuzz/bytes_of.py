"""Damage to the bytes of a file, as downloads, disks, editors and attackers do it."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Damage = Callable[[Random, bytes], bytes]

PAGE = (
    b"<!DOCTYPE html>\n<html><head><title>404</title></head><body>Not found.<br>a,b,c</body></html>"
)
BOMB = 64 << 20
"""Bytes of zeros that a bomb unpacks to."""


def _place(rng: Random, data: bytes) -> int:
    return rng.randrange(len(data)) if data else 0


def _span(rng: Random, data: bytes, most: int = 400) -> tuple[int, int]:
    start = _place(rng, data)
    return start, min(len(data), start + rng.randint(1, most))


def bit_flipped(rng: Random, data: bytes) -> bytes:
    at = _place(rng, data)
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def bytes_flipped(rng: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(2, 40)):
        changed[_place(rng, data)] = rng.randrange(256)
    return bytes(changed)


def tail_cut(rng: Random, data: bytes) -> bytes:
    return data[: _place(rng, data)]


def head_cut(rng: Random, data: bytes) -> bytes:
    return data[_place(rng, data) :]


def middle_cut(rng: Random, data: bytes) -> bytes:
    start, end = _span(rng, data)
    return data[:start] + data[end:]


def nul_inserted(rng: Random, data: bytes) -> bytes:
    at = _place(rng, data)
    return data[:at] + b"\0" * rng.choice([1, 1, 2, 512]) + data[at:]


def noise_inserted(rng: Random, data: bytes) -> bytes:
    at = _place(rng, data)
    return data[:at] + rng.randbytes(rng.randint(1, 60)) + data[at:]


def mark_inserted(rng: Random, data: bytes) -> bytes:
    """One of the characters that tables and trees are made of, or that screens obey."""
    at = _place(rng, data)
    return data[:at] + rng.choice(list(b'",;\n\r\t{}[]:&*!-#<>\\\x1b\x7f')).to_bytes() + data[at:]


def span_doubled(rng: Random, data: bytes) -> bytes:
    start, end = _span(rng, data)
    return data[:end] + data[start:]


def spans_swapped(rng: Random, data: bytes) -> bytes:
    a, b, c, d = sorted(_place(rng, data) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def file_doubled(rng: Random, data: bytes) -> bytes:
    return data + rng.choice([b"", b"\n"]) + data


def ten_times_too_big(rng: Random, data: bytes) -> bytes:
    head, line, body = data.partition(b"\n")
    return head + line + body * 10 if body else data * 10


def other_encoding(rng: Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    if rng.random() < 0.5:
        at = _place(rng, data)
        text = f"{text[:at]}Doña Ana{text[at:]}"
    return text.encode(rng.choice(["utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7"]), "replace")


def byte_order_mark(rng: Random, data: bytes) -> bytes:
    return codecs.BOM_UTF8 * rng.choice([1, 1, 2]) + data


def other_line_ends(rng: Random, data: bytes) -> bytes:
    return data.replace(b"\n", rng.choice([b"\r\n", b"\r", b"\n\n", b"\r\r\n", b"\x0b", b""]))


def other_separator(rng: Random, data: bytes) -> bytes:
    return data.replace(b",", rng.choice([b";", b"\t", b"|", b", ", b" ,"]))


def web_page(rng: Random, data: bytes) -> bytes:
    return rng.choice([PAGE, b"\n  " + PAGE, data[: len(data) // 2] + PAGE, PAGE + data])


def emptied(rng: Random, data: bytes) -> bytes:
    return rng.choice([b"", b" ", b"\n\n\n", b"\xef\xbb\xbf", b"\0", data.partition(b"\n")[0]])


def long_line(rng: Random, data: bytes) -> bytes:
    at = _place(rng, data)
    return data[:at] + rng.choice([b"9", b"a", b" ", b"[", b'"']) * 200_000 + data[at:]


def nested_deeply(rng: Random, data: bytes) -> bytes:
    depth = rng.choice([50, 1_000, 100_000])
    opening, closing = rng.choice([(b"[", b"]"), (b'{"a":', b"}"), (b"- ", b""), (b"> ", b"")])
    return opening * depth + data + closing * depth


def packed_otherwise(rng: Random, data: bytes) -> bytes:
    """Packed as another program, or a second time."""
    if rng.random() < 0.5:
        return gzip.compress(data, mtime=0)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(rng.choice(["a.csv", "b.txt", "xl/workbook.xml"]), data)
    return packed.getvalue()


def bomb(rng: Random, data: bytes) -> bytes:
    """A few bytes that unpack to very many."""
    if rng.random() < 0.5:
        pack = zlib.compressobj(9, zlib.DEFLATED, 31)
        zeros = bytes(1 << 20)
        return b"".join(pack.compress(zeros) for _ in range(BOMB >> 20)) + pack.flush()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", rng.choice([b"\0", b"\n", b"1,"]) * (BOMB // 2))
    return packed.getvalue()


ANY: tuple[Damage, ...] = (
    bit_flipped, bytes_flipped, tail_cut, head_cut, middle_cut, nul_inserted, noise_inserted,
    mark_inserted, span_doubled, spans_swapped, file_doubled, web_page, emptied,
)  # fmt: skip
TEXT: tuple[Damage, ...] = (
    *ANY, ten_times_too_big, other_encoding, byte_order_mark, other_line_ends, other_separator,
    long_line, nested_deeply, packed_otherwise,
)  # fmt: skip
PACKED: tuple[Damage, ...] = (*ANY, *ANY, packed_otherwise, bomb)
