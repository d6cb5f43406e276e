"""Errors that a user can act on: one paragraph each, raised before anything is written."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar

_FULL = (
    "The disk is full. What was there before is as it was; free some space, or write to another "
    "disk, and run again."
)
_FORBIDDEN = (
    "This account may not read or write there. Change the permissions of the file or folder, or "
    "name another."
)
ADVICE = {
    0: "Check the name, the folder's permissions and the space left on the disk.",
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: _FORBIDDEN,
    errno.ENAMETOOLONG: "The name is too long; choose a shorter one.",
    errno.EMFILE: "Too many files are open. Close other programs, or raise the limit (ulimit -n).",
}
"""What to do when the system refuses."""


LONGEST = 2_000
"""Characters of a message; a damaged file can have a cell, a key or a name of any length."""
MOST_KNOWN = 30
"""Known words that are listed where none is like the one found."""
LONGEST_EXAMPLE = 200


class SectornbError(Exception):
    """Something the user can mend; its text is the whole message, without a traceback.

    The message says what was found, where (file, row, column), up to three
    examples, and what to do next.  It is one paragraph: what a screen would obey instead of
    showing it, such as a line feed or an escape out of the file, is written as its number, and
    of a message that is far too long the middle is left out.

    Attributes
    ----------
    trap : tuple of str
        Number and name in the catalog of traps, where the tables cannot be made of the data.
    """

    trap: ClassVar[tuple[str, str]] = ("T04", "Tables that cannot be made")

    def __str__(self) -> str:
        signs = [" " if sign.isspace() else sign for sign in super().__str__()]
        text = "".join(s if s.isprintable() else s.encode("unicode_escape").decode() for s in signs)
        # What is found stands first, what to do last.
        return shortened(text, LONGEST, LONGEST // 4)


class InputError(SectornbError):
    """A file is not what it was taken for: empty, other columns, other codes, a web page."""


class UnknownCodeError(SectornbError):
    """A county, industry or ownership code does not occur where it was looked for."""


class NotInLibraryError(SectornbError):
    """The library does not hold a file that the question needs."""


class ChangedFileError(SectornbError):
    """A library file is no longer the one its record describes, or would be replaced."""

    trap = ("T29", "Revised data")


class DeclarationError(SectornbError):
    """A source declaration or the data dictionary is malformed."""


class RegionFileError(SectornbError):
    """The region file is missing, malformed, or asks for something impossible."""


class ParameterError(SectornbError):
    """A workbook got a parameter that it does not know or cannot use."""


class WorkbookError(SectornbError):
    """A workbook stopped in one of its cells."""


class DisclosureError(SectornbError):
    """What would be published could give somebody away."""


class GivenAwayError(DisclosureError):
    """What is about to be published gives back what must be held back."""


class PrivateDataError(DisclosureError):
    """Row-level data cannot be used; its text names files, rows and columns, never values."""


class MissingColumnError(SectornbError):
    """A table lacks a column that its declaration or a measure needs."""


def told_of_system(error: Exception) -> str:
    """What the system refused, as one paragraph with what to do."""
    if isinstance(error, MemoryError):
        return (
            "There was not enough memory. What was there before is as it was. Close other "
            "programs, or take fewer counties or files, and run again."
        )
    assert isinstance(error, OSError)
    where = f"{error.filename}: " if error.filename else ""
    found = f"{where}{error.strerror or str(error) or 'the system refused'}".rstrip(".")
    return f"{found}. {ADVICE.get(error.errno or 0, ADVICE[0])}"


def examples(values: Iterable[object], limit: int = 3) -> str:
    """Up to `limit` of `values` as text, and how many there are beyond them."""
    listed = [shortened(str(value), LONGEST_EXAMPLE) for value in values]
    text = ", ".join(listed[:limit])
    return f"{text} and {len(listed) - limit} more" if len(listed) > limit else text


def counted(count: float, one: str, many: str = "") -> str:
    """`count` with its noun, and the verb where it is given: ``1 county``, ``3 cells are new``.

    Parameters
    ----------
    count : float
        A whole number.
    one, many : str
        What one is called, and several; by default `one` with an s.
    """
    return f"{count:,.0f} {one if count == 1 else many or one + 's'}"


def shortened(text: str, longest: int = 80, end: int = 1) -> str:
    """A text of at most `longest` characters, the last `end` of them its own end."""
    return text if len(text) <= longest else f"{text[: longest - 3 - end]}...{text[-end:]}"


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint naming the known word most like `word`, or up to `MOST_KNOWN` of those known."""
    spelled = {each.casefold(): each for each in known}
    close = get_close_matches(word.casefold(), spelled, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {spelled[close[0]]!r}?"
    return f"Known are: {examples(spelled.values(), MOST_KNOWN)}."
