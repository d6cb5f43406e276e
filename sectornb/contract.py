"""The contract of a workbook: what a room declares, and what its study gives to be shown.

A workbook is one folder of the package, one notebook and one file of the data dictionary.
Its room's ``__init__`` declares ``WORKBOOK``; everything that names workbooks loops over
:mod:`sectornb.workbooks`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, create_model

from sectornb.codes import check_counties
from sectornb.errors import SectornbError
from sectornb.shipped import shipped
from sectornb.sources.county_changes import refuse_both_editions
from sectornb.traps import caught

if TYPE_CHECKING:
    import pandas as pd

    from sectornb.disclosure.private.rows import PrivateInput, PrivateRows
    from sectornb.disclosure.ratings.audit import Panel
    from sectornb.disclosure.tables.guarded import Guarded, Published
    from sectornb.disclosure.tables.protected import Protected
    from sectornb.disclosure.thresholds import DisclosureRules
    from sectornb.joins import Join
    from sectornb.show.picture import Picture
    from sectornb.show.profile import Called, Profile
    from sectornb.show.sentence import Sentence
    from sectornb.sources.library import Library
    from sectornb.taking import Taken
    from sectornb.traps import Trap

FIRST_YEAR, LAST_YEAR = 1990, 2099
VINTAGE_PATTERN = r"^[0-9]{4}(-[0-9]{2})?(\.r[2-9][0-9]*)?$"


def _list_of_counties(value: object) -> object:
    if isinstance(value, str):
        codes = [part.strip() for part in value.split(",") if part.strip()]
        written = ", ".join([f'"{code}"' for code in codes[:20]] + ["..."] * (len(codes) > 20))
        raise ValueError(
            f"is one text, not a list. 'papermill -p' can only pass single values: "
            f"write 'counties: [{written}]' into a YAML file and pass it with 'papermill -f'"
        )
    if isinstance(value, list | tuple):
        try:
            counties = list(check_counties(value))
            refuse_both_editions(counties)
            return counties
        except SectornbError as error:
            raise ValueError(str(error)) from error
    return value


def _counties_or_none(value: object) -> object:
    return value if value == [] else _list_of_counties(value)


Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR, strict=True)]
Weight = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False, strict=True)]
Share = Annotated[float, Field(gt=0, le=1, strict=True)]
Draws = Annotated[int, Field(ge=0, le=20_000, strict=True)]
Seed = Annotated[int, Field(ge=0, strict=True)]
Vintage = Annotated[str, Field(pattern=VINTAGE_PATTERN)]
RegionId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Title = Annotated[str, Field(min_length=1, max_length=120)]
PrivateFile = Annotated[str, Field(max_length=1_000)]
"""A setting that names a private input, as seen from the region file; empty: there is none."""
Counties = Annotated[list[str], BeforeValidator(_list_of_counties), Field(min_length=1)]
CountiesOrNone = Annotated[list[str], BeforeValidator(_counties_or_none)]

RARE: dict[str, JsonValue] = {"rare": True}
"""Of a field, as ``json_schema_extra``: a new region file leaves it out."""
FROM_FILE: dict[str, JsonValue] = {"from_file": True}
"""Of a field, as ``json_schema_extra``: where it names a YAML file, as seen from the region
file, what that holds is the value, so that a report needs no file beside its parameters."""


def from_table(name: str) -> dict[str, JsonValue]:
    """Of a field, as ``json_schema_extra``: where it names a table, its rows are the value.

    The table is ``name`` of ``data/inputs``, a file of CSV or xlsx as seen from the region file.
    """
    return {"from_table": name}


class Settings(BaseModel):
    """Choices of one workbook: a section of the region file, parameters of its notebook.

    Each field's description is the comment beside it in a new region file and in the
    notebook; a nested model is a mapping there.
    """

    model_config = ConfigDict(extra="forbid")


class Place(Settings):
    """What every workbook is told about the region, and where its data and results lie."""

    region_id: RegionId = Field(description="folder of the report")
    title: Title = Field(description="name for readers")
    counties: Counties = Field(description="five-digit codes, in quotes")
    library: str = Field(
        default="", description="folder of the library; empty: the simulated example"
    )
    out: str = Field(default="", description="folder for results; empty: show only, save nothing")


class AnyPlace(Place):
    """What a workbook is told that reads no library, and is of partners rather than of counties."""

    counties: CountiesOrNone = Field(description="five-digit codes, in quotes")


@dataclass(frozen=True)
class Proposal:
    """What a new region file says in one section.

    Attributes
    ----------
    values : mapping or None
        Values that differ from the defaults; None where the library lacks the data, and
        the section then stands as a comment, with `example` as its values.
    told : sequence of str
        What the user should know about the choice, a sentence each.
    beside : mapping
        A value's key, dotted where it is nested, to words that stand beside it.
    example : mapping
        Values for the section that is a comment.
    """

    values: Mapping[str, Any] | None
    told: Sequence[str] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    example: Mapping[str, Any] = field(default_factory=dict)


class Placed(NamedTuple):
    """Where a private input lies, and the mark by which its owner knows it again."""

    path: str
    seal: str = ""


@dataclass(frozen=True)
class Workbook:
    """One workbook, as its room declares it.

    Attributes
    ----------
    name : str
        Of the notebook, the page and every file: ``2-industries``.
    section : str
        Of the region file, and the short name of ``--only``: ``industries``.
    question : str
        What it answers.
    settings : type of Settings
        Section of the region file, parameters of the notebook, comments of both.
    study : str
        ``module:name`` of its :class:`Study`; imported when it is needed, since most
        commands need none.
    traps : str
        ``module:name`` of its traps; empty without any.
    sheets : str
        ``module:name`` of what adds live sheets of its own to the spreadsheet.
    propose : str
        ``module:name`` of what finds, for a new region file, the section's values in a
        library: from library, counties and the choices given to a :class:`Proposal`.
    wanted : str
        ``module:name`` of what names the files that the workbook could use and a library
        lacks: from library, counties and settings to a list of
        :class:`~sectornb.sources.wanted.Wanted`.
    changes : str
        ``module:name`` of what tells how two reports differ: from the
        :class:`~sectornb.show.sides.Side` before, that after and a
        :class:`~sectornb.show.sides.Tally` to sentences, most important first. The first is
        a clause without an end, such as ``the short list is the same``.
    takes : Taken, optional
        A setting that another workbook fills where it is left empty.
    offers : str
        ``module:name`` of what fills such a setting of another workbook: from the study to
        :class:`~sectornb.taking.Offered`.
    private_inputs : tuple of PrivateInput
        Inputs of rows about people: settings of :data:`PrivateFile`, read where they lie.
    needs_library : bool
        Whether it reads published files; a region file of workbooks that do not may leave out
        library and counties.
    """

    name: str
    section: str
    question: str
    settings: type[Settings]
    study: str
    traps: str = ""
    sheets: str = ""
    propose: str = ""
    wanted: str = ""
    changes: str = ""
    takes: Taken | None = None
    offers: str = ""
    private_inputs: tuple[PrivateInput, ...] = field(default=(), hash=False)
    needs_library: bool = True

    @cached_property
    def parameters(self) -> type[BaseModel]:
        """The model of the notebook's parameters: the region's, then the section's."""
        place = Place if self.needs_library else AnyPlace
        return create_model(f"{self.section.title()}Parameters", __base__=(place, self.settings))

    @property
    def notebook(self) -> Path:
        """The notebook, as shipped."""
        return shipped("notebooks", f"{self.name}.ipynb")

    def open_study(
        self,
        library: Library,
        parameters: Any,
        private: Mapping[str, Placed] | None = None,
        published: Published | None = None,
    ) -> Study:
        """The study of `parameters`, checked ones, on `library`.

        `private` says where its private inputs lie; by default where the parameters say.
        `published` is what was printed before of the same people.
        """
        study = refer(self.study)(library, parameters)
        assert isinstance(study, Study)
        named = {each.role: getattr(parameters, each.role) for each in self.private_inputs}
        if not parameters.library and not any(named.values()):
            # The library is then the example's, whose people are simulated as well.
            simulated = {each.role: each.simulated for each in self.private_inputs}
            named = {role: simulated[role] for role in named}
        at_hand = {role: Placed(str(path)) for role, path in named.items() if path}
        study.private_places = at_hand if private is None else private
        study.printed_before = published
        return study

    def all_traps(self) -> tuple[Trap, ...]:
        """Its traps."""
        return tuple(refer(self.traps)) if self.traps else ()


