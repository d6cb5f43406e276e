"""Block pairs of one home-to-work file added up to county pairs.

A state's file has millions of rows and its counties a few thousand pairs.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from sectornb.errors import InputError
from sectornb.sources.lodes.layout import BLOCK_TO_COUNTY, COUNTS
from sectornb.sources.opening import MEBIBYTE, csv_stream

if TYPE_CHECKING:
    import pandas as pd

KEYS = ["home_area_fips", "work_area_fips"]
RUN = 16 * MEBIBYTE


def county_pairs(path: Path) -> pd.DataFrame:
    """Jobs of one home-to-work file by county of home and county of work.

    The county is the first five digits of the block.

    Parameters
    ----------
    path : Path
        A main or aux file that was checked when it was added, gzipped or not.

    Returns
    -------
    DataFrame
        ``home_area_fips``, ``work_area_fips`` (text) and the counts of the file, such as
        ``S000`` (jobs), sorted by the first two.

    Raises
    ------
    InputError
        If the file is damaged.
    """
    import pandas as pd

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
            frame[KEYS] //= BLOCK_TO_COUNTY
            sums.append(frame.groupby(KEYS)[list(COUNTS)].sum())
    pairs = pd.concat(sums).groupby(level=KEYS).sum().reset_index()
    codes = {key: [f"{code:05d}" for code in pairs[key].tolist()] for key in KEYS}
    return pairs.assign(**codes).astype(dict.fromkeys(KEYS, "str"))
