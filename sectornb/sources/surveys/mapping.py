"""The small file that says which question of an export is which item, and what its words mean."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sectornb.dictionary import DoubledKeyError, OnceLoader
from sectornb.errors import InputError, counted, examples, nearest
from sectornb.sources.opening import file_head
from sectornb.sources.surveys.export import Export

MOST_BYTES = 500_000
DEEPEST = 3
"""Lists or sections within each other; a mapping file needs two."""

Words = Annotated[str, Field(max_length=2_000)]


class Mapping(BaseModel):
    """What a mapping file says.

    Attributes
    ----------
    tool : str
        Which tool wrote the export.
    respondent : str
        Heading of the column that tells people apart; empty: the tool's own.
    rows : dict of str to str
        Heading to what stands there in the rows that are meant, such as an event of REDCap.
    columns : dict of str to str
        A question's heading, or the tool's name for it, to what it is; empty: not used.
    labels : dict of str to str
        Words of the answers to the rating, tick or short word that they mean.
    blank, dont_know, not_asked : list of str
        Words or codes that stand for an answer that is missing, and why.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    tool: Words
    respondent: Words = ""
    rows: dict[Words, Words] = {}
    columns: Annotated[dict[Words, Words], Field(min_length=1)]
    labels: dict[Words, Words] = {}
    blank: list[Words] = []
    dont_know: list[Words] = []
    not_asked: list[Words] = []

    def used(self) -> dict[str, str]:
        """The questions that are used, and what each is."""
        return {heading: target for heading, target in self.columns.items() if target}


class _TextLoader(OnceLoader):
    """All plain values are text: ``1.10`` is no number, and ``no`` is a word."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, object]]] = {}


def read_mapping(path: Path) -> Mapping:
    """A mapping file.

    Raises
    ------
    InputError
        If it is missing, not YAML of plain values, or has a missing or unknown entry.
    """
    file_head(path)
    if path.stat().st_size > MOST_BYTES:
        raise InputError(
            f"The mapping file {path} has {path.stat().st_size:,} bytes, and the largest that is "
            f"read has {MOST_BYTES:,}. Is it the export? That goes before --mapping."
        )
    try:
        text = path.read_text("utf-8-sig")
        _refuse_nested(text)
        content = yaml.load(text, Loader=_TextLoader)
    except DoubledKeyError as error:
        raise InputError(
            f"The mapping file {path} says {error.key!r} twice, the second time in line "
            f"{error.line}. Remove one; questions of the same words have numbers behind them."
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise InputError(
            f"The mapping file {path}{where} is not readable YAML in UTF-8 "
            f"({getattr(error, 'problem', None) or 'not text'}). Check quotes, colons and indents "
            "there; without --mapping the command proposes one."
        ) from error
    if not isinstance(content, dict):
        raise InputError(
            f"The mapping file {path} has no entries. It needs tool and columns; without --mapping "
            "the command proposes one."
        )
    # An entry without anything behind it is empty.
    filled = {key: value for key, value in content.items() if value not in ("", None)}
    try:
        return Mapping.model_validate(filled)
    except ValidationError as error:
        problems = [
            f"{'.'.join(map(str, each['loc'])) or 'the whole'} ({each['msg']})"
            for each in error.errors()
        ]
        raise InputError(
            f"The mapping file {path} has {counted(len(problems), 'problem')}: "
            f"{examples(problems)}. Known entries are {', '.join(Mapping.model_fields)}."
        ) from error


def _refuse_nested(text: str) -> None:
    """Refuse a file that is small and stands for much more, before it is read."""
    depth = 0
    for event in yaml.parse(text, Loader=_TextLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
            mark: Any = event.start_mark
            problem = "lists within lists, or a value that stands for another"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


def refuse_other(mapping: Mapping, path: Path, export: Export, known: list[str]) -> None:
    """Refuse a mapping that is of another export or names what nobody asks for.

    Parameters
    ----------
    path : Path
        The mapping file.
    known : list of str
        What a question can be.

    Raises
    ------
    InputError
        Names the tool, the heading or the item.
    """
    if mapping.tool != export.tool.name:
        raise InputError(
            f"The mapping file {path} is for {mapping.tool}, and {export.path} is of "
            f"{export.tool.name}. Name the export that belongs to it, or leave --mapping out to "
            "get a proposal for this one."
        )
    for heading, target in mapping.used().items():
        if target not in known:
            raise InputError(
                f"The mapping file {path}, columns, {heading!r}: {target!r} is nothing that is "
                f"asked for. {nearest(target, known)} The column that tells people apart is named "
                "beside respondent instead."
            )
    placed: dict[int, str] = {}
    for heading in mapping.used():
        place = export.column(heading).place
        if place in placed:
            raise InputError(
                f"The mapping file {path} names one column twice, as {placed[place]!r} and "
                f"{heading!r}. Keep one of them."
            )
        placed[place] = heading
