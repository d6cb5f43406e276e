"""Workbook parameters: what each workbook accepts, checked before and inside the run.

A workbook's parameters are flat: names with plain values.  ``sectornb run``
fills them from the region file; ``papermill`` and people in JupyterLab set them
by hand.  Either way an unknown name or an impossible value is an error, never a
warning.
"""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from sectornb.contract import Placed, Workbook
from sectornb.errors import ParameterError, nearest, shortened
from sectornb.report.kernel import PRIVATE_INPUTS
from sectornb.report.published import handed_over
from sectornb.sources.library import open_library


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """An error of `model` as one paragraph: each place, what is wrong, the nearest known name."""
    told = []
    for item in error.errors():
        place = ".".join(str(part) for part in item["loc"]) or "the whole"
        if item["type"] == "extra_forbidden":
            fields = _fields_at(model, item["loc"])
            hint = nearest(str(item["loc"][-1]), fields) if fields else ""
            told.append(f"{place} is not known. {hint}")
        elif item["type"] == "missing":
            told.append(f"{place} is missing: add it")
        else:
            message = item["msg"].removeprefix("Value error, ")
            if item["type"] == "string_pattern_mismatch" and place.endswith("id"):
                message = "use small letters, digits and hyphens, such as central-ohio"
            elif item["type"] in ("model_type", "dict_type"):
                message = "write its settings below it, one on each line and indented"
            elif item["type"] == "list_type":
                message = 'write a list in square brackets, each value in quotes: ["621", "622"]'
            elif item["type"] == "string_pattern_mismatch":
                message = 'write the year of the data, such as "2022", or a revision, "2022.r2"'
            given = item["input"]
            if item["type"] == "string_type" and isinstance(given, int):
                message = f'write it as text, in quotes: "{given}"'
            shown = (
                f" (found {shortened(repr(given), 60)})"
                if isinstance(given, str | int | float)
                else ""
            )
            told.append(f"{place}: {message[:1].lower() + message[1:]}{shown}")
    return " ".join(text if text.endswith((".", "?")) else f"{text}." for text in told)


def _fields_at(root: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    model: Any = root
    for part in loc[:-1]:
        field = model.model_fields.get(str(part)) if model else None
        model = field.annotation if field else None
        if not isinstance(model, type):
            candidates = [a for a in getattr(model, "__args__", ()) if isinstance(a, type)]
            model = next((a for a in candidates if issubclass(a, BaseModel)), None)
    return (
        list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []
    )


def check_parameters(workbook: Workbook, values: Mapping[str, Any]) -> Any:
    """The parameters of `workbook`, validated: an instance of ``workbook.parameters``.

    Raises
    ------
    ParameterError
        Names every parameter that is unknown, missing or impossible.
    """
    try:
        return workbook.parameters.model_validate(dict(values))
    except ValidationError as error:
        told = explain(error, workbook.parameters)
        raise ParameterError(f"Workbook {workbook.name}: {told}") from error


def begin(workbook: Workbook, namespace: Mapping[str, Any]) -> Any:
    """The study that a notebook shows, from its own parameters, checked.

    Call it in the first cell after the parameters, as
    ``study = begin(WORKBOOK, globals())``.  In a notebook, the names
    set in the cells of plain values right before it are parameters, so that a
    wrong name is found and running the cells once more in the same kernel is
    not mistaken for one.  Elsewhere every plain variable is one.

    Raises
    ------
    ParameterError
        As :func:`check_parameters`, also for unknown names.
    NotInLibraryError
        If there is no such library folder.
    """
    fields = workbook.parameters.model_fields
    history = namespace.get("In")
    if isinstance(history, list) and len(history) > 1:
        given = _names_set_before(history)
    else:
        given = {name for name, value in namespace.items() if _could_be_a_parameter(name, value)}
    values = {name: value for name, value in namespace.items() if name in fields or name in given}
    settings = check_parameters(workbook, values)
    told = json.loads(os.environ.get(PRIVATE_INPUTS, "{}"))
    placed = {role: Placed(*each) for role, each in told.items()}
    published = handed_over(Path(settings.out), workbook) if settings.out else None
    library = open_library(settings.library, needed=workbook.needs_library)
    return workbook.open_study(library, settings, placed or None, published)


def _names_set_before(history: list[str]) -> set[str]:
    """Names set in the unbroken run of cells of plain values before the last cell."""
    names: set[str] = set()
    for source in reversed(history[:-1]):
        found = _plain_assignments(source)
        if found is None:
            break
        names |= found
    return names


def _plain_assignments(source: str) -> set[str] | None:
    """Names that a cell sets to plain values, or None if it does anything else."""
    names = set()
    try:
        for node in ast.parse(source).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", 0)]
            if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
                return None
            # papermill writes a float that is not finite as float('nan').
            called = isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "float"
            if not called:
                ast.literal_eval(node.value)
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    except (SyntaxError, ValueError):
        return None
    return names


def _could_be_a_parameter(name: str, value: object) -> bool:
    shell = {"In", "Out", "exit", "quit", "open", "get_ipython"}
    plain = isinstance(value, str | int | float | bool | list | dict | tuple | None)
    return plain and not name.startswith("_") and name not in shell


def declared_parameters(notebook: Path) -> dict[str, Any]:
    """Names and default values in the cell tagged ``parameters``, without running it.

    Raises
    ------
    ParameterError
        If there is no such cell or it holds anything but assignments of literals.
    """
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    tagged = [c for c in cells if "parameters" in c.get("metadata", {}).get("tags", [])]
    if len(tagged) != 1:
        raise ParameterError(f"{notebook.name} has {len(tagged)} cells tagged 'parameters', not 1.")
    found: dict[str, Any] = {}
    for node in ast.parse("".join(tagged[0]["source"])).body:
        if not (
            isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value
        ):
            raise ParameterError(
                f"{notebook.name}, parameters cell, line {node.lineno}: only annotated "
                "assignments of plain values belong there, such as 'shortlist: int = 10'."
            )
        try:
            found[node.target.id] = ast.literal_eval(node.value)
        except ValueError as error:
            raise ParameterError(
                f"{notebook.name}, parameters cell, line {node.lineno}: {node.target.id} is "
                "computed; write a plain value."
            ) from error
    return found
