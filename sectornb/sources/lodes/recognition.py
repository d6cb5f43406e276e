"""Recognizing files of LODES: blocks tell main from aux and the state, the name the rest."""

from __future__ import annotations

import re
from pathlib import Path

from sectornb.errors import InputError, examples
from sectornb.sources.lodes.checks import OdContents, check_od_file
from sectornb.sources.lodes.crosswalk import read_crosswalk
from sectornb.sources.lodes.layout import SOURCE
from sectornb.sources.opening import header_of, is_packed
from sectornb.sources.recognition import Recognized, recognized, table_by_header
from sectornb.sources.refusals import refuse_other_year
from sectornb.sources.states import us_state

_NAME = re.compile(r"([a-z]{2})_od_(main|aux)_(JT0[0-5])_(\d{4})", re.IGNORECASE)
MANY_JOBS = 100
"""Ours: where so many jobs are held by people of a county, some are in it."""
_VINTAGE = re.compile(r"\d{4}(\.r\d+)?")


def recognize(path: Path, vintage: str) -> Recognized:
    """A home-to-work file or a block crosswalk, read to its end and checked.

    Raises
    ------
    InputError
        If it is no such file, is damaged, contradicts itself or its name, or if
        the name lacks the job type and year that nothing in the file tells.
    """
    header = set(header_of(path, "gzip"))
    suffix = ".csv.gz" if is_packed(path, "gzip") else ".csv"
    if vintage and not _VINTAGE.fullmatch(vintage):
        raise InputError(f"{vintage!r} is no vintage of LODES. Write the year, such as 2019.")
    if {"tabblk2010", "tabblk2020"} & header:
        crosswalk = read_crosswalk(path)
        return recognized(
            SOURCE,
            "xwalk",
            len(crosswalk.frame),
            suffix,
            state=us_state(crosswalk.state).usps.lower(),
            created=crosswalk.created,
            blocks=crosswalk.blocks_of,
        )
    if not {"w_geocode", "h_geocode"} & header:
        table_by_header(path, SOURCE, header)
    contents = check_od_file(path)
    job_type, year = _check_name(path, contents, vintage, suffix)
    # Of federal jobs alone a county may have none.
    if contents.kind == "main" and job_type < "JT04":
        _refuse_unworked(path, contents)
    return recognized(
        SOURCE,
        f"od-{contents.kind}",
        contents.rows,
        suffix,
        contents.draft,
        told=year,
        state=us_state(contents.state).usps.lower(),
        job_type=job_type,
        year=year,
    )


def _refuse_unworked(path: Path, contents: OdContents) -> None:
    """Refuse a main file that ends before the workplaces of counties where its workers live.

    Rows are in order of the workplace, and no county has many workers but no place of work.
    """
    pairs = contents.draft.table()
    last = pairs["work_area_fips"].max()
    beyond = pairs[pairs["home_area_fips"] > last]
    if beyond["S000"].sum() >= MANY_JOBS:
        raise InputError(
            f"{path} ends with workplaces in {last}, but its workers live in "
            f"{examples(sorted(beyond['home_area_fips'].unique()))} too, where nobody would work. "
            "It was cut off or filtered; download it again."
        )


def _check_name(path: Path, contents: OdContents, vintage: str, suffix: str) -> tuple[str, str]:
    """Job type and year that the name tells."""
    state = us_state(contents.state)
    found = f"it holds work in {state.name} of people who live " + (
        "there" if contents.kind == "main" else "elsewhere"
    )
    named = _NAME.search(path.name)
    job_type, year = named.groups()[2:] if named else ("JT00", vintage[:4])
    # Files are made about two years after the one they are of.
    year = year or str(contents.created // 10_000 - 2)
    right = f"{state.usps.lower()}_od_{contents.kind}_{job_type.upper()}_{year}{suffix}"
    if named is None:
        raise InputError(
            f"The name of {path} does not tell its job type and year, and nothing in the file "
            f"does; {found}. Give it the agency's name, such as {right} (JT00 all jobs, JT01 main "
            "jobs, up to JT05)."
        )
    usps, kind = named.groups()[:2]
    if (usps.upper(), kind.lower()) != (state.usps, contents.kind):
        raise InputError(
            f"{path} is named {named.group()}, but {found}. It was renamed, so its job type and "
            f"year are in doubt too; download the agency's file, named such as {right}."
        )
    if contents.created < int(f"{year}1231"):
        raise InputError(
            f"{path} is by its name of {year}, but its rows were made on {contents.created} "
            "(column createdate), before that year was over. It was renamed and is of an earlier "
            f"year; download the agency's {right}."
        )
    refuse_other_year(path, year, vintage, "is by its name of")
    return job_type.upper(), year
