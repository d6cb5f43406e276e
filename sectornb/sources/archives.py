"""Agencies' bulk files, packed or not, as streams of bytes that cannot surprise.

A zip archive states how much it unpacks to, may state it wrongly, and may end in
the middle: the size is bounded before and while reading, and the checksum that
closes a member is only known at its end, so a reader has to read to the end.
"""

from __future__ import annotations

import contextlib
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from sectornb.errors import InputError, examples
from sectornb.sources.text_file import checked_text, file_head, header_in

MEBIBYTE = 1 << 20
LARGEST = 8 * 1024 * MEBIBYTE
"""Bytes unpacked: three times a quarterly single file of the QCEW, the largest file known."""
BLOCK = MEBIBYTE // 4
"""Small enough for the processor's cache, which halves the time of a scan."""
HEAD = 65536
LONGEST_LINE = 64 * 1024
ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def is_zip(path: Path) -> bool:
    """Whether a file begins as a zip archive does.

    Raises
    ------
    InputError
        If the file is missing, is a folder, cannot be read, or is empty.
    """
    return file_head(path, 4096).startswith(ZIP)


def csv_members(path: Path, largest: int = LARGEST) -> list[zipfile.ZipInfo]:
    """The CSV files in a zip archive, in the archive's order.

    Raises
    ------
    InputError
        If it is no zip archive, is cut off, is encrypted, is packed in a way that
        Python cannot unpack, holds one name twice or no CSV file, or unpacks to
        more than `largest` bytes.
    """
    with _archive(path) as archive:
        inside = [info for info in archive.infolist() if not info.is_dir()]
    found = [i for i in inside if i.filename.lower().endswith(".csv") and not _is_litter(i)]
    if not found:
        if any(info.filename == "xl/workbook.xml" for info in inside):
            raise InputError(
                f"{path} is an Excel workbook. Use the agency's own CSV file; a spreadsheet loses "
                "zeros and rounds numbers."
            )
        held = examples(info.filename for info in inside) or "nothing"
        raise InputError(
            f"{path} holds no CSV file; it holds {held}. It is another archive; download the "
            "agency's own file."
        )
    names = [info.filename for info in found]
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise InputError(f"{path} holds {examples(twice)} more than once. Download it again.")
    for info in found:
        if info.flag_bits & 0x1:
            raise InputError(
                f"{path} is encrypted ({info.filename} needs a password). The agency publishes "
                "its archives without one; download the agency's own file."
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InputError(
                f"{path} packs {info.filename} by a method that is not read here "
                f"(number {info.compress_type}). Unpack it and pack it again as an "
                "ordinary zip file."
            )
    total = sum(info.file_size for info in found)
    if total > largest:
        raise InputError(_too_big(str(path), total, largest))
    return found


@dataclass(frozen=True)
class CsvStream:
    """A CSV file opened for one reading from its first row on.

    Attributes
    ----------
    name : str
        What to call it in messages: the file, and its member where it is packed.
    header : list of str
        Column names, stripped.
    """

    name: str
    header: list[str]
    _first: bytes
    _stream: BinaryIO
    _largest: int

    def blocks(self, size: int = BLOCK) -> Iterator[bytes]:
        """The rows in blocks of whole lines, each line ended by a line feed.

        Read to the end, or damage further on goes unnoticed.

        Raises
        ------
        InputError
            If there are more bytes than the limit, or no lines in them.
        """
        rest, seen = self._first, 0
        while data := self._stream.read(size):
            seen += len(data)
            if seen > self._largest:
                raise InputError(_too_big(self.name, seen, self._largest))
            cut = data.rfind(b"\n") + 1
            if cut:
                yield rest + data[:cut]
                rest = data[cut:]
            else:
                rest += data
                if len(rest) > LONGEST_LINE:
                    raise InputError(
                        f"{self.name} has a line of more than {LONGEST_LINE:,} bytes, so it is no "
                        "table of rows. Download the agency's own file."
                    )
        if rest:
            yield rest if rest.endswith(b"\n") else rest + b"\n"


@contextlib.contextmanager
def csv_stream(
    path: Path, member: str | None = None, largest: int = LARGEST
) -> Iterator[CsvStream]:
    """A CSV file, or the one in a zip archive, opened.

    Parameters
    ----------
    member : str, optional
        The file in the archive; needed only where it holds several.
    largest : int
        Bytes, unpacked, that are still read.

    Raises
    ------
    InputError
        If the file is not such a file, is damaged or cut off, or is larger.
    """
    if not is_zip(path):
        if path.stat().st_size > largest:
            raise InputError(_too_big(str(path), path.stat().st_size, largest))
        with path.open("rb", buffering=0) as stream:
            yield _opened(str(path), cast(BinaryIO, stream), largest)
        return
    held = {info.filename: info for info in csv_members(path, largest)}
    if member is None and len(held) > 1:
        raise InputError(
            f"{path} holds {len(held)} CSV files ({examples(held)}) where one belongs. Unpack it "
            "and name the file that you mean."
        )
    info = held[member] if member is not None else next(iter(held.values()))
    with _archive(path) as archive, archive.open(info) as packed:
        yield _opened(f"{path} ({info.filename})", cast(BinaryIO, packed), largest)


def csv_streams(
    path: Path, members: Iterable[str], largest: int = LARGEST
) -> Iterator[tuple[str, CsvStream]]:
    """Several CSV files of one zip archive one after another, by the names of the members.

    Raises
    ------
    InputError
        As :func:`csv_stream`.
    """
    with _archive(path) as archive:
        for member in members:
            with archive.open(member) as packed:
                yield member, _opened(f"{path} ({member})", cast(BinaryIO, packed), largest)


def _opened(name: str, stream: BinaryIO, largest: int) -> CsvStream:
    head = b""
    while len(head) < HEAD and (data := stream.read(HEAD - len(head))):
        head += data
    if not head.strip():
        raise InputError(f"{name} is empty. Download it again; the transfer was probably cut off.")
    header = header_in(name, checked_text(name, head, HEAD))
    return CsvStream(name, header, head[head.find(b"\n") + 1 :], stream, largest)


@contextlib.contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    with _told(path), zipfile.ZipFile(path) as archive:
        yield archive


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Damage of an archive in the words of this project."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise InputError(
            f"{path} is a damaged zip archive ({str(error) or 'it ends too early'}). The transfer "
            "was probably cut off; download it again."
        ) from error
    except NotImplementedError as error:
        raise InputError(
            f"{path} uses a kind of zip archive that is not read here ({error}). Unpack it and "
            "pack it again as an ordinary zip file."
        ) from error


def _is_litter(info: zipfile.ZipInfo) -> bool:
    """Whether it is a hidden copy, such as macOS adds beside each file it packs."""
    return re.search(r"(^|/)(__MACOSX/|\.)", info.filename) is not None


def _too_big(name: str, found: int, largest: int) -> str:
    return (
        f"{name} holds {found / MEBIBYTE:,.0f} MiB unpacked or more; the largest such file that is "
        f"read has {largest / MEBIBYTE:,.0f} MiB. It was pasted together or is no data file; "
        "download the agency's own file."
    )
