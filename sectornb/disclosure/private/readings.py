"""Every text that the bytes of a file hold, however they are packed or written.

Archives in archives, metadata of pictures, rows of spreadsheets with their shared texts,
embedded pictures, JSON, markup, and what stands for letters in them.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import html
import io
import json
import lzma
import re
import tarfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any

from sectornb.disclosure.private.sheets import sheet_lines
from sectornb.errors import DisclosureError

DEEPEST = 8
"""Files packed within each other; a report has three: a picture in a page in an archive."""
LARGEST = 1024 * 1024 * 1024
"""Bytes of one file unpacked."""
Reading = tuple[str, str]
"""Where a text stands, and the text."""
_PNG = b"\x89PNG\r\n\x1a\n"
_ZIP = b"PK"
_PACKED: dict[bytes, Callable[[IO[bytes]], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ": lzma.open,
}
_CLOSED = {
    b"%PDF": "a PDF",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard file",
    b"PAR1": "a Parquet file",
    b"ARROW1": "an Arrow file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
}
_DAMAGED = (
    OSError, EOFError, zlib.error, zipfile.BadZipFile, lzma.LZMAError, NotImplementedError,
    RuntimeError, ValueError,
)  # fmt: skip
_EMBEDDED = re.compile(r"base64,([A-Za-z0-9+/\s%=]+)")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")
_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(
    r"</?(?:p|div|li|ul|ol|tr|td|th|table|h[1-6]|br|title|desc|text|section|summary|details|"
    r"w:p|w:tr|w:tc|row|c|si|a:p|metadata|cp:\w+|dc:\w+|dcterms:\w+)\b[^<>]*>",
    re.IGNORECASE,
)
_ROW = re.compile(r"<(tr|w:tr|li|p)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|[nrt/\"'])")


def readings(place: str, data: bytes, depth: int = 0) -> Iterator[Reading]:
    """Every text in `data`, which lies at `place`.

    Raises
    ------
    DisclosureError
        If it cannot be looked through: locked, damaged, or packed in a way that is not read.
    """
    if depth > DEEPEST or len(data) > LARGEST:
        raise _unread(place, "is packed too deep or too large")
    if not data:
        return
    for signature, what in _CLOSED.items():
        if data.startswith(signature):
            raise _unread(place, f"is {what}, which cannot be looked through")
    if data.startswith(_PNG):
        yield from _picture(place, data, depth)
    elif data.startswith(_ZIP) or zipfile.is_zipfile(io.BytesIO(data)):
        yield from _archive(place, data, depth)
    elif data[257:262] == b"ustar":
        yield from _tar(place, data, depth)
    elif unpack := next((way for sign, way in _PACKED.items() if data.startswith(sign)), None):
        # The name of what was packed stands at the front.
        yield place, data[:4096].decode("latin-1")
        try:
            with unpack(io.BytesIO(data)) as stream:
                inner = stream.read(LARGEST + 1)
        except _DAMAGED as error:
            raise _unread(place, "is damaged") from error
        yield from readings(place, inner, depth + 1)
    else:
        for text in _decoded(data):
            yield from _text(place, text, depth)


def _decoded(data: bytes) -> Iterator[str]:
    """The bytes as text, in every encoding that they may be in."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        yield data.decode("utf-32", errors="replace")
        return
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield data.decode("utf-16", errors="replace")
        return
    try:
        yield data.decode("utf-8")
    except UnicodeDecodeError:
        yield data.decode("latin-1")
        yield data.decode("utf-8", errors="ignore")
    if b"\x00" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            for start in (0, 1):
                yield data[start:].decode(encoding, errors="ignore")


def _picture(place: str, data: bytes, depth: int) -> Iterator[Reading]:
    """The texts beside the points of a PNG picture, and whatever follows its end."""
    at = len(_PNG)
    kind = b""
    while at + 8 <= len(data) and kind != b"IEND":
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        content = data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"IDAT":
            continue
        text = content
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            for start in range(len(content) - 1):
                # A compressed text begins so; where it does not, nothing comes of it.
                if content[start] == 0x78 and content[start + 1] in (0x01, 0x5E, 0x9C, 0xDA):
                    try:
                        text += b"\n" + zlib.decompressobj().decompress(content[start:], LARGEST)
                    except zlib.error:
                        continue
        for each in _decoded(text):
            yield f"{place}, words beside the picture", each
    yield from readings(f"{place}, after the picture", data[at:], depth + 1)


