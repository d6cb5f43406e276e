"""Where a region's workers live, and where its residents work."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from sectornb.errors import InputError, MissingColumnError, UnknownCodeError, counted, examples

FLOW_COLUMNS = ("home_area_fips", "work_area_fips", "jobs")
MOST_COUNTIES = 10
REST, OUTSIDE = "your other counties", "outside"


def labor_shed(flows: pd.DataFrame, counties: Collection[str]) -> pd.DataFrame:
    """Homes of the people who hold the region's jobs, the largest first.

    Share of home i = F_ic / W_c, with F_ic the jobs in the region held by
    residents of i and W_c all jobs in the region.

    Parameters
    ----------
    flows : DataFrame
        One row per pair: ``home_area_fips``, ``work_area_fips`` (5-digit text),
        ``jobs``.
    counties : collection of str
        The region.

    Returns
    -------
    DataFrame
        ``home_area_fips``, ``jobs``, ``share`` and ``cumulative_share`` (of the
        jobs in the region, 0 to 1).

    Raises
    ------
    UnknownCodeError
        If a county never appears as a workplace.
    """
    inside = _into(flows, counties, "work_area_fips", "a workplace")
    return _ranked(inside, "home_area_fips")


def commute_shed(flows: pd.DataFrame, counties: Collection[str]) -> pd.DataFrame:
    """Workplaces of the region's employed residents, the largest first.

    Share of workplace j = F_cj / R_c, with F_cj the jobs in j held by residents
    of the region and R_c all jobs held by its residents.

    Parameters
    ----------
    flows, counties
        As in :func:`labor_shed`; jobs outside the region, and outside the
        state, must be among the flows, or the shares are too high.

    Returns
    -------
    DataFrame
        ``work_area_fips``, ``jobs``, ``share`` and ``cumulative_share`` (of the
        jobs held by residents, 0 to 1).

    Raises
    ------
    UnknownCodeError
        If a county never appears as a home.
    """
    out = _into(flows, counties, "home_area_fips", "a home")
    return _ranked(out, "work_area_fips")


def counties_needed(shed: pd.DataFrame, shed_share: float) -> int:
    """How many counties of a shed, from the largest on, reach a cumulative share."""
    below = int((shed["cumulative_share"] < shed_share - 1e-12).sum())
    return min(below + 1, len(shed))


def commuting_summary(flows: pd.DataFrame, counties: Collection[str]) -> pd.DataFrame:
    """In- and out-commuting of the region, each with its own denominator.

    Parameters
    ----------
    flows, counties
        As in :func:`commute_shed`.

    Returns
    -------
    DataFrame
        Two rows by ``side``: ``residents`` (base: jobs held by residents;
        ``outside_pct`` is out-commuting) and ``jobs`` (base: jobs in the
        region; ``outside_pct`` is in-commuting), with ``jobs``, ``jobs_inside``
        (counts), ``inside_pct`` and ``outside_pct``.

    Raises
    ------
    UnknownCodeError
        If a county never appears as a home or as a workplace.
    """
    held = _into(flows, counties, "home_area_fips", "a home")
    located = _into(flows, counties, "work_area_fips", "a workplace")
    inside = float(held.loc[held["work_area_fips"].isin(list(counties)), "jobs"].sum())
    summary = pd.DataFrame(
        {
            "side": ["residents", "jobs"],
            "jobs": [float(held["jobs"].sum()), float(located["jobs"].sum())],
            "jobs_inside": [inside, inside],
        }
    ).astype({"side": "str"})
    summary["inside_pct"] = 100 * summary["jobs_inside"] / summary["jobs"]
    summary["outside_pct"] = 100 - summary["inside_pct"]
    return summary


def linked_counties(flows: pd.DataFrame, counties: Collection[str]) -> pd.DataFrame:
    """Counties outside the region that exchange workers with it, and what each would cover.

    Holds for a county whose own flows are unknown too: only the region's own
    residents and jobs are counted.

    Parameters
    ----------
    flows, counties
        As in :func:`commute_shed`.

    Returns
    -------
    DataFrame
        ``area_fips``, ``jobs_in_region`` (F_uc, jobs in the region held by its
        residents), ``jobs_of_region_residents`` (F_cu, jobs there held by the
        region's), ``demand_side_covered`` = (F_cc + F_uc) / W_c and
        ``supply_side_covered`` = (F_cc + F_cu) / R_c, 0 to 1; largest exchange first.
        ``tie_share_low`` = (F_uc + F_cu) / R_c is the least that the tie can be, since the
        smaller of the two has at most the region's residents.
        Missing, not zero, where no workplace (or home) of the county's whole state is
        among the flows: the file that would tell is not there.

    Raises
    ------
    UnknownCodeError
        If a county never appears as a home or as a workplace.
    """
    held = _into(flows, counties, "home_area_fips", "a home")
    located = _into(flows, counties, "work_area_fips", "a workplace")
    coming = located.groupby("home_area_fips")["jobs"].sum()
    going = held.groupby("work_area_fips")["jobs"].sum()
    inside = float(going[going.index.isin(list(counties))].sum())
    table = pd.DataFrame({"jobs_in_region": coming, "jobs_of_region_residents": going})
    table = table[~table.index.isin(list(counties))].rename_axis("area_fips").reset_index()
    state = table["area_fips"].str[:2]
    for column, side in (
        ("jobs_in_region", "home_area_fips"),
        ("jobs_of_region_residents", "work_area_fips"),
    ):
        # A pair without a row is a true zero only where the state's side was read.
        read = state.isin(set(flows[side].str[:2]))
        table[column] = table[column].astype("float64").mask(table[column].isna() & read, 0.0)
    table["demand_side_covered"] = (inside + table["jobs_in_region"]) / located["jobs"].sum()
    table["supply_side_covered"] = (inside + table["jobs_of_region_residents"]) / held["jobs"].sum()
    exchange = -table[["jobs_in_region", "jobs_of_region_residents"]].sum(axis=1)
    table["tie_share_low"] = -exchange / held["jobs"].sum()
    table = table.assign(exchange=exchange).sort_values(["exchange", "area_fips"])
    table = table.drop(columns="exchange").reset_index(drop=True)
    return table.astype({"area_fips": "str", **dict.fromkeys(table.columns[1:], "float64")})


def jobs_from_unread_states(flows: pd.DataFrame, counties: Collection[str]) -> pd.Series[float]:
    """Jobs in the region of people from states of whose workplaces no file was read, by state.

    What residents of the region hold in those states is unknown; this is the flow the
    other way.
    """
    located = flows[flows["work_area_fips"].isin(list(counties)) & flows["jobs"].gt(0)]
    jobs = located.groupby(located["home_area_fips"].str[:2])["jobs"].sum()
    return jobs[~jobs.index.isin(flows["work_area_fips"].str[:2])]


def largest_exchanges(
    flows: pd.DataFrame, counties: Collection[str], count: int = 15
) -> pd.DataFrame:
    """The largest flows between two different counties of which one is in the region.

    Returns
    -------
    DataFrame
        ``home_area_fips``, ``work_area_fips``, ``jobs``, at most `count` rows, the
        largest first; ties by code.
    """
    check_flows(flows)
    home, work = flows["home_area_fips"], flows["work_area_fips"]
    touching = (home.isin(list(counties)) | work.isin(list(counties))) & home.ne(work)
    pairs = flows.loc[touching & flows["jobs"].gt(0), list(FLOW_COLUMNS)]
    pairs = pairs.sort_values(
        ["jobs", "home_area_fips", "work_area_fips"], ascending=[False, True, True]
    )
    return pairs.head(count).astype({"jobs": "float64"}).reset_index(drop=True)


def home_by_work(
    flows: pd.DataFrame, counties: Collection[str], most: int = MOST_COUNTIES
) -> pd.DataFrame:
    """Jobs by county of home and county of work, with all other counties as one.

    Returns
    -------
    DataFrame
        A row for each home and a column for each workplace: the region's counties, where there
        are more than `most` those with most jobs and one for the rest, `most` in all; and all
        outside in one, whose own flows are missing.
    """
    own = flows[flows["work_area_fips"].isin(list(counties))]
    sizes = own.groupby("work_area_fips")["jobs"].sum().sort_values(ascending=False, kind="stable")
    named = list(sizes.index[: most if len(set(counties)) <= most else most - 1])
    place = dict.fromkeys(counties, REST) | {code: code for code in named}
    ends = [flows[side].map(place).fillna(OUTSIDE) for side in FLOW_COLUMNS[:2]]
    order = [*named, *([REST] if len(named) < len(set(counties)) else []), OUTSIDE]
    table = flows.groupby(ends)["jobs"].sum().unstack(fill_value=0)
    # No pair in a complete table of flows is a true zero.
    table = table.reindex(index=order, columns=order, fill_value=0).astype("float64")
    table.loc[OUTSIDE, OUTSIDE] = float("nan")
    return table


def check_flows(flows: pd.DataFrame) -> None:
    """Refuse a flow table that is not one row per pair with a count of jobs.

    Raises
    ------
    MissingColumnError, InputError
        If a column is missing, a pair is repeated, or a count is negative or missing.
    """
    missing = [column for column in FLOW_COLUMNS if column not in flows]
    if missing:
        raise MissingColumnError(
            f"The flow table lacks {examples(missing)}; it needs {examples(FLOW_COLUMNS)}."
        )
    pair = ["home_area_fips", "work_area_fips"]
    doubled = flows[flows.duplicated(pair)]
    if len(doubled):
        home, work = doubled[pair].iloc[0]
        raise InputError(
            f"The flow table has {counted(len(doubled), 'repeated pair')}, the first from {home} "
            f"to {work}. "
            "Add the rows of each pair up before using it."
        )
    bad = flows[~(flows["jobs"] >= 0)]
    if len(bad):
        home, work, jobs = bad[[*pair, "jobs"]].iloc[0]
        raise InputError(
            f"The flow table has {counted(len(bad), 'count')} negative or missing, the first from "
            f"{home} to {work}: {jobs}."
        )


def _into(flows: pd.DataFrame, counties: Collection[str], side: str, what: str) -> pd.DataFrame:
    check_flows(flows)
    inside = flows[flows[side].isin(list(counties))]
    absent = sorted(set(counties) - set(inside[side]))
    if absent:
        raise UnknownCodeError(
            f"{examples(absent)} never appear{'s' if len(absent) == 1 else ''} as {what} in the "
            "flows. Check the codes, and whether the flow file of their state is in the library."
        )
    return inside


def _ranked(flows: pd.DataFrame, side: str) -> pd.DataFrame:
    jobs = flows.groupby(side, sort=True)["jobs"].sum().astype("float64")
    shed = jobs[jobs > 0].reset_index()
    shed = shed.sort_values(["jobs", side], ascending=[False, True]).reset_index(drop=True)
    shed["share"] = shed["jobs"] / shed["jobs"].sum()
    shed["cumulative_share"] = shed["jobs"].cumsum() / shed["jobs"].sum()
    return shed
