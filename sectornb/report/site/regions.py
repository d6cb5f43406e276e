"""The regions that can be compared: all asked the same, and each by its latest round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sectornb.assessment import WORKBOOK
from sectornb.assessment.instrument import Instrument, instrument_names, read_instrument
from sectornb.dictionary import dictionary
from sectornb.errors import InputError, SectornbError, shortened
from sectornb.report.saved_table import read_saved
from sectornb.report.site.reports import LeftOut, SavedReport

REGIONAL = "regional-elements"
"""The instrument by which regions are compared."""


@dataclass(frozen=True, eq=False)
class Region:
    """A region with the ratings of its latest round, as its own report shows them.

    Attributes
    ----------
    report : SavedReport
        Where they stand.
    title : str
        Its name, with the folder's where two regions are called alike.
    wave, mode : str
        The round, and ``open`` or ``anonymous``.
    raters : float
        How many answered, as its report says; NaN where it does not.
    items, areas : DataFrame
        Rows of that round of ``ratings_by_item`` and ``ratings_by_area``.
    """

    report: SavedReport
    title: str
    wave: str
    mode: str
    raters: float
    items: pd.DataFrame = field(repr=False)
    areas: pd.DataFrame = field(repr=False)

    @property
    def named(self) -> dict[str, str]:
        """What every row of a table says of the region."""
        return {
            "report": self.report.name, "region_title": self.title, "wave": self.wave,
            "survey_mode": self.mode,
        }  # fmt: skip


def comparable_regions(
    reports: Sequence[SavedReport], instrument: Instrument
) -> tuple[list[Region], list[LeftOut]]:
    """The regions that answered `instrument`, and each other report with the reason.

    Not compared is who asked something else, or on another scale; an earlier report of a
    region that has a later one; and a simulated region beside real ones.

    Parameters
    ----------
    reports : sequence of SavedReport
        Of all regions.
    instrument : Instrument
        What all have to have asked, word for word.
    """
    titles = titles_of(reports)
    regions, left_out = list[Region](), list[LeftOut]()
    for report in reports:
        found = _region(report, titles[report.name], instrument)
        if isinstance(found, Region):
            regions.append(found)
        else:
            left_out.append(LeftOut(titles[report.name], found))
    kept = list[Region]()
    real = any(not region.report.simulated for region in regions)
    for region in regions:
        later = _later(region, regions)
        if real and region.report.simulated:
            left_out.append(LeftOut(region.title, "simulated, and others are real"))
        elif later is not None:
            why = f"another report of the same region, {later.report.name}, is compared"
            left_out.append(LeftOut(region.title, why))
        else:
            kept.append(region)
    return kept, sorted(left_out, key=lambda each: each.name.casefold())


def titles_of(reports: Sequence[SavedReport]) -> dict[str, str]:
    """Folder to the name for readers, with the folder behind it where two are called alike."""
    alike = pd.Series({each.name: each.title.casefold().strip() for each in reports}, dtype=str)
    twice = set(alike.index[alike.duplicated(keep=False)])
    return {
        each.name: f"{each.title} ({each.name})" if each.name in twice else each.title
        for each in reports
    }


def _later(region: Region, regions: Sequence[Region]) -> Region | None:
    """The latest report of the same region, if it is another one."""
    own = region.report
    same = [
        each
        for each in regions
        if each.report.manifest.region.id == own.manifest.region.id
        and each.report.simulated == own.simulated
        and (each.report.counties & own.counties or not each.report.counties | own.counties)
    ]
    latest = max(same, key=lambda each: (each.wave, each.report.name))
    return None if latest is region else latest


def _region(report: SavedReport, title: str, instrument: Instrument) -> Region | str:
    """The region of a report, or why it cannot be compared."""
    parameters = report.manifest.parameters.get(WORKBOOK.name)
    if parameters is None:
        return "no self-assessment in its report"
    try:
        asked = _asked(parameters.get("instrument"))
        if other := _other_than(asked, instrument):
            return other
        tables = {
            name: read_saved(report.folder / "tables" / f"{name}.csv", name, dictionary())
            for name in ("panel_by_wave", "ratings_by_item", "ratings_by_area")
        }
    except (SectornbError, OSError) as error:
        return shortened(f"its self-assessment cannot be read ({error})", 400)
    panel = tables["panel_by_wave"]
    if panel.empty:
        return "nobody answered"
    wave = str(panel["wave"].iloc[-1])
    rows = {name: frame[frame["wave"].eq(wave)] for name, frame in tables.items()}
    asked_items = rows["ratings_by_item"]["item"].tolist()
    if asked_items != list(instrument.items):
        return "its report does not show the components of this version of the instrument"
    return Region(
        report,
        title,
        wave,
        str(parameters.get("mode", "")),
        float(rows["panel_by_wave"]["n_raters"].iloc[0]),
        rows["ratings_by_item"],
        rows["ratings_by_area"],
    )


def _asked(given: Any) -> Instrument:
    """The instrument that a manifest names; it is data from outside, so no file is opened."""
    if isinstance(given, dict):
        return read_instrument(given)
    if given not in instrument_names():
        raise InputError(f"it names no instrument that is known: {shortened(str(given), 60)}")
    return read_instrument(given)


def _other_than(asked: Instrument, instrument: Instrument) -> str:
    """In what an instrument differs from the one that is compared by; empty if in nothing."""
    if asked.name != instrument.name:
        return f"another instrument: {shortened(asked.title, 80)}"
    if asked.version != instrument.version:
        versions = f"version {asked.version}, and version {instrument.version} is compared"
        return f"another version of the instrument: {versions}"
    if (asked.scale, asked.halves, asked.good_from) != (
        instrument.scale, instrument.halves, instrument.good_from,
    ):  # fmt: skip
        return "another scale of ratings"
    if [(a.id, a.title, a.items) for a in asked.areas] != [
        (a.id, a.title, a.items) for a in instrument.areas
    ]:
        return "other words or items under the same name and version"
    return ""
