"""Opening of files: as text, gzipped or in a zip archive, within bounds, refused with a reason.

Agencies answer a wrong address with a web page and status 200, browsers cut downloads short,
spreadsheets re-save in other encodings, and an archive may unpack to a thousand times its size.
All of that is found here, once for every source.  What closes a packed file is a checksum, so a
reader has to read to the end.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import gzip
import io
import os
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import IO, Literal

from sectornb.errors import InputError, examples
from sectornb.sources.sheets import BAD_ARCHIVE, is_workbook, sheet_as_csv

Packed = Literal["", "gzip", "zip", "xlsx"]

OLE = b"\xd0\xcf\x11\xe0"
SIGNATURES = {
    b"PK\x03\x04": "a zip archive (or an Excel workbook)",
    b"PK\x05\x06": "an empty zip archive",
    b"\x1f\x8b": "a gzip file",
    b"%PDF": "a PDF document",
    OLE: "an old Excel workbook (.xls)",
    b"PAR1": "a Parquet file",
}
BEGINNINGS = {"gzip": b"\x1f\x8b", "zip": b"PK", "xlsx": b"PK"}
_ASTRAY = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:[/\\]")
MEBIBYTE = 1 << 20
LARGEST = 8 * 1024 * MEBIBYTE
"""Bytes unpacked: three times a quarterly single file of the QCEW, the largest file known."""
LARGEST_WHOLE = 64 * MEBIBYTE
"""Bytes unpacked of a table that is held in memory whole; an agency's has some 5 MB."""
LARGEST_RATIO = 100
"""Unpacked to packed, of what is larger than `LARGEST_WHOLE`: agencies' files reach about 12."""
MOST_MEMBERS = 20_000
"""Files in an archive; one of each area of the country has some 4,500."""
BLOCK = MEBIBYTE // 4
"""Small enough for the processor's cache, which halves the time of a scan."""
HEAD = 65536
LONGEST_LINE = 64 * 1024
_SHORTEST_LINE = 3
"""Bytes that the lines of a block have on average, or they are blank."""
OLD_WORKBOOK = (
    "Open it in a spreadsheet and save it as an Excel workbook (.xlsx) for laus, oews, projections "
    "or employment-projections, else as 'CSV UTF-8' with its codes as text, so that no zeros are "
    "lost; add that file."
)
_OWN_TABLE = "Add the agency's CSV file; save a table of your own as 'CSV UTF-8'."


