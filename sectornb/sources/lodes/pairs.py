"""Block pairs of one home-to-work file added up to county pairs.

A state's file has millions of rows and its counties a few thousand pairs.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sectornb.errors import InputError, examples
from sectornb.sources.lodes.layout import BLOCK_TO_COUNTY, BLOCK_TO_STATE, COUNTS
from sectornb.sources.opening import MEBIBYTE, csv_stream

if TYPE_CHECKING:
    import pandas as pd

    from sectornb.sources.lodes.crosswalk import Crosswalk

KEYS = ["home_area_fips", "work_area_fips"]
RUN = 16 * MEBIBYTE


def county_pairs(path: Path, crosswalks: Sequence[Crosswalk] = ()) -> pd.DataFrame:
    """Jobs of one home-to-work file by county of home and county of work.

    The county is the first five digits of the block, or what a crosswalk of its state says.

    Parameters
    ----------
    path : Path
        A main or aux file that was checked when it was added, gzipped or not.
    crosswalks : sequence of Crosswalk
        Of the states whose blocks lie in other counties than their digits say.

    Returns
    -------
    DataFrame
        ``home_area_fips``, ``work_area_fips`` (text) and the counts of the file, such as
        ``S000`` (jobs), sorted by the first two.

    Raises
    ------
    InputError
        If the file is damaged, or has blocks that the crosswalk of their state lacks.
    """
    import pandas as pd

    county_of = {
        int(each.state): pd.Series(
            each.frame["area_fips"].astype("int64").to_numpy(),
            index=each.frame["block"].astype("int64"),
        )
        for each in crosswalks
    }

    blocks = {"h_geocode": KEYS[0], "w_geocode": KEYS[1]}
    sums = []
    with csv_stream(path, "gzip") as stream:
        for data in stream.blocks(RUN):
            try:
                frame = pd.read_csv(
                    io.BytesIO(data),
                    header=None,
                    names=stream.header,
                    usecols=[*blocks, *COUNTS],
                    dtype="int64",
                ).rename(columns=blocks)
            except ValueError as error:
                raise InputError(
                    f"{path} is damaged: {str(error).strip()}. Add the agency's own file again "
                    "with 'sectornb add --replace'."
                ) from error
            for key in KEYS:
                frame[key] = _counties(path, frame[key], county_of)
            sums.append(frame.groupby(KEYS)[list(COUNTS)].sum())
    pairs = pd.concat(sums).groupby(level=KEYS).sum().reset_index()
    codes = {key: [f"{code:05d}" for code in pairs[key].tolist()] for key in KEYS}
    return pairs.assign(**codes).astype(dict.fromkeys(KEYS, "str"))


def _counties(
    path: Path, blocks: pd.Series[int], county_of: dict[int, pd.Series[int]]
) -> pd.Series[int]:
    counties = blocks // BLOCK_TO_COUNTY
    for state, known in county_of.items():
        inside = blocks[blocks // BLOCK_TO_STATE == state]
        matched = inside.map(known)
        if matched.isna().any():
            lost = inside[matched.isna()].unique()
            raise InputError(
                f"{path} has {len(lost):,} of {inside.nunique():,} blocks of state {state:02d} "
                f"that the library's crosswalk of this state lacks, e.g. "
                f"{examples(f'{code:015d}' for code in lost)}. One is of another release; add the "
                "crosswalk of the release that the flows are of."
            )
        counties[inside.index] = matched.astype("int64")
    return counties
