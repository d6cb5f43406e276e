"""A file of the library and its record, which lies beside it at ``<part>.json``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sectornb.errors import ChangedFileError

RECORD_SUFFIX = ".json"
LARGEST_RECORD = 64 * 1024
"""Bytes; a record has some 500."""


@dataclass(frozen=True, order=True)
class Holding:
    """One file of the library, as its record describes it.

    `vintage` tells which edition of the file, `reference_period` which period
    its figures describe, `retrieved` the day it was obtained.
    """

    source: str
    vintage: str
    table: str
    part: str
    reference_period: str
    origin: str
    retrieved: str
    bytes: int
    sha256: str
    rows: int
    maturity: str = "as published"
    simulated: bool = False

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Source, vintage, table and part, which name one file."""
        return (self.source, self.vintage, self.table, self.part)


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def record_of(path: Path) -> Path:
    """Where the record of a file of the library lies."""
    return path.with_name(path.name + RECORD_SUFFIX)


def file_of(record: Path) -> Path:
    """Where the file of a record lies."""
    return record.with_name(record.name.removesuffix(RECORD_SUFFIX))


def holding_of(told: Mapping[str, Any]) -> Holding:
    """A file as a record tells of it; raises ValueError or TypeError where it is none."""
    holding = Holding(**told)
    for field in fields(holding):
        if type(getattr(holding, field.name)).__name__ != field.type:
            raise TypeError(f"{field.name} is not of type {field.type}")
        # Half a character could not be written into a report.
        str(getattr(holding, field.name)).encode("utf-8")
    if holding.bytes < 0 or holding.rows < 0:
        raise ValueError("it counts fewer than none")
    return holding


def read_record(record: Path) -> Holding:
    """What a record says.

    Raises
    ------
    ChangedFileError
        If it cannot be read.
    """
    try:
        with record.open("rb") as stream:
            content = stream.read(LARGEST_RECORD + 1)
        if len(content) > LARGEST_RECORD:
            raise ValueError(f"it has more than {LARGEST_RECORD:,} bytes")
        return holding_of(json.loads(content.decode("utf-8")))
    except (ValueError, TypeError, RecursionError) as error:
        raise ChangedFileError(
            f"The library record {record} cannot be read ({error}). Add its file again with "
            "'sectornb add --replace'."
        ) from error


def finish(leftover: Path, record: Path) -> None:
    """Put a record in its place whose file a killed program had put into its own."""
    file = file_of(record)
    try:
        told = read_record(leftover)
        if file.stat().st_size == told.bytes and file_sha256(file) == told.sha256:
            leftover.replace(record)
    except (ChangedFileError, OSError):
        return
