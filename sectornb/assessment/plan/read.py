"""The plan that came back: rows in place, and refused where it is another region's or edition's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectornb.assessment.instrument import Instrument, read_instrument
from sectornb.assessment.plan.columns import FILE_COLUMNS
from sectornb.assessment.plan.file import PlanFile, read_plan_file
from sectornb.errors import PrivateDataError

if TYPE_CHECKING:
    import pandas as pd

FILE = "plan file"
"""Under this attribute the rows keep what else the file says."""


def read_plan(path: Path, *, instrument: str | Mapping[str, Any]) -> pd.DataFrame:
    """The rows of a plan that people wrote, all text; a row without a status is not started.

    Parameters
    ----------
    path : Path
        The workbook that a report made, edited; or a CSV file with its columns.
    instrument : str or mapping
        Which instrument the region file names: a plan of another one, or of another version
        of it, is refused.

    Returns
    -------
    DataFrame
        The columns :data:`~sectornb.assessment.plan.columns.FILE_COLUMNS`, and in its
        attribute `FILE` the :class:`~sectornb.assessment.plan.file.PlanFile`.

    Raises
    ------
    PrivateDataError
        If it cannot be read as a plan, or is one of another instrument or version.
    """
    found = read_plan_file(path)
    _refuse_other_instrument(path, found, read_instrument(instrument))
    rows = found.rows[list(FILE_COLUMNS)].copy()
    rows["status"] = rows["status"].where(rows["status"].ne(""), "not_started")
    rows.attrs[FILE] = found
    return rows


def _refuse_other_instrument(path: Path, found: PlanFile, instrument: Instrument) -> None:
    name, version = found.about.get("instrument"), found.about.get("version")
    if name is not None and name != instrument.name:
        raise PrivateDataError(
            f"{path.name} is a plan of the instrument {name}, and the region file has "
            f"{instrument.name}. Name the plan of {instrument.name} under assessment, plan, or "
            "the instrument that the plan is of."
        )
    if version is not None and version != str(instrument.version):
        raise PrivateDataError(
            f"{path.name} is a plan of {instrument.name}, version {version}, and the region file "
            f"has version {instrument.version}, whose items may be others. Save the plan as a "
            "CSV file with its columns to carry its rows over, and look through their items."
        )


def refuse_other_region(found: PlanFile, name: str, region: str) -> None:
    """Refuse a plan that says it is of another region.

    Raises
    ------
    PrivateDataError
        Names both.
    """
    own = found.about.get("region")
    if own is not None and own != region:
        raise PrivateDataError(
            f"{name} is the plan of the region {own}, and this is {region}. Name the plan of "
            f"{region} under assessment, plan; the one of {own} belongs into its region file."
        )
