"""Tables across regions, read off what each region's own report shows and nothing else.

No figure here is a sum or a middle over ratings of several regions: all that is counted is how
many regions stand where, and where each stands is on the same page.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sectornb.dictionary import Dictionary, read_dictionary
from sectornb.report.site.reports import SavedReport
from sectornb.shipped import shipped

if TYPE_CHECKING:
    from sectornb.assessment.instrument import Instrument
    from sectornb.report.site.regions import Region

MISSING, PARTLY, IN_PLACE, NOT_TOLD = "missing", "partly", "in_place", "not_told"
LEVELS = (MISSING, PARTLY, IN_PLACE, NOT_TOLD)
HERE, OUTSIDE, NOT_NEEDED = "here", "outside", "not_needed"
ELEMENT, COMPONENT = "element", "component"
PART = ["rated_kind", "rated"]


@cache
def site_dictionary() -> Dictionary:
    """The data dictionary with the tables of the overview, which no workbook makes."""
    folder = shipped("data", "dictionary")
    return read_dictionary(
        folder / "shared.yml", folder / "4-assessment.yml", folder / "site" / "site.yml"
    )


def ordered(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """A table with its declared columns in their order, codes and words as text.

    Raises
    ------
    MissingColumnError, DeclarationError, InputError
        As :meth:`~sectornb.dictionary.Dictionary.check_table`.
    """
    declared = site_dictionary()
    table = table[declared.table(name).columns].reset_index(drop=True)
    words = [name for name in map(str, table) if not declared.columns[name].numeric]
    table = table.astype(dict.fromkeys(words, "object"))
    declared.check_table(name, table)
    return table


TOLD = ("printed", "dots")
"""What a report shows: of five raters or more, or of an open survey each rater as a dot."""


def level_of(medians: pd.Series, instrument: Instrument) -> pd.Series:
    """Where middle ratings stand: in place from ``good_from`` on, missing below the point under it.

    Of the regional instrument: 3 is in place, 2 and 2.5 are partly, 1 and 1.5 are missing, and
    no middle rating is not told.
    """
    good = instrument.good_from
    levels = np.select(
        [medians.isna(), medians.ge(good), medians.ge(good - 1)],
        [NOT_TOLD, IN_PLACE, PARTLY],
        MISSING,
    )
    return pd.Series(levels, index=medians.index, dtype="object")


def components_by_region(regions: Sequence[Region], instrument: Instrument) -> pd.DataFrame:
    """The middle rating of each component in each region, where its own report shows it.

    Only rows of a status in `TOLD` have one: five raters or more and nothing held back, or
    fewer of an open survey, whose raters agreed to be named.
    """
    found = pd.concat([each.items.assign(**each.named) for each in regions], ignore_index=True)
    told = found["status"].isin(TOLD) & found["median"].notna()
    for column in ("median", "n_raters"):
        found[column] = found[column].where(told)
    found["level"] = level_of(found["median"], instrument)
    return ordered("components_by_region", found)


def elements_by_region(
    regions: Sequence[Region], components: pd.DataFrame, instrument: Instrument
) -> pd.DataFrame:
    """Where each region stands on each element: the middle of its components' middle ratings.

    Where a component is not told, its middle rating is somewhere on the scale.  The element's
    place is told only if it is the same with the lowest and with the highest rating there, so
    that it rests on what is proven.  ``median_of_items`` is the report's own figure.
    """
    found = pd.concat([each.areas.assign(**each.named) for each in regions], ignore_index=True)
    keys = [components["report"], components["area"]]
    medians = components["median"]
    ends = {
        end: medians.fillna(rating).groupby(keys).median()
        for end, rating in (("low", 1.0), ("high", float(instrument.highest)))
    }
    ends["n_items_told"] = medians.notna().groupby(keys).sum()
    found = found.merge(
        pd.DataFrame(ends).rename_axis(["report", "area"]).reset_index(),
        on=["report", "area"], how="left", validate="one_to_one",
    )  # fmt: skip
    shown = found["status"].isin(TOLD) & found["n_items_told"].gt(0)
    lowest, highest = (level_of(found[end], instrument) for end in ("low", "high"))
    proven = shown & lowest.eq(highest)
    found["level"] = lowest.where(proven, NOT_TOLD)
    # Why not: what is said of the components that are not told, the first of several reasons.
    untold = components[components["level"].eq(NOT_TOLD)]
    why = untold.groupby(["report", "area"])["status"].first()
    reason = pd.Series(
        why.reindex(pd.MultiIndex.from_frame(found[["report", "area"]])).to_numpy(), found.index
    )
    found["status"] = found["status"].where(proven, reason.fillna(found["status"]))
    found["median_of_items"] = found["median_of_items"].where(shown)
    return ordered("elements_by_region", found)


def _by_part(elements: pd.DataFrame, components: pd.DataFrame) -> pd.DataFrame:
    """Elements and components below each other: part, region, middle rating, level."""
    as_parts = [
        elements.assign(
            rated_kind=ELEMENT, rated=elements["area"], rated_title=elements["area_title"],
            median=elements["median_of_items"],
        ),
        components.assign(
            rated_kind=COMPONENT, rated=components["item"], rated_title=components["item_title"]
        ),
    ]  # fmt: skip
    columns = [*PART, "rated_title", "report", "region_title", "median", "level"]
    return pd.concat([each[columns] for each in as_parts], ignore_index=True)


def help_between_regions(
    elements: pd.DataFrame, components: pd.DataFrame, reports: Sequence[SavedReport]
) -> pd.DataFrame:
    """Every pair of a region where a part is missing and one that has it in place.

    Both places are proven by what the regions' own reports show.  No region helps itself, nor
    one of exactly the same counties.  All that have a part in place stand beside each other:
    a tie is not broken.
    """
    parts = _by_part(elements, components)
    weak = parts[parts["level"].eq(MISSING)]
    strong = parts[parts["level"].eq(IN_PLACE)].rename(
        columns={"report": "helper", "region_title": "helper_title", "median": "helper_median"}
    )
    pairs = weak.merge(
        strong[[*PART, "helper", "helper_title", "helper_median"]], on=PART, how="inner"
    )
    places = {each.name: " ".join(sorted(each.counties)) or each.name for each in reports}
    same = pairs["report"].map(places).eq(pairs["helper"].map(places))
    return ordered("help_between_regions", pairs[~same])


def parts_across_regions(
    elements: pd.DataFrame, components: pd.DataFrame, pairs: pd.DataFrame
) -> pd.DataFrame:
    """In how many regions each part is missing, partly there, in place or not told."""
    parts = _by_part(elements, components)
    counts = pd.crosstab([parts["rated_kind"], parts["rated"]], parts["level"])
    counts = counts.reindex(columns=list(LEVELS), fill_value=0)
    counts.columns = [f"n_{level}" for level in LEVELS]
    table = parts[[*PART, "rated_title"]].drop_duplicates(PART).merge(
        counts.reset_index(), on=PART, how="left"
    )  # fmt: skip
    table["n_regions"] = elements["report"].nunique()
    helped = pd.MultiIndex.from_frame(pairs[PART])
    here = pd.MultiIndex.from_frame(table[PART]).isin(helped)
    table["help_from"] = np.select([table["n_missing"].eq(0), here], [NOT_NEEDED, HERE], OUTSIDE)
    return ordered("parts_across_regions", table)


def pairs_of_regions(pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs of regions of which each has a component in place that is missing in the other.

    Those come first in which both gain most: by the smaller of the two numbers, then by their
    sum, then by name.  Each pair stands there once.
    """
    own = pairs[pairs["rated_kind"].eq(COMPONENT)]
    keys = ["report", "region_title", "helper", "helper_title"]
    counts = own.groupby(keys, as_index=False).size().rename(columns={"size": "n_learned"})
    back = counts.rename(columns={"report": "helper", "helper": "report", "n_learned": "n_taught"})
    both = counts.merge(back[["report", "helper", "n_taught"]], on=["report", "helper"])
    both = both[both["report"].lt(both["helper"])].rename(
        columns={"helper": "other", "helper_title": "other_title"}
    )
    numbers = both[["n_learned", "n_taught"]]
    both = both.assign(least=numbers.min(axis=1), sum=numbers.sum(axis=1)).sort_values(
        ["least", "sum", "report", "other"], ascending=[False, False, True, True]
    )
    return ordered("pairs_of_regions", both)


def overlapping_regions(reports: Sequence[SavedReport]) -> pd.DataFrame:
    """Every two reports that count a county as theirs, and which counties these are."""
    rows = [
        (one.name, one.title, two.name, two.title, " ".join(sorted(one.counties & two.counties)))
        for one, two in combinations(reports, 2)
        if one.counties & two.counties
    ]
    columns = ["report", "region_title", "other", "other_title", "shared_counties"]
    return ordered("overlapping_regions", pd.DataFrame(rows, columns=columns))
