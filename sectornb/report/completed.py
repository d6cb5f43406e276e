"""Settings that a region file leaves to another workbook, filled before anything runs.

Workbooks do not read each other.  What one takes from another is found here, in this process,
by the other's study on the same library; so the parameters of the notebook are whole, and it
can be run again from them alone.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sectornb.contract import Study, Workbook, refer
from sectornb.errors import RegionFileError
from sectornb.report.parameters import check_parameters
from sectornb.report.region_file import Region
from sectornb.sources.library import open_library
from sectornb.taking import Offered, Taken
from sectornb.workbooks import workbook_named, workbooks


class Completed(NamedTuple):
    """A region whose settings are whole, and a sentence for each that was filled."""

    region: Region
    told: list[str]


def completed(
    region: Region, names: Collection[str], studies: Mapping[str, Study] | None = None
) -> Completed:
    """`region` with every setting filled that the workbooks in `names` take from others.

    Parameters
    ----------
    region : Region
        The region file; it is not changed.
    names : collection of str
        Workbooks that are about to run, or to be checked.
    studies : mapping, optional
        Workbook to its study on the same library, where there is one already.

    Raises
    ------
    RegionFileError
        If the workbook that offers a setting is switched off.
    SectornbError
        What its study raises, such as of a file that the library lacks.
    """
    sections, told = dict(region.sections), []
    for name in region.sections:
        taken = workbooks()[name].takes
        if taken and name in names and _is_empty(region.sections[name], taken):
            offered = _offered(region, workbooks()[name], taken, studies or {})
            update = {taken.setting: list(offered.values)}
            sections[name] = region.sections[name].model_copy(update=update)
            told.append(f"{name} takes {taken.setting} from '{taken.section}': {offered.told}.")
    if not told:
        return Completed(region, told)
    whole = copy.copy(region)
    whole.sections = sections
    return Completed(whole, told)


def with_takers(names: Collection[str]) -> set[str]:
    """Workbooks in `names`, and those that take a setting from one of them."""
    sections = {workbooks()[name].section for name in names}
    return {*names} | {
        each.name
        for each in workbooks().values()
        if each.takes is not None and each.takes.section in sections
    }


def _is_empty(settings: Any, taken: Taken) -> bool:
    given = settings.model_dump()
    return not any(given.get(name) for name in (taken.setting, *taken.unless))


def _offered(
    region: Region, workbook: Workbook, taken: Taken, studies: Mapping[str, Study]
) -> Offered:
    source = workbook_named(taken.section)
    if source.name not in region.sections:
        raise RegionFileError(
            f"{region.path.name} leaves {taken.setting} of the section '{workbook.section}' empty, "
            f"and switches {source.name} off, which would fill it. Name it in the section, such as "
            f"{taken.setting}: [\"622\"], or add the section '{taken.section}'."
        )
    study = studies.get(source.name)
    if study is None:
        given = region.parameters(source.name, library=str(region.library), out="")
        library = open_library(str(region.library), needed=source.needs_library)
        study = source.open_study(library, check_parameters(source, given))
    offered: Offered = refer(source.offers)(study)
    return offered