def refer(reference: str) -> Any:
    """The object that ``module:name`` refers to."""
    module, _, name = reference.partition(":")
    return getattr(import_module(module), name)


class Study(ABC):
    """The steps of one workbook, composed once, for its notebook, `check` and `run` alike.

    A step is a cached property or a function with explicit inputs; nothing is computed
    before it is asked for, and nothing twice.

    Parameters
    ----------
    library : Library
        Opened; it remembers which files were used.
    settings : Place and Settings
        The workbook's checked parameters.
    """

    workbook: ClassVar[Workbook]
    told_traps: ClassVar[frozenset[str]] = frozenset()
    """Traps of which the page tells in sentences of its own."""

    def __init__(self, library: Library, settings: Any) -> None:
        self.library = library
        self.settings = settings
        self.counties: tuple[str, ...] = tuple(settings.counties)
        self.private_places: Mapping[str, Placed] = {}
        self.private_read: dict[str, PrivateRows] = {}
        self.printed_before: Published | None = None

    def private(self, role: str) -> PrivateRows | None:
        """The private input of a role, read once and in place; None where there is none.

        Raises
        ------
        PrivateDataError
            If it cannot be read; names rows and columns, never values.
        """
        if role not in self.private_read and role in self.private_places:
            from sectornb.disclosure.private.rows import read_private

            declared = next(each for each in self.workbook.private_inputs if each.role == role)
            path = Path(self.private_places[role].path)
            self.private_read[role] = read_private(path, declared, self.settings)
        return self.private_read.get(role)

    def let_go(self, *steps: str) -> None:
        """Forget what the library parsed, and large steps: asked for again, they are made anew.

        For the moment between the tables and the pictures, which need memory of their own.
        """
        for step in steps:
            vars(self).pop(step, None)
        self.library.let_go()

    @property
    @abstractmethod
    def period(self) -> str:
        """The years that the results are of."""

    @property
    @abstractmethod
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Every table to save, by its declared name."""

    @property
    @abstractmethod
    def findings(self) -> Iterable[Sentence]:
        """What was found, most important first, each number a claim."""

    @property
    def answer(self) -> Sentence | None:
        """The answer to the workbook's question in one sentence: the reading ``answer``."""
        return self.readings.get("answer")

    @property
    def readings(self) -> Mapping[str, Sentence]:
        """One sentence for each result that the notebook shows, what its numbers mean here."""
        return {}

    @property
    def notes(self) -> Sequence[str | Sentence]:
        """How the results are to be read."""
        return ()

    @property
    def limits(self) -> Sequence[str | Sentence]:
        """What the data cannot say."""
        return ()

    @cached_property
    def cautions(self) -> list[str]:
        """What ``sectornb check`` warns of and no other sentence of the page tells."""
        traps = [trap for trap in self.workbook.all_traps() if trap.severity == "warning"]
        untold = [trap for trap in traps if trap.id not in self.told_traps]
        return [found.text for found in caught(untold, self)]

    @property
    def next_steps(self) -> Sequence[str | Sentence]:
        """What to do next: the reading ``help`` says what to ask, and whom."""
        return [said for name, said in self.readings.items() if name == "help"]

    @property
    def request(self) -> str:
        """A draft letter, or in one line why there is none; the first page shows it whole."""
        return ""

    @property
    def what_if(self) -> Mapping[str, Any]:
        """Ranks by factor with the weights chosen, which a page reorders; empty without any."""
        return {}

    @property
    def profiles(self) -> Sequence[Profile]:
        """A profile of each thing that the workbook chose, for a page to print one by one."""
        return ()

    @property
    def profiles_called(self) -> Called:
        """What these are called where a page leads to them."""
        from sectornb.show.profile import Called

        return Called()

    @property
    def joins(self) -> Sequence[Join]:
        """The joins on codes that its tables rest on, and how many rows each matched."""
        return ()

    @property
    def pictures(self) -> Sequence[Picture]:
        """The pictures that the notebook shows, in the order of their importance."""
        return ()

    @property
    def names(self) -> Mapping[str, str]:
        """Names of all counties by code, those that are known."""
        return {}

    @property
    def county_names(self) -> Mapping[str, str]:
        """The region's counties by code, for the first page."""
        return {code: self.names[code] for code in self.counties if code in self.names}

    @property
    def guarded_tables(self) -> Guarded | None:
        """Which figures of people its tables print, true; None where it prints none."""
        return None

    @property
    def rules(self) -> DisclosureRules:
        """By which rules they are guarded: the field ``disclosure`` of its settings."""
        from sectornb.disclosure.thresholds import DisclosureRules

        return getattr(self.settings, "disclosure", None) or DisclosureRules()

    @cached_property
    def protection(self) -> Protected | None:
        """The guarded tables, protected with each other and with all that was printed before."""
        guarded = self.guarded_tables
        if guarded is None:
            return None
        from sectornb.disclosure.tables.guarded import Published, protected_together

        return protected_together(guarded, self.rules, self.printed_before or Published())

    @cached_property
    def protected_tables(self) -> Mapping[str, pd.DataFrame]:
        """The guarded tables as they may be shown and saved, by the name of the saved table.

        Its dimensions; of each figure the value, null where it is held back, and its status.
        What `tables`, sentences and pictures say of people is made of these.
        """
        from sectornb.disclosure.tables.guarded import frames_to_save

        guarded, found = self.guarded_tables, self.protection
        return frames_to_save(guarded, found) if guarded and found else {}

    @property
    def panels(self) -> Sequence[Panel]:
        """What its tables print of ratings given anonymously: audited before it is saved."""
        return ()

    @property
    def of_raters(self) -> Collection[str]:
        """Tables of ratings: of raters who agreed to be named, or as `panels` declares them."""
        return ()

    @property
    def own_tables(self) -> Mapping[str, pd.DataFrame]:
        """Tables for the analyst alone: on no page and in no spreadsheet."""
        return {}
