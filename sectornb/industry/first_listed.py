"""Which industry the short list calls first, for a workbook that goes on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sectornb.errors import SectornbError, examples
from sectornb.industry.ranking import listed_in_order
from sectornb.taking import Offered

if TYPE_CHECKING:
    from sectornb.industry.study import IndustryStudy


def first_listed(study: IndustryStudy) -> Offered:
    """The first industry of the short list, and how firmly it is the first.

    Raises
    ------
    SectornbError
        If no industry has a score, so that nothing is listed.
    """
    ranked = study.ranking
    listed = ranked.set_index("naics").loc[listed_in_order(ranked)]
    if listed.empty:
        raise SectornbError(
            f"No industry of {study.settings.title} has a score in {study.latest_year}, so the "
            "short list is empty and names none to go on with. Name the industry in the region "
            'file, such as target_industries: ["622"].'
        )
    return Offered([str(listed.index[0])], _told(listed))


def _told(listed: pd.DataFrame) -> str:
    first = listed.iloc[0]
    name = f"{listed.index[0]} ({first['naics_title']})"
    same = ["shortlist_share", "rank"]
    tied = listed[listed[same].fillna(-1).eq(first[same].fillna(-1)).all(axis=1)].index[1:]
    if len(tied):
        return (
            f"{name} is first of the short list by its code alone: {examples(tied)} has the same "
            "score and is listed as often"
        )
    if first["badge"] == "certain":
        return f"{name} is first of the short list, on which its place is certain"
    if pd.isna(first["shortlist_share"]):
        return f"{name} is first of the short list, by its rank on what is disclosed"
    return (
        f"{name} is first of the short list; it is on it in {first['shortlist_share']:.0%} of the "
        "trial tables"
    )