def file_head(path: Path, size: int = HEAD) -> bytes:
    """The first bytes of a file.

    Raises
    ------
    InputError
        If the file is missing, is a folder, cannot be read, or is empty.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder. {_within(path)}")
    if not path.exists():
        beside = [each.name for each in path.parent.glob("*") if each.is_file()]
        like = get_close_matches(path.name, beside, n=1)
        meant = f"Did you mean {path.parent / like[0]}?" if like else "Check name and folder."
        raise InputError(f"There is no file {path}. {meant}")
    if not path.is_file():
        raise InputError(
            f"{path} is a device or a pipe, no file. Save what it gives as a file, and name that."
        )
    try:
        with path.open("rb") as stream:
            head = stream.read(size)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    if not head.strip():
        raise InputError(f"{path} is empty. Download it again; the transfer was probably cut off.")
    return head


def _within(folder: Path) -> str:
    """How the files of a folder are named, or of the first folder in it that has any."""
    for inside, folders, files in os.walk(folder):
        folders.sort()
        if kinds := Counter(Path(name).suffix for name in files if not name.startswith(".")):
            return f"Name the files in it, for example {inside}/*{kinds.most_common(1)[0][0]}"
    return "It has no files."


def is_packed(path: Path, packed: Packed) -> bool:
    """Whether a file begins as a ``gzip`` file or ``zip`` archive does, or is an ``xlsx`` one.

    Raises
    ------
    InputError
        As :func:`file_head`.
    """
    begins = bool(packed) and file_head(path, 4096).startswith(BEGINNINGS[packed])
    return begins and (packed != "xlsx" or is_workbook(path))


def checked_text(path: Path | str, head: bytes, size: int = HEAD) -> str:
    """The first bytes of a text, decoded; `size` is how many were asked for.

    Raises
    ------
    InputError
        If they are empty, an archive, a web page, or in another encoding; `path` is the
        name of the file.
    """
    for signature, what in SIGNATURES.items():
        if head.startswith(signature):
            packed = "archive" in what or "gzip" in what
            way = OLD_WORKBOOK if signature == OLE else f"{'Unpack it. ' * packed}{_OWN_TABLE}"
            raise InputError(f"{path} is {what}, not a CSV file. {way}")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head:
        raise InputError(
            f"{path} is not UTF-8 text: it looks like UTF-16, as a spreadsheet's 'Unicode text' "
            "export writes. Use the agency's own file, or save it as 'CSV UTF-8'."
        )
    try:
        # A character may be cut in two where a full head ends.
        text = codecs.getincrementaldecoder("utf-8")().decode(
            head.removeprefix(codecs.BOM_UTF8), final=len(head) < size
        )
    except UnicodeDecodeError as error:
        raise no_utf8(path, error) from error
    if not text.strip():
        raise InputError(f"{path} is empty. Download it again; the transfer was probably cut off.")
    if text.lstrip().startswith("<"):
        raise InputError(
            f"{path} is a web page, not data: it begins {text.strip()[:40]!r}. Agencies answer a "
            "wrong address or a missing key this way. Open the address in a browser, look at what "
            "it says, and download the file again."
        )
    if text.lstrip().startswith(("{", "[")):
        raise InputError(f"{path} is JSON, not a CSV file. {_OWN_TABLE}")
    return text


@dataclass(frozen=True)
class CsvStream:
    """A CSV file opened for one reading from its first row on.

    Attributes
    ----------
    name : str
        What to call it in messages: the file, and its member where it is in an archive.
    header : list of str
        Column names, stripped of quotes and blanks.
    """

    name: str
    header: list[str]
    _first: bytes
    _pieces: Iterator[bytes]
    _largest: int

    def blocks(self, size: int = BLOCK) -> Iterator[bytes]:
        """The rows in blocks of whole lines, each ended by a line feed.

        Read to the end, or damage further on goes unnoticed.

        Raises
        ------
        InputError
            If there are more bytes than the limit, or no lines in them.
        """
        held, length, total = [self._first], len(self._first), len(self._first)
        for piece in self._pieces:
            total += len(piece)
            if total > self._largest:
                raise _too_big(self.name, total, self._largest)
            held.append(piece)
            length += len(piece)
            if length < size:
                continue
            block = b"".join(held)
            cut = block.rfind(b"\n") + 1
            if _SHORTEST_LINE * block.count(b"\n") > len(block):
                raise InputError(
                    f"{self.name} holds thousands of blank lines in a row, so it is no table of "
                    "rows. Download the agency's own file."
                )
            if length - cut > LONGEST_LINE + size:
                raise _endless(self.name)
            if cut:
                yield block[:cut]
            held, length = [block[cut:]], length - cut
        rest = b"".join(held)
        if rest.strip():
            yield rest if rest.endswith(b"\n") else rest + b"\n"


@contextlib.contextmanager
def csv_stream(path: Path, packed: Packed = "", largest: int = LARGEST) -> Iterator[CsvStream]:
    """A CSV file opened, unpacked on the way where it is packed.

    Parameters
    ----------
    packed : str
        How the source packs its files: ``gzip``, ``zip`` (one CSV file in an archive),
        ``xlsx`` (one table in a workbook) or not at all; a file that is not packed is
        opened too.
    largest : int
        Bytes, unpacked, that are still read.

    Raises
    ------
    InputError
        If the file is not such a file, is damaged or cut off, or is larger.
    """
    file_head(path)
    if not is_packed(path, packed):
        if path.stat().st_size > largest:
            raise _too_big(path, path.stat().st_size, largest)
        with path.open("rb", buffering=0) as stream:
            yield _opened(str(path), iter(lambda: stream.read(BLOCK), b""), largest)
    elif packed == "gzip":
        yield _opened(str(path), _gunzipped(path), largest)
    elif packed == "xlsx":
        yield _opened(str(path), iter([sheet_as_csv(path)]), largest)
    else:
        held = [info.filename for info in csv_members(path, largest)]
        if len(held) > 1:
            raise InputError(
                f"{path} holds {len(held)} CSV files ({examples(held)}) where one belongs. Unpack "
                "it and name the file that you mean."
            )
        yield from csv_streams(path, held, largest)


def csv_streams(path: Path, members: Iterable[str], largest: int = LARGEST) -> Iterator[CsvStream]:
    """Several CSV files of one zip archive one after another, by the names of the members.

    Raises
    ------
    InputError
        As :func:`csv_stream`.
    """
    with _archive(path) as archive:
        for member in members:
            with _told(path):
                stream = archive.open(member)
            with stream:
                yield _opened(f"{path} ({member})", _unzipped(path, stream), largest)


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
    if len(inside) > MOST_MEMBERS:
        raise InputError(
            f"{path} holds {len(inside):,} files; no archive that is read here has more than "
            f"{MOST_MEMBERS:,}. Download the agency's own file."
        )
    astray = [info.filename for info in inside if _ASTRAY.search(info.filename)]
    if astray:
        raise InputError(
            f"{path} holds {examples(map(repr, astray))}, whose name leads out of the folder it "
            "is unpacked in. No agency packs its files so; download the agency's own file."
        )
    # Hidden copies, such as macOS adds beside each file it packs, are no members.
    litter = re.compile(r"(^|/)(__MACOSX/|\.)")
    found = [
        info
        for info in inside
        if info.filename.lower().endswith(".csv") and not litter.search(info.filename)
    ]
    if not found:
        if any(info.filename == "xl/workbook.xml" for info in inside):
            raise InputError(
                f"{path} is an Excel workbook. Use the agency's own CSV file, whose address "
                "'sectornb sources' tells; a spreadsheet loses zeros and rounds numbers."
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
        if info.file_size > max(LARGEST_WHOLE, LARGEST_RATIO * info.compress_size):
            raise _inflated(path)
    total = sum(info.file_size for info in found)
    if total > largest:
        raise _too_big(path, total, largest)
    return found


def header_of(path: Path, packed: Packed = "") -> list[str]:
    """Column names in the first line of a CSV file, stripped of quotes and blanks.

    Raises
    ------
    InputError
        If the file is no text, or its cells are not separated by commas.
    """
    with csv_stream(path, packed) as stream:
        return stream.header


def _opened(name: str, pieces: Iterator[bytes], largest: int) -> CsvStream:
    head = b""
    while len(head) < HEAD and (piece := next(pieces, b"")):
        head += piece
    text = checked_text(name, head[:HEAD])
    first = next(csv.reader(io.StringIO(text, newline="")), [])
    for mark, what in ((";", "semicolons"), ("\t", "tabs")):
        if len(first) == 1 and mark in first[0]:
            raise InputError(
                f"{name} separates its cells by {what}, not commas: a spreadsheet wrote it. Use "
                "the agency's own file; save a table of your own with commas."
            )
    start = head.find(b"\n") + 1
    if not start and len(head) > LONGEST_LINE:
        raise _endless(name)
    start = start or len(head)
    return CsvStream(name, [cell.strip() for cell in first], head[start:], pieces, largest)


def _endless(name: str) -> InputError:
    return InputError(
        f"{name} has a line of more than {LONGEST_LINE:,} bytes, so it is no table of rows. "
        "Download the agency's own file."
    )


def without_blank_lines(block: bytes) -> bytes:
    """The lines of a block but for blank ones."""
    return b"".join(line + b"\n" for line in block.split(b"\n") if line.strip())


def _unzipped(path: Path, stream: IO[bytes]) -> Iterator[bytes]:
    with _told(path):
        while piece := stream.read(BLOCK):
            yield piece


def _gunzipped(path: Path) -> Iterator[bytes]:
    unpacked_bytes = 0
    try:
        with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as stream:
            while piece := stream.read(BLOCK):
                unpacked_bytes += len(piece)
                if unpacked_bytes > max(LARGEST_WHOLE, LARGEST_RATIO * packed.tell()):
                    raise _inflated(path)
                yield piece
    except EOFError as error:
        raise InputError(
            f"{path} is cut off: the gzip file ends in the middle. Download it again; the "
            "transfer was probably interrupted."
        ) from error
    except (zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            f"{path} is damaged: its packed contents cannot be read ({error}). Download it again."
        ) from error


def _archive(path: Path) -> zipfile.ZipFile:
    with _told(path):
        return zipfile.ZipFile(path)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Damage of an archive in the words of this project."""
    try:
        yield
    except NotImplementedError as error:
        raise InputError(
            f"{path} uses a kind of zip archive that is not read here ({error}). Unpack it and "
            "pack it again as an ordinary zip file."
        ) from error
    except BAD_ARCHIVE as error:
        raise InputError(
            f"{path} is a damaged zip archive ({str(error) or 'it ends too early'}). The transfer "
            "was probably cut off; download it again."
        ) from error


def no_utf8(
    path: Path | str, error: UnicodeDecodeError, where: str = "", before: int = 0
) -> InputError:
    """The error that a text is in another encoding, with its line `before` lines further down."""
    line = error.object[: error.start].count(b"\n") + 1 + before
    return InputError(
        f"{path} is not UTF-8 text{where}: line {line} holds the byte "
        f"0x{error.object[error.start]:02x}. It was probably saved in another encoding; use the "
        "agency's own file, or save it as 'CSV UTF-8'."
    )


def _inflated(path: Path) -> InputError:
    return InputError(
        f"{path} unpacks to more than {LARGEST_RATIO} times its size, which no such file does. It "
        "is damaged or made to fill a disk; download the agency's own file."
    )


def _too_big(name: Path | str, found: int, largest: int) -> InputError:
    return InputError(
        f"{name} holds {found / MEBIBYTE:,.0f} MiB unpacked or more; the largest such file that is "
        f"read has {largest / MEBIBYTE:,.0f} MiB. It was pasted together or is no data file; "
        "download the agency's own file."
    )
