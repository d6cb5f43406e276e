"""Write a simulated state as the files that its agencies would have published."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path

import pandas as pd

from sectornb.simulate.formats import (
    gzip_bytes,
    laus_workbook,
    npz_bytes,
    plain_csv,
    qcew_csv,
    title_fields,
    titles_csv,
    zip_bytes,
)
from sectornb.simulate.geography import HOME_STATE, NEXT_STATE, STATE_NAMES, STATE_POSTAL
from sectornb.simulate.projections import HORIZON, industry_projections
from sectornb.simulate.state import State
from sectornb.simulate.titles import title_lists

Part = tuple[Path, bytes]


def annual_area_files(
    state: State, year: int, areas: Collection[str] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Annual area slices of one year: name such as ``57001.csv``, and bytes."""
    for area, rows in state.annual[year].groupby("area_fips", sort=True):
        if areas is None or area in areas:
            yield f"{area}.csv", qcew_csv(rows)


def annual_industry_files(
    state: State, year: int, industries: Collection[str]
) -> Iterator[tuple[str, bytes]]:
    """Annual industry slices; the hyphen of a sector becomes an underscore in the name."""
    frame = state.annual[year]
    for code in industries:
        yield f"{code.replace('-', '_')}.csv", qcew_csv(frame[frame["industry_code"] == code])


def annual_single_file(state: State, year: int) -> tuple[str, bytes]:
    """Zip with all annual rows of one year, sorted by area."""
    data = qcew_csv(state.annual[year])
    return f"{year}_annual_singlefile.zip", zip_bytes([(f"{year}.annual.singlefile.csv", data)])


def quarterly_single_file(state: State, year: int) -> tuple[str, bytes]:
    """Zip with all quarterly rows of one year, sorted by area."""
    data = qcew_csv(state.quarterly[year])
    return f"{year}_qtrly_singlefile.zip", zip_bytes([(f"{year}.q1-q4.singlefile.csv", data)])


def annual_by_area(state: State, year: int) -> tuple[str, bytes]:
    """Zip with one member per area, five title columns and CRLF, as in the by-area archive."""
    titles = title_lists(state.geography)
    members = []
    for area, rows in state.annual[year].groupby("area_fips", sort=True):
        name = f"{year}.annual.by_area/{year}.annual {area} {titles['area'][str(area)]}.csv"
        members.append((name, qcew_csv(rows, title_fields(rows, titles), "\r\n")))
    return f"{year}_annual_by_area.zip", zip_bytes(members)


def metro_counties(state: State) -> list[str]:
    """Codes of the counties of the metro on both sides of the river."""
    frame = state.geography.counties
    return frame.loc[frame["role"].isin(["core", "suburb"]), "area_fips"].tolist()


def _qcew(state: State) -> Iterator[Part]:
    metro = metro_counties(state)
    ends = (state.years[0], state.years[-1])
    for year in state.years:
        home = Path("qcew", str(year))
        areas = None if year in ends else {*metro, "US000"}
        for name, data in annual_area_files(state, year, areas):
            if name[:5] not in (f"{NEXT_STATE}000", f"{NEXT_STATE}999"):
                yield home / "annual-area" / name, data
        if year not in ends:
            name, data = annual_single_file(state, year)
            yield home / "annual-singlefile" / name, data
    last = state.years[-1]
    frame = state.quarterly[last]
    core = state.geography.counties.set_index("role")["area_fips"]["core"]
    for quarter, rows in frame[frame["area_fips"] == core].groupby("qtr", sort=True):
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


def _others(state: State) -> Iterator[Part]:
    last = str(state.years[-1])
    for kind, titles in title_lists(state.geography).items():
        yield Path("qcew-titles", last, kind, f"{kind}_titles.csv"), titles_csv(kind, titles)
    for year in state.years:
        data = laus_workbook(state.residents, year)
        yield Path("laus", str(year), "county", f"laucnty{year % 100:02d}.xlsx"), data
    name = f"{STATE_NAMES[HOME_STATE].lower()}_{last}_{int(last) + HORIZON}.csv"
    data = plain_csv(industry_projections(state))
    yield Path("projections", last, "wid-projectionsmatrix", name), data
    shapes = json.dumps(state.shapes, separators=(",", ":")).encode()
    yield Path("geometry", last, "counties", "counties-10m.json"), shapes


def write_agency_files(state: State, folder: Path | str) -> list[Path]:
    """Write everything the agencies publish below `folder`, by source, vintage and table.

    Annual area slices of all counties, the state, its unknown counties and the nation
    for the first and last year.  In between only the metro's counties and the nation
    have slices, and the whole year is a single-file zip.  Quarterly slices are those
    of the core county in the last year.  Projections start in the last year.  Existing
    files are replaced.

    Returns
    -------
    list of Path
        The files written, sorted.
    """
    written = []
    for makers in (_qcew, _lodes, _others):
        for relative, data in makers(state):
            written.append(_put(Path(folder) / relative, data))
    return sorted(written)


def write_truth(state: State, folder: Path | str) -> list[Path]:
    """Write the true private figures of counties and states, small enough to keep in git.

    ``private_annual.npz`` holds the columns of `State.truth` as arrays; codes are
    text.  Read it with :func:`read_truth`.
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
    return [_put(Path(folder) / "private_annual.npz", data)]


def read_truth(path: Path | str) -> pd.DataFrame:
    """The table that :func:`write_truth` wrote, as in `State.truth`."""
    import numpy as np

    with np.load(path, allow_pickle=False) as kept:
        columns: dict[str, object] = {
            name: kept[f"{name}_codes"][kept[name]] for name in ("area_fips", "naics", "year")
        }
        columns["employment"] = kept["job_months"] / 12
        columns["total_wages_usd"] = kept["total_wages_usd"].astype(float)
        columns["establishments"] = kept["establishment_quarters"] / 4
        columns["withheld"] = kept["withheld"]
    return pd.DataFrame(columns)


def _put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