def _archive(place: str, data: bytes, depth: int) -> Iterator[Reading]:
    """The files of a zip archive, the archive's own words, and a spreadsheet row by row."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if sum(info.file_size for info in members) > LARGEST:
                raise _unread(place, "is too large unpacked")
            words = [archive.comment]
            for info in members:
                words += [info.filename.encode(), info.comment, info.extra]
            yield f"{place}, names in the archive", b"\n".join(words).decode("utf-8", "replace")
            # What lies before, between and after the packed files.
            yield f"{place}, around the archive", _around(data, members)
            for info in members:
                if not info.is_dir():
                    yield from readings(f"{place}, {info.filename}", archive.read(info), depth + 1)
            yield from ((f"{place}, {at}", line) for at, line in sheet_lines(archive))
    except _DAMAGED as error:
        raise _unread(place, "is damaged or locked") from error


def _tar(place: str, data: bytes, depth: int) -> Iterator[Reading]:
    """The files of a tar archive, and it as it stands: names and owners are in it unpacked."""
    yield place, data.decode("utf-8", "replace")
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                if (packed := archive.extractfile(member)) is not None:
                    yield from readings(f"{place}, {member.name}", packed.read(), depth + 1)
    except (*_DAMAGED, tarfile.TarError) as error:
        raise _unread(place, "is damaged") from error


def _around(data: bytes, members: list[zipfile.ZipInfo]) -> str:
    """An archive without its packed contents."""
    kept, at = [], 0
    for info in sorted(members, key=lambda info: info.header_offset):
        begin = info.header_offset
        names = int.from_bytes(data[begin + 26 : begin + 28], "little")
        extra = int.from_bytes(data[begin + 28 : begin + 30], "little")
        start = begin + 30 + names + extra
        kept.append(data[at:start])
        at = start + info.compress_size
    return b"\n".join([*kept, data[at:]]).decode("latin-1")


def _text(place: str, text: str, depth: int) -> Iterator[Reading]:
    """A text as it stands, without its markup, with its escapes undone; and what it embeds."""
    if depth > DEEPEST:
        raise _unread(place, "is packed too deep")
    yield place, text
    begins = text[:1000].lstrip("\ufeff \t\r\n")
    if begins.startswith(("{", "[", '"')):
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            content = None
        if content is not None:
            told, embedded = _json(content)
            yield from _text(f"{place}, its texts", told, depth + 1)
            for each in embedded:
                yield from _embedded(place, each, depth)
    undone = _undone(text)
    if undone != text:
        yield place, undone
    if "<" in text:
        blocks = _TAG.sub("", _BLOCK.sub("\n", text))
        rows = "\n".join(_TAG.sub(" ", row[0]).replace("\n", " ") for row in _ROW.finditer(text))
        for shown in (blocks, rows):
            yield place, _undone(shown)
    for match in _EMBEDDED.finditer(text):
        yield from _embedded(place, urllib.parse.unquote(match[1]), depth)
    for match in _BASE64.finditer(text):
        yield from _embedded(place, match[0], depth)


def _undone(text: str) -> str:
    """A text with its escapes undone: those of markup, of addresses and of programs."""
    for _ in range(3):
        before = text
        if "\\" in text:
            text = _ESCAPE.sub(_letter, text)
        if "&" in text:
            text = html.unescape(text)
        if "%" in text:
            text = urllib.parse.unquote(text)
        if text == before:
            break
    return text


def _letter(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else " "


def _json(content: Any) -> tuple[str, list[str]]:
    """The texts of a JSON document, a line for each and for each object or list of plain values."""
    lines: list[str] = []
    embedded: list[str] = []
    waiting = [content]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            lines += map(str, each)
        values = list(each.values() if isinstance(each, dict) else each)
        plain = [value for value in values if not isinstance(value, dict | list)]
        waiting += [value for value in values if isinstance(value, dict | list)]
        texts = [value for value in plain if isinstance(value, str)]
        if texts and isinstance(each, list) and len(texts) == len(values):
            # A notebook keeps a text as a list of its lines.
            lines.append("".join(texts))
            embedded.append("".join("".join(texts).split()))
        lines.append(" | ".join(str(value) for value in plain if len(str(value)) < 2_000))
        lines += texts
        embedded += ["".join(text.split()) for text in texts if "\n" in text]
    return "\n".join(lines), [text for text in embedded if _BASE64.fullmatch(text)]


def _embedded(place: str, text: str, depth: int) -> Iterator[Reading]:
    """What a text in base 64 holds, where it is a file or words."""
    letters = "".join(text.split()).rstrip("=").translate({45: 43, 95: 47})
    try:
        data = base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
    except (binascii.Error, ValueError):
        return
    packed = data.startswith((_PNG, _ZIP + b"\x03\x04", *_PACKED, *_CLOSED))
    if not packed:
        head = data[:400]
        # Words, also in two bytes a letter; what a hash decodes to is none.
        if sum(32 <= sign < 127 or sign in (0, 9, 10, 13) for sign in head) < 0.85 * len(head):
            return
    yield from readings(f"{place}, embedded", data, depth + 1)


def _unread(place: str, why: str) -> DisclosureError:
    return DisclosureError(
        f"{place} {why}, so nobody can tell whether it holds rows of the private inputs. Take it "
        "out of the report's folder, or unpack it there, and run again."
    )
