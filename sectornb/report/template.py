"""A settings model in writing: sections of a new region file, cell of a notebook's parameters.

Names, values and comments of both come from the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sectornb.contract import Proposal, Settings, Workbook

_COMMENT_AT = 32


def region_text(
    region_id: str,
    title: str,
    counties: Mapping[str, str],
    *,
    library: str,
    proposals: Mapping[Workbook, Proposal],
) -> str:
    """The text of a new region file, commented.

    Parameters
    ----------
    counties : mapping
        Five-digit code to the name that stands beside it; empty where it is not known.
    library : str
        Folder of the library as seen from the file.
    proposals : mapping
        What each workbook's section says, in the order of the sections.
    """
    head = [
        f"# A region of sectornb. Every line can be changed; 'sectornb run {region_id}.yml' "
        "makes the report.",
        f"id: {_scalar(region_id)}",
        f"title: {_quoted(title)}",
        _beside("counties:", "five digits, in quotes, so that leading zeros stay"),
        *(_beside(f"  - {_quoted(code)}", name) for code, name in counties.items()),
        f"library: {_scalar(library)}",
    ]
    sections = ["\n".join(_section(each, proposed)) for each, proposed in proposals.items()]
    return "\n\n".join(["\n".join(head), *sections]) + "\n"


def _section(workbook: Workbook, proposal: Proposal) -> Iterator[str]:
    """Lines of one section; each a comment where the proposal has no values."""
    switched_on = proposal.values is not None
    how = "Remove the section to switch it off."
    if not switched_on:
        # Rows about people stay where their owner keeps them.
        how = "Put its files where it names them, then uncomment:"
        if not workbook.private_inputs:
            how = "Add its files to the library, then uncomment:"
    yield f"# Workbook {workbook.name.partition('-')[0]}: {workbook.question} {how}"
    values = proposal.example if proposal.values is None else proposal.values
    entries = list(_entries(workbook.settings, values, proposal.beside, ()))
    heading = f"{workbook.section}:" if entries else f"{workbook.section}: {{}}"
    for line in (heading, *entries):
        yield line if switched_on else f"# {line}"


def _entries(
    model: type[BaseModel],
    values: Mapping[str, Any],
    beside: Mapping[str, str],
    path: tuple[str, ...],
) -> Iterator[str]:
    """Lines of the fields of `model`; rare ones only where `values` has them."""
    indent = "  " * (len(path) + 1)
    for name, field in model.model_fields.items():
        if _is_rare(field) and name not in values:
            continue
        place = (*path, name)
        value = plain(values[name] if name in values else default_of(field))
        words = beside.get(".".join(place), field.description or "")
        nested = field.annotation
        if isinstance(nested, type) and issubclass(nested, Settings):
            yield _beside(f"{indent}{name}:", words)
            yield from _entries(nested, value, beside, place)
        elif isinstance(value, dict) and value:
            yield _beside(f"{indent}{name}:", words)
            for key, inner in value.items():
                line = f"{indent}  {_quoted(key)}: {_scalar(inner)}"
                yield _beside(line, beside.get(".".join((*place, key)), ""))
        else:
            yield _beside(f"{indent}{name}: {_scalar(value)}", words)


def _is_rare(field: FieldInfo) -> bool:
    extra = field.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("rare"))


def default_of(field: FieldInfo) -> Any:
    """The default value of a field, made where a factory makes it."""
    return field.get_default(call_default_factory=True)


def plain(value: Any) -> Any:
    """A value as plain data."""
    return value.model_dump() if isinstance(value, BaseModel) else value


def _beside(line: str, words: str) -> str:
    return f"{line:<{_COMMENT_AT}} # {words}" if words else line


def _scalar(value: object) -> str:
    """A value as YAML in one line; text in quotes where some reader would take it for a number."""
    if isinstance(value, list):
        texts = [_quoted(each) if isinstance(each, str) else _scalar(each) for each in value]
        return f"[{', '.join(texts)}]"
    written = _dumped(value)
    return _quoted(value) if isinstance(value, str) and written[0] in "'\"0123456789" else written


def _quoted(text: str) -> str:
    return _dumped(text, style='"')


def _dumped(value: object, style: str | None = None) -> str:
    dumped = yaml.safe_dump(
        value,
        allow_unicode=True,
        default_style=style,
        default_flow_style=True,
        width=float("inf"),
    )
    return str(dumped).splitlines()[0]
