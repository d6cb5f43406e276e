"""Instruments of self-assessment as data: areas, items, conditions, scale, what is asked beside.

The shipped ones lie in ``data/instruments``; users bring their own as a file of the same form.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sectornb.dictionary import DoubledKeyError, OnceLoader
from sectornb.errors import DeclarationError, counted, examples, nearest
from sectornb.shipped import shipped

MOST_BYTES = 500_000
OPENING = "opening"
"""Stands for an item in rows that name a visible initiative."""
MOST_AREAS, MOST_ITEMS, MOST_LINES = 30, 60, 40
"""Of an instrument, of an area, and of an item: more than anybody fills in."""
MOST_POINTS = 7
"""Of a scale: beyond it the sets of ratings of a panel are too many to be looked through."""
IMPORTANCE = {1: "hardly", 2: "a little", 3: "quite", 4: "very", 5: "decisive"}
"""How important an item is, where an instrument asks."""

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=20)]
Text = Annotated[str, Field(min_length=1, max_length=500)]
ShortText = Annotated[str, Field(min_length=1, max_length=80)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ScalePoint(_Strict):
    """A rating and the words for it."""

    rating: Annotated[int, Field(ge=1, le=MOST_POINTS, strict=True)]
    label: ShortText


class Line(_Strict):
    """A condition or a skill that is ticked, or a question that is answered in words."""

    id: Id
    text: Text


Lines = Annotated[tuple[Line, ...], Field(max_length=MOST_LINES)]


class Opening(_Strict):
    """The question before all items: which initiatives the rater has in mind."""

    question: Text
    most: Annotated[int, Field(ge=1, le=10, strict=True)] = 3


class Asks(_Strict):
    """What is asked beside a rating; an empty question is not asked."""

    importance: str = ""
    reason: str = ""
    conditions: bool = False
    obstacle: str = ""
    partner: str = ""


class Item(_Strict):
    """What is rated.

    Attributes
    ----------
    id : str
        As text, such as ``"8"`` or ``"1.1"``.
    title, text : str
        In a few words, and as a whole sentence.
    reversed : bool
        Whether a high rating means that little is in place; it counts as highest plus
        lowest point minus rating.
    conditions : tuple of Line
        What has to be met for the highest rating.
    skills : tuple of Line
        Further things to tick, which do not bear on the rating.
    """

    id: Id
    title: ShortText
    text: Text
    reversed: bool = False
    conditions: Lines = ()
    skills: Lines = ()


class Area(_Strict):
    """Items that belong together, and the question that they answer."""

    id: Id
    title: ShortText
    short: Annotated[str, Field(min_length=1, max_length=24)]
    question: Text
    diagnostics: Lines = ()
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=MOST_ITEMS)]


class Instrument(_Strict):
    """A self-assessment.

    Attributes
    ----------
    name, version, title, source, about : str and int
        What it is called, which edition, after whom, and what it is for in one sentence.
    scale : tuple of ScalePoint
        Whole numbers from 1 on, lowest first.
    halves : bool
        Whether half ratings may be given.
    good_from : int
        The rating from which something counts as in place.
    target : int or None
        What to reach where the region does not say; None has no target and no gaps.
    labels : dict of str to int
        Further words that mean a rating, for exports of survey tools.
    opening : Opening or None
        The question before all items.
    asks : Asks
        What is asked beside a rating.
    areas : tuple of Area
        In order.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    version: Annotated[int, Field(ge=1, strict=True)]
    title: ShortText
    source: Text
    about: Text
    scale: Annotated[tuple[ScalePoint, ...], Field(min_length=2, max_length=MOST_POINTS)]
    halves: bool = False
    good_from: Annotated[int, Field(strict=True)]
    target: Annotated[int, Field(strict=True)] | None = None
    labels: dict[str, int] = {}
    opening: Opening | None = None
    asks: Asks = Asks()
    areas: Annotated[tuple[Area, ...], Field(min_length=1, max_length=MOST_AREAS)]

    @model_validator(mode="after")
    def _holds_together(self) -> Instrument:
        ratings = [point.rating for point in self.scale]
        if ratings[0] != 1 or any(after - before != 1 for before, after in pairwise(ratings)):
            raise ValueError(f"the scale is {ratings}; it goes up from 1 by whole numbers")
        inside = {"good_from": self.good_from, "target": self.target}
        astray = [name for name, rating in inside.items() if rating not in (*ratings, None)]
        astray += [
            f"label {word!r}" for word, rating in self.labels.items() if rating not in ratings
        ]
        if astray:
            raise ValueError(f"{examples(astray)} is no rating of the scale {ratings}")
        if self.good_from == 1:
            raise ValueError("good_from is the lowest rating, which would count everybody")
        items = [item for area in self.areas for item in area.items]
        asked = [item.id for item in items]
        asked += [line.id for area in self.areas for line in area.diagnostics]
        ticks = [line for item in items for line in (*item.conditions, *item.skills)]
        # One column of answers holds items and diagnostic questions, another what is ticked.
        columns = ([OPENING, *asked], [line.id for line in ticks])
        for seen in ([area.id for area in self.areas], *columns):
            if twice := sorted({each for each in seen if seen.count(each) > 1}):
                raise ValueError(f"the id {examples(twice)} is given more than once")
        return self

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every item by its id, in order."""
        return {item.id: item for area in self.areas for item in area.items}

    @cached_property
    def area_of(self) -> dict[str, Area]:
        """The area of every item."""
        return {item.id: area for area in self.areas for item in area.items}

    @cached_property
    def diagnostics(self) -> dict[str, Line]:
        """Every question that is answered in words, by its id."""
        return {line.id: line for area in self.areas for line in area.diagnostics}

    @cached_property
    def ticks(self) -> dict[str, Line]:
        """Every condition and every skill by its id."""
        return {
            line.id: line
            for item in self.items.values()
            for line in (*item.conditions, *item.skills)
        }

    @property
    def highest(self) -> int:
        """The highest rating; the lowest is 1."""
        return self.scale[-1].rating

    @property
    def ratings(self) -> tuple[float, ...]:
        """Every rating that may be given, lowest first."""
        steps = 2 if self.halves else 1
        return tuple(1 + step / steps for step in range((self.highest - 1) * steps + 1))

    @property
    def label_of(self) -> dict[int, str]:
        """The words of each whole rating."""
        return {point.rating: point.label for point in self.scale}

    @cached_property
    def rating_of(self) -> dict[str, int]:
        """The rating that words stand for, the words in small letters."""
        known = {point.label.casefold(): point.rating for point in self.scale}
        return known | {word.casefold(): rating for word, rating in self.labels.items()}


def instrument_names() -> tuple[str, ...]:
    """The instruments that come with the package."""
    return tuple(sorted(path.stem for path in shipped("data", "instruments").glob("*.yml")))


def read_instrument(given: str | Path | Mapping[str, Any]) -> Instrument:
    """An instrument, checked.

    Parameters
    ----------
    given : str, Path or mapping
        The name of a shipped one, such as ``state-capabilities``; the path of a YAML file
        of your own; or what such a file holds.

    Raises
    ------
    DeclarationError
        If there is none of that name, or it does not hold together; names the places.
    """
    if isinstance(given, Mapping):
        return instrument_of(given, f"The instrument {given.get('name', 'of your own')}")
    if isinstance(given, str) and given in instrument_names():
        return _shipped_instrument(given)
    path = Path(given)
    if path.suffix.casefold() not in (".yml", ".yaml"):
        raise DeclarationError(
            f"There is no instrument {str(given)!r}. {nearest(str(given), instrument_names())} "
            "One of your own is named by its file, such as my-instrument.yml."
        )
    return instrument_of(read_instrument_file(path), f"The instrument {path.name}")


@cache
def _shipped_instrument(name: str) -> Instrument:
    path = shipped("data", "instruments", f"{name}.yml")
    return instrument_of(read_instrument_file(path), f"The instrument {path.name}")


def read_instrument_file(path: Path) -> dict[str, Any]:
    """What the YAML file of an instrument holds, not yet checked.

    Raises
    ------
    DeclarationError
        If it is not there, too large, or no YAML of plain values.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DeclarationError(
                f"The instrument {path.name} has {path.stat().st_size:,} bytes, and the largest "
                f"that is read has {MOST_BYTES:,}. Take out what does not belong there."
            )
        content = yaml.load(path.read_text("utf-8-sig"), Loader=OnceLoader)
    except OSError as error:
        raise DeclarationError(
            f"The instrument {path} cannot be opened. Write where its file lies, as seen from the "
            f"region file, or the name of a shipped one: {examples(instrument_names(), 5)}."
        ) from error
    except (yaml.YAMLError, DoubledKeyError, ValueError, RecursionError) as error:
        raise DeclarationError(
            f"The instrument {path.name} is not readable YAML in UTF-8: {error}. Check quotes, "
            "colons and indents there."
        ) from error
    if not isinstance(content, dict):
        raise DeclarationError(
            f"The instrument {path.name} has no entries. It needs name, version, title, source, "
            "about, scale, good_from and areas; copy a shipped one and change it."
        )
    return content


def instrument_of(content: Mapping[str, Any], called: str) -> Instrument:
    """The instrument that `content` describes; `called` names it in messages.

    Raises
    ------
    DeclarationError
        Names the places where it does not hold together.
    """
    try:
        return Instrument.model_validate(dict(content))
    except ValidationError as error:
        problems = [
            f"{'.'.join(map(str, item['loc'])) or 'the whole'} "
            f"({item['msg'].removeprefix('Value error, ')})"
            for item in error.errors()
        ]
        raise DeclarationError(
            f"{called}: {counted(len(problems), 'problem')}, at {examples(problems)}. Ids are text "
            "in quotes; compare with a shipped instrument in data/instruments."
        ) from error
