"""CSV files that come gzipped, or that a browser has unpacked, as runs of whole lines.

A gzip file tells its checksum at the end only, may hold several parts, and may
unpack to a thousand times its size: it is read to its end in bounded steps.
"""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path

from sectornb.errors import InputError
from sectornb.sources.text_file import checked_text, file_head, header_in

GZIP = b"\x1f\x8b"
MEBIBYTE = 1 << 20
RUN = 16 * MEBIBYTE
LARGEST = 8 * 1024 * MEBIBYTE
"""Bytes unpacked: several times the largest home-to-work file of a state."""
LARGEST_RATIO = 100
"""Unpacked to packed: agencies' files reach about 12."""
_STEP = 256 * 1024
_HEAD = 65536


def is_gzip(path: Path) -> bool:
    """Whether a file begins as a gzip file does.

    Raises
    ------
    InputError
        If the file is missing, is a folder, cannot be read, or is empty.
    """
    return file_head(path, 4096).startswith(GZIP)


def csv_header(path: Path) -> list[str]:
    """Column names in the first line of a CSV file, gzipped or not.

    Raises
    ------
    InputError
        If it is no such file: empty, a web page, in another encoding, damaged.
    """
    head = b""
    for run in line_runs(path, _HEAD):
        head = run
        break
    return header_in(path, checked_text(path, head, len(head)))


def text_columns(
    path: Path, wanted: Collection[str], largest: int = 512 * MEBIBYTE
) -> dict[str, list[str]]:
    """Columns of a CSV file, gzipped or not, as text with nothing guessed.

    Raises
    ------
    InputError
        As :func:`line_runs`, and if the text is not UTF-8 throughout, there are
        no rows, or a row has more or fewer cells than the header.
    """
    data = b"".join(line_runs(path, largest=largest))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 text throughout: line {data[: error.start].count(10) + 1} holds "
            f"the byte 0x{data[error.start]:02x}. Use the agency's own file, or save it as "
            "'CSV UTF-8'."
        ) from error
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = [name.strip() for name in next(lines, [])]
    places = {name: header.index(name) for name in wanted}
    columns: dict[str, list[str]] = {name: [] for name in wanted}
    appends = [(columns[name].append, place) for name, place in places.items()]
    try:
        for cells in lines:
            if len(cells) != len(header):
                if not cells:
                    continue
                raise InputError(
                    f"{path} row {lines.line_num:,} has {len(cells)} cells, the header "
                    f"{len(header)}. The transfer was cut off or the row was edited; download or "
                    "make the file again."
                )
            for append, place in appends:
                append(cells[place].strip())
    except csv.Error as error:
        raise InputError(
            f"{path} row {lines.line_num:,} is damaged: {error}. Download or make the file again."
        ) from error
    if not next(iter(columns.values())):
        raise InputError(
            f"{path} has a header and no rows. Download or make it again; it was cut off."
        )
    return columns


def line_runs(path: Path, size: int = RUN, largest: int = LARGEST) -> Iterator[bytes]:
    """The lines of a text file, gzipped or not, in runs of about `size` bytes.

    Raises
    ------
    InputError
        If the file is missing, empty, no UTF-8 text or a web page; if it is cut
        off or damaged; if it unpacks to more than `largest` bytes, to a hundred
        times its size, or to a line longer than a run.
    """
    pieces = _gunzipped(path) if is_gzip(path) else _plain(path)
    held: list[bytes] = []
    length = total = 0
    first = True
    for piece in pieces:
        held.append(piece)
        length += len(piece)
        total += len(piece)
        if total > largest:
            raise InputError(
                f"{path} unpacks to more than {largest // MEBIBYTE:,} MiB, far more than any such "
                "file. It was pasted together or is no agency file; download it again."
            )
        if length < size:
            continue
        block = b"".join(held)
        end = block.rfind(b"\n") + 1
        if not end:
            raise InputError(
                f"{path} has a line of more than {length // 1024:,} KiB. It is no CSV file of an "
                "agency; download it again."
            )
        if first:
            checked_text(path, block[:_HEAD], _HEAD)
            first = False
        yield block[:end]
        held, length = [block[end:]], len(block) - end
    rest = b"".join(held)
    if first:
        checked_text(path, rest[:_HEAD], _HEAD)
    if rest:
        yield rest


def _plain(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_STEP):
            yield piece


def _gunzipped(path: Path) -> Iterator[bytes]:
    packed_bytes = unpacked_bytes = 0
    inflater = zlib.decompressobj(wbits=31)
    try:
        with path.open("rb") as stream:
            while packed := stream.read(_STEP):
                packed_bytes += len(packed)
                while packed:
                    if inflater.eof:
                        inflater = zlib.decompressobj(wbits=31)
                    piece = inflater.decompress(packed, 4 * MEBIBYTE)
                    unpacked_bytes += len(piece)
                    if unpacked_bytes > max(64 * MEBIBYTE, LARGEST_RATIO * packed_bytes):
                        raise InputError(
                            f"{path} unpacks to more than {LARGEST_RATIO} times its size, which "
                            "no such file does. It is damaged or made to fill a disk; download "
                            "the agency's own file."
                        )
                    if piece:
                        yield piece
                    packed = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
    except zlib.error as error:
        raise InputError(
            f"{path} is damaged: its packed contents cannot be read ({error}). Download it again."
        ) from error
    if not inflater.eof:
        raise InputError(
            f"{path} is cut off: the gzip file ends in the middle. Download it again; the "
            "transfer was probably interrupted."
        )
