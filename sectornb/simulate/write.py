"""Write a simulated state as the files that its agencies would have published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from sectornb.simulate.formats import (
    gzip_bytes,
    laus_workbook,
    npz_bytes,
    plain_csv,
    qcew_csv,
    titles_csv,
    zip_bytes,
)
from sectornb.simulate.geography import (
    HOME_STATE,
    NEXT_STATE,
    STATE_NAMES,
    STATE_POSTAL,
    Geography,
    area_titles,
)
from sectornb.simulate.jobs.code_lists import code_lists
from sectornb.simulate.jobs.oews import oews_workbooks
from sectornb.simulate.jobs.onet import onet_files
from sectornb.simulate.jobs.own_tables import own_tables
from sectornb.simulate.jobs.projected import (
    national_course,
    occupation_workbook,
    staffing_files,
)
from sectornb.simulate.jobs.supply import (
    attainment_csv,
    completions_files,
    state_occupations_json,
    workers_json,
)
from sectornb.simulate.jobs.truth import build_jobs, true_jobs, true_jobs_by_industry
from sectornb.simulate.projections import HORIZON, industry_projections
from sectornb.simulate.read import table
from sectornb.simulate.state import State

Part = tuple[Path, bytes]
ONET_RELEASE, QWI_RELEASE = "2023-08", "2023-06"
"""As the library writes a release: 28.0 of O*NET, and R2023Q2 of the Quarterly Workforce
Indicators."""


def _qcew(state: State) -> Iterator[Part]:
    frame = state.geography.counties
    metro = frame.loc[state.geography.in_metro, "area_fips"]
    ends = (state.years[0], state.years[-1])
    for year in state.years:
        home = Path("qcew", str(year))
        for area, rows in state.annual[year].groupby("area_fips", sort=True):
            wanted = area not in (f"{NEXT_STATE}000", f"{NEXT_STATE}999")
            if wanted if year in ends else area in {*metro, "US000"}:
                yield home / "annual-area" / f"{area}.csv", qcew_csv(rows)
        if year not in ends:
            member = f"{year}.annual.singlefile.csv", qcew_csv(state.annual[year])
            yield home / "annual-singlefile" / f"{year}_annual_singlefile.zip", zip_bytes([member])
    last = state.years[-1]
    quarterly = state.quarterly[last]
    core = frame.set_index("role")["area_fips"]["core"]
    for quarter, rows in quarterly[quarterly["area_fips"] == core].groupby("qtr", sort=True):
        yield Path("qcew", str(last), "quarterly-area", f"{core}-q{quarter}.csv"), qcew_csv(rows)


def _lodes(state: State) -> Iterator[Part]:
    for (year, kind), rows in state.commuting.flows.items():
        work, home = rows["w_geocode"].str[:2], rows["h_geocode"].str[:2]
        for code, postal in STATE_POSTAL.items():
            for part, match in (("main", home == code), ("aux", home != code)):
                name = f"{postal.lower()}_od_{part}_{kind}_{year}.csv.gz"
                data = gzip_bytes(plain_csv(rows[(work == code) & match]))
                yield Path("lodes", str(year), "od", name), data
    blocks = state.commuting.blocks
    for year in sorted({year for year, _ in state.commuting.flows}):
        for code, postal in STATE_POSTAL.items():
            data = gzip_bytes(plain_csv(blocks[blocks["st"] == code]))
            yield Path("lodes", str(year), "xwalk", f"{postal.lower()}_xwalk.csv.gz"), data


def title_lists(geography: Geography) -> dict[str, pd.DataFrame]:
    """Codes and titles as the agency lists them, by kind: areas, industries, owners and so on."""
    kinds = ("industry", "ownership", "agglevel", "size")
    return {"area": area_titles(geography), **{kind: table(f"{kind}_titles") for kind in kinds}}


def _others(state: State) -> Iterator[Part]:
    last = str(state.years[-1])
    for kind, titles in title_lists(state.geography).items():
        yield Path("qcew-titles", last, kind, f"{kind}_titles.csv"), titles_csv(titles)
    for year in state.years:
        data = laus_workbook(state.residents, year)
        yield Path("laus", str(year), "county", f"laucnty{year % 100:02d}.xlsx"), data
    name = f"{STATE_NAMES[HOME_STATE].lower()}_{last}_{int(last) + HORIZON}.csv"
    data = plain_csv(industry_projections(state))
    yield Path("projections", last, "wid-projectionsmatrix", name), data
    shapes = json.dumps(state.shapes, separators=(",", ":")).encode()
    yield Path("geometry", last, "counties", "counties-10m.json"), shapes


def _occupations(state: State) -> Iterator[Part]:
    """What is published of the jobs behind the industries, in the last year."""
    jobs, year = build_jobs(state), str(state.years[-1])
    for name, data in oews_workbooks(state, jobs):
        yield Path("oews", year, "any", name), data
    course = national_course(state, jobs)
    data = occupation_workbook(jobs, course)
    yield Path("employment-projections", year, "any", "occupation.xlsx"), data
    for name, data in staffing_files(jobs, course):
        yield Path("industry-matrix", year, "any", name), data
    for name, data in onet_files(jobs, state.seed):
        yield Path("onet", ONET_RELEASE, "any", name), data
    name = f"ACSDT5Y{year}.B15001-Data.csv"
    yield Path("acs", year, "any", name), attainment_csv(state)
    for name, data in completions_files(state):
        yield Path("ipeds", year, "any", name), data
    yield Path("qwi", QWI_RELEASE, "any", f"qwi_sa_{year}.json"), workers_json(state)
    data = state_occupations_json(state, jobs)
    yield Path("occupation-projections", year, "any", f"long_term_{year}.json"), data
    for source, vintage, name, data in code_lists():
        yield Path(source, vintage, "any", name), data
    for source, data in own_tables(state, jobs):
        yield Path(source, year, "any", f"{source}.csv"), data


def write_agency_files(state: State, folder: Path | str) -> list[Path]:
    """Write everything the agencies publish below `folder`, by source, vintage and table.

    Annual area slices of all counties, the state, its unknown counties and the nation
    for the first and last year.  In between only the metro's counties and the nation
    have slices, and the whole year is a single-file zip.  Quarterly slices are those
    of the core county in the last year.  Projections start in the last year, and whatever
    tells of occupations is of it.  Existing files are replaced.

    Returns
    -------
    list of Path
        The files written, sorted.
    """
    written = []
    for makers in (_qcew, _lodes, _others, _occupations):
        for relative, data in makers(state):
            written.append(_put(Path(folder) / relative, data))
    return sorted(written)


def write_truth(state: State, folder: Path | str) -> list[Path]:
    """Write the true private figures of counties and states, small enough to keep in git.

    ``private_annual.npz`` holds the columns of `State.truth` as arrays: ``area_fips``,
    ``naics`` and ``year`` as positions in the text arrays ``area_fips_codes`` and so on,
    jobs summed over the months, establishments over the quarters.  ``occupations.csv`` holds
    the jobs of every county by occupation in the last year, of all ownerships, and
    ``occupations_by_industry.csv.gz`` those of the metro's counties in each private 3-digit
    industry.
    """
    frame = state.truth
    codes, position = {}, {}
    for name in ("area_fips", "naics", "year"):
        labels = sorted(set(frame[name].tolist()))
        codes[f"{name}_codes"] = pd.array(labels).to_numpy(dtype="U6")
        position[name] = pd.Categorical(frame[name], labels).codes.astype("int16")
    numbers = {
        # Exact: jobs summed over twelve months, establishments over four quarters.
        "job_months": (frame["employment"] * 12).round().to_numpy(dtype="int64"),
        "total_wages_usd": frame["total_wages_usd"].to_numpy(dtype="int64"),
        "establishment_quarters": (frame["establishments"] * 4).round().to_numpy(dtype="int64"),
        "withheld": frame["withheld"].to_numpy(dtype=bool),
    }
    data = npz_bytes({**codes, **position, **numbers})
    jobs = build_jobs(state)
    by_industry = gzip_bytes(plain_csv(true_jobs_by_industry(state, jobs)))
    return [
        _put(Path(folder) / "private_annual.npz", data),
        _put(Path(folder) / "occupations.csv", plain_csv(true_jobs(jobs))),
        _put(Path(folder) / "occupations_by_industry.csv.gz", by_industry),
    ]


def _put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
