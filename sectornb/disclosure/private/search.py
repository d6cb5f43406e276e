"""Searching a folder for what private inputs say of people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sectornb.disclosure.private.needles import WORD, Combination, Needle, folded, needles
from sectornb.disclosure.private.readings import readings
from sectornb.disclosure.private.rows import KINDS, PrivateRows
from sectornb.errors import DisclosureError, counted, examples

_LONG_LINE = 2_000
_PIECES = re.compile(r"(?<=[.!?;])\s|[{}<>\[\]]")


@dataclass(frozen=True)
class Found:
    """One thing that a file holds of a person; never which."""

    place: str
    needle: Needle | Combination

    def __str__(self) -> str:
        needle = self.needle
        return (
            f"{self.place} holds {KINDS[needle.kind]} (row {needle.row} of {needle.role}, column "
            f"{needle.column})"
        )


class Watch:
    """What to look for, by its longest word or pair of words: most text is passed over quickly.

    Parameters
    ----------
    inputs : iterable of PrivateRows
        The inputs of a run.
    common : collection of str
        Words that stand in reports anyhow (:func:`~sectornb.disclosure.private.needles.needles`).
    shown : str
        What partners wrote to be shown, such as a plan that names who leads an action: a name
        that stands there is not looked for.
    """

    def __init__(
        self, inputs: Iterable[PrivateRows], common: Collection[str], shown: str = ""
    ) -> None:
        plain = folded(shown)
        self._words: dict[str, list[Needle]] = defaultdict(list)
        self._pairs: dict[tuple[str, str], list[Needle]] = defaultdict(list)
        self._combinations: dict[str, list[Combination]] = defaultdict(list)
        known: set[tuple[str, ...]] = set()
        for each in (needle for rows in inputs for needle in needles(rows, common)):
            if isinstance(each, Combination):
                word = max((word for words in each.values for word in words), key=len)
                self._combinations[word].append(each)
            elif each.words in known or each.pattern.search(plain):
                continue
            elif len(each.words) == 1:
                self._words[each.words[0]].append(each)
            else:
                pair = max(pairwise(each.words), key=lambda two: len(two[0] + two[1]))
                self._pairs[pair].append(each)
            if isinstance(each, Needle):
                known.add(each.words)

    def in_text(self, text: str) -> Iterator[Needle | Combination]:
        """What a text holds."""
        plain = folded(text)
        words = WORD.findall(plain)
        present = set(words)
        pairs = set(pairwise(words))
        maybe = [self._words[word] for word in present & self._words.keys()]
        maybe += [self._pairs[pair] for pair in pairs & self._pairs.keys()]
        for needle in (needle for each in maybe for needle in each):
            # A pattern over the whole text comes last, where all but its marks was found.
            if pairs.issuperset(pairwise(needle.words)) and needle.pattern.search(plain):
                yield needle
        if keys := present & self._combinations.keys():
            yield from self._together(plain, keys)

    def _together(self, plain: str, words: set[str]) -> Iterator[Combination]:
        """The combinations of traits that stand in one row or sentence."""
        for line in plain.splitlines():
            for piece in _PIECES.split(line) if len(line) > _LONG_LINE else [line]:
                present = set(WORD.findall(piece))
                for word in present & words:
                    for each in self._combinations[word]:
                        if all(present.issuperset(value) for value in each.values):
                            yield each

    def in_file(self, place: str, data: bytes) -> Iterator[Found]:
        """What a file holds, its name included.

        Raises
        ------
        DisclosureError
            If it cannot be looked through.
        """
        hidden = f"{Path(place).parent.as_posix()}/ (a file whose name is left out)"
        for needle in self.in_text(place):
            yield Found(hidden, needle)
            place = hidden
        try:
            for where, text in readings(place, data):
                for needle in self.in_text(text):
                    # The name of a packed file may tell what it should not.
                    yield Found(place if any(self.in_text(where)) else where, needle)
        except DisclosureError as error:
            if not any(self.in_text(str(error))):
                raise
            raise DisclosureError(
                f"{place} holds a file that cannot be looked through. Take it out."
            ) from None

    def refuse_found(self, folder: Path) -> None:
        """Refuse a folder of which any file holds what a private input says of a person.

        Raises
        ------
        DisclosureError
            Names files, what they hold by its kind, and the row of the input; no values.
        """
        found: dict[str, Found] = {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            linked = path.is_symlink()
            if linked or path.is_file():
                data = str(path.readlink()).encode() if linked else path.read_bytes()
                for each in self.in_file(name, data):
                    found.setdefault(str(each), each)
        if not found:
            return
        raise DisclosureError(
            f"The report was not published, since {counted(len(found), 'place')} in it would give "
            f"somebody away: {examples(found)}. Nothing was changed. Take it out of what is "
            "computed or shown, or group it until enough people share it; where a word is no "
            "person's here, list it under 'common_words' in the region file."
        )
