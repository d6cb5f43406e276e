"""One trial: a reader gets an input, and either refuses it in words or reads something."""

from __future__ import annotations

import dataclasses
import json
import math
import shutil
import traceback
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sectornb.errors import SectornbError
from tests.fuzz.readers import READERS

REFUSED, EQUAL, CHANGED = "refused", "equal", "changed"
TRACEBACK, ESCAPED, ILL_TOLD = "traceback", "escaped", "ill told"
HANG, MEMORY, DIED = "hang", "memory", "died"
GOOD = (REFUSED, EQUAL, CHANGED)
LONGEST_MESSAGE = 2_000
"""Characters of a message: a paragraph, not a cell of a damaged file at full length."""


def tried(name: str, data: bytes, folder: Path) -> tuple[str, str]:
    """What became of an input, and in words why; `folder` is emptied before.

    A value that differs from the whole file's is ``changed``: to be looked at, not wrong in itself.
    """
    shutil.rmtree(folder, ignore_errors=True)
    inside = folder.joinpath(*"abcdef")
    inside.mkdir(parents=True)
    path = inside / READERS[name].file
    path.write_bytes(data)
    try:
        value = READERS[name].read(path)
    except SectornbError as error:
        outcome, told = _judged(str(error)), str(error)
    except MemoryError:
        outcome, told = MEMORY, traceback.format_exc()
    except Exception:
        outcome, told = TRACEBACK, traceback.format_exc()
    else:
        outcome, told = (EQUAL, "") if _digest(value) == _whole(name, folder) else (CHANGED, "")
    above = {inside, *inside.parents}
    strange = [
        each for each in folder.rglob("*") if each not in above and inside not in each.parents
    ]
    if strange := [*strange, *Path("/tmp").glob("escaped*")]:
        return ESCAPED, str(strange[0])
    return outcome, told


def _judged(message: str) -> str:
    """Whether a message can be shown as it is: one paragraph, and nothing that a screen obeys."""
    plain = all(sign.isprintable() or sign == "\u00a0" for sign in message)
    return REFUSED if plain and 20 < len(message) <= LONGEST_MESSAGE else ILL_TOLD


@cache
def _whole(name: str, folder: Path) -> str:
    """What the reader makes of its whole file."""
    reader = READERS[name]
    beside = folder.with_name(f"{folder.name}-whole")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    (beside / reader.file).write_bytes(reader.pack(reader.whole()))
    try:
        return _digest(reader.read(beside / reader.file))
    finally:
        shutil.rmtree(beside)


def _digest(value: Any) -> str:
    return sha256(json.dumps(_plain(value), sort_keys=True, default=str).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """A value as lists, mappings and text, the same for the same content."""
    if isinstance(value, pd.DataFrame):
        return {str(column): _plain(value[column].tolist()) for column in value}
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return "missing" if math.isnan(value) else f"{value:.12g}"
    return value
