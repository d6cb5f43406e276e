"""What O*NET lists of occupations: technology and tools, tasks, conditions of work, job zones.

The lists are of the nation.  A matrix code with several O*NET occupations has what any of them
has, each once.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

TOOLS = [
    "soc", "tool_kind", "rank", "tool", "commodity", "hot_technology", "often_in_postings",
    "n_onet",
]  # fmt: skip
TASKS = ["soc", "rank", "task_id", "task", "task_type", "task_respondents"]
CONDITIONS = [
    "soc", "element_id", "element", "rank", "condition", "condition_score", "condition_status",
    "n_onet", "condition_n",
]  # fmt: skip
ZONES = [
    "soc", "job_zone_low", "job_zone_high", "job_zone_range", "job_zone_education",
    "job_zone_experience", "job_zone_training", "n_onet",
]  # fmt: skip
TASK_TYPES = ("core", "supplemental", "not_rated")
_POSTINGS = {"hot_technology": "hot_technology", "in_demand": "often_in_postings"}
"""Flags of the technology to their columns."""
_NUMBERS = {"rank", "condition", "condition_score", "task_respondents"}
_WHOLE = {"n_onet", "condition_n", "job_zone_low", "job_zone_high"}
_CX = (1.0, 5.0)


def occupation_tools(
    pairs: pd.DataFrame, technology: pd.DataFrame, tools: pd.DataFrame
) -> pd.DataFrame:
    """The table ``occupation_tools``: software and technology, and tools, of each occupation.

    Parameters
    ----------
    pairs : DataFrame
        ``soc`` and ``onet_soc``, as :attr:`~sectornb.occupation.codes.OnetCodes.pairs`.
    technology : DataFrame
        O*NET's table ``technology-skills``, or ``software-skills`` of releases from 30.3 on; no
        rows where not held.
    tools : DataFrame
        O*NET's table ``tools``; no rows where not held.

    Returns
    -------
    DataFrame
        ``soc``, ``tool_kind`` (``technology`` or ``tool``), ``rank`` (within occupation and kind:
        what postings for the occupation often name, then what many postings of any name, then
        what more of its O*NET occupations use), ``tool``, ``commodity`` (kind of product),
        ``hot_technology`` and ``often_in_postings`` (``yes``, ``no``, ``not_known``: of tools it
        is not told), ``n_onet`` (O*NET occupations of the code that use it).
    """
    frames = [
        _used(pairs, table).assign(tool_kind=kind)
        for kind, table in (("technology", technology), ("tool", tools))
        if len(table)
    ]
    if not frames or pairs.empty:
        return _typed(pd.DataFrame(columns=TOOLS))
    table = pd.concat(frames, ignore_index=True)
    first = ["often_in_postings", "hot_technology", "n_onet"]
    order = table.assign(**{name: table[name].eq("yes") for name in first[:2]})
    order = order.sort_values(
        ["soc", "tool_kind", *first, "tool", "commodity"],
        ascending=[True, True, False, False, False, True, True],
        kind="stable",
    )
    table = table.loc[order.index].reset_index(drop=True)
    table["rank"] = table.groupby(["soc", "tool_kind"]).cumcount() + 1
    return _typed(table)


def _used(pairs: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Products of one table by occupation, each once, with its flags."""
    kind = "commodity_title" if "commodity_title" in table else "element_name"
    names = {"example": "tool", kind: "commodity"}
    rows = pairs.merge(table.rename(columns=names), on="onet_soc")
    groups = rows.groupby(["soc", "tool", "commodity"])
    found = groups["onet_soc"].nunique().rename("n_onet").to_frame()
    for flag, name in _POSTINGS.items():
        given = rows[flag] if flag in rows else pd.Series("", rows.index)
        by = [rows[key] for key in ("soc", "tool", "commodity")]
        yes, no = (given.eq(sign).groupby(by).any().reindex(found.index) for sign in "YN")
        words = np.select([yes, no], ["yes", "no"], "not_known")
        found[name] = pd.Series(words, found.index, dtype="str")
    return found.reset_index()


def occupation_tasks(pairs: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """The table ``occupation_tasks``: what is done in each occupation.

    O*NET calls a task core where most of those asked do it and find it important; how important
    each is stands in its Task Ratings, which are not read here.

    Parameters
    ----------
    pairs : DataFrame
        ``soc`` and ``onet_soc``.
    tasks : DataFrame
        O*NET's table ``tasks``; no rows where not held.

    Returns
    -------
    DataFrame
        ``soc``, ``rank`` (core tasks first, then those that more incumbents rated, then as
        numbered), ``task_id``, ``task``, ``task_type`` (``core``, ``supplemental``,
        ``not_rated``), ``task_respondents`` (incumbents; missing where experts were asked).
    """
    rows = pairs.merge(tasks, on="onet_soc") if len(tasks) else pairs.head(0)
    if rows.empty:
        return _typed(pd.DataFrame(columns=TASKS))
    kind = rows["task_type"].str.lower()
    rows = rows.assign(
        task_type=kind.where(kind.isin(TASK_TYPES), "not_rated"),
        task_respondents=rows["respondents"],
        number=pd.to_numeric(rows["task_id"], errors="coerce"),
    )
    rows["place"] = rows["task_type"].map(TASK_TYPES.index)
    rows = rows.sort_values(
        ["soc", "place", "task_respondents", "number", "task_id"],
        ascending=[True, True, False, True, True],
        kind="stable",
    ).drop_duplicates(["soc", "task_id"])
    rows["rank"] = rows.groupby("soc").cumcount() + 1
    return _typed(rows.reset_index(drop=True))


def working_conditions(pairs: pd.DataFrame, context: pd.DataFrame) -> pd.DataFrame:
    """The table ``working_conditions``: conditions of work, as means of a scale of 1 to 5.

    The mean over the O*NET occupations of a matrix code, each counting alike, of ratings that are
    not recommended to be suppressed. What 1 and 5 mean differs by question (never to every day, or
    not at all to extremely); percents of answers and scales of three points are left out.

    Parameters
    ----------
    pairs : DataFrame
        ``soc`` and ``onet_soc``.
    context : DataFrame
        O*NET's table ``work-context``; no rows where not held.

    Returns
    -------
    DataFrame
        ``soc``, ``element_id``, ``element``, ``rank`` (within the occupation, highest first),
        ``condition`` (1 to 5), ``condition_score`` ((condition - 1) / 4 x 100),
        ``condition_status`` (``published``, ``low_precision``, ``not_rated``), ``n_onet`` (O*NET
        occupations that were asked) and ``condition_n`` (those in the mean).
    """
    rows = pairs.merge(context, on="onet_soc") if len(context) else pairs.head(0)
    if len(rows):
        rows = rows[rows["scale_id"].eq("CX")]
    if rows.empty:
        return _typed(pd.DataFrame(columns=CONDITIONS))
    status = rows["value_status"]
    rows = rows.assign(
        shown=rows["value"].where(status.eq("published")), weak=status.eq("unreliable")
    )
    groups = rows.groupby(["soc", "element_id", "element_name"])
    table = groups.agg(
        condition=("shown", "mean"),
        n_onet=("onet_soc", "nunique"),
        condition_n=("shown", "count"),
        weak=("weak", "any"),
    ).reset_index(names=["soc", "element_id", "element"])
    known = table["condition_n"].gt(0)
    why = np.select([known, table["weak"]], ["published", "low_precision"], "not_rated")
    table["condition_status"] = pd.Series(why, table.index, dtype="str")
    low, high = _CX
    table["condition_score"] = (table["condition"] - low) / (high - low) * 100
    table["rank"] = table.groupby("soc")["condition"].rank(ascending=False, method="min")
    table = table.sort_values(["soc", "rank", "element_id"], kind="stable")
    return _typed(table.reset_index(drop=True))


def job_zones(pairs: pd.DataFrame, zones: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """The table ``job_zones``: how much preparation each occupation takes.

    Parameters
    ----------
    pairs : DataFrame
        ``soc`` and ``onet_soc``.
    zones, reference : DataFrame
        O*NET's tables ``job-zones`` and ``job-zone-reference``; no rows where not held.

    Returns
    -------
    DataFrame
        ``soc``, ``job_zone_low`` and ``job_zone_high`` (1 to 5; differ where the O*NET occupations
        of the code do), ``job_zone_range`` (their names, or numbers without a reference),
        ``job_zone_education``, ``job_zone_experience``, ``job_zone_training`` (text of the zone;
        empty where they differ), ``n_onet`` (O*NET occupations that have a zone).
    """
    rows = pairs.merge(zones, on="onet_soc") if len(zones) else pairs.head(0)
    if rows.empty:
        return _typed(pd.DataFrame(columns=ZONES))
    rows = rows.assign(zone=rows["job_zone"].astype("int64"))
    table = rows.groupby("soc").agg(
        job_zone_low=("zone", "min"),
        job_zone_high=("zone", "max"),
        n_onet=("onet_soc", "nunique"),
    )
    table = table.reset_index()
    known = reference.set_index("job_zone") if len(reference) else pd.DataFrame()
    ends = {name: table[f"job_zone_{name}"].astype("str") for name in ("low", "high")}
    names = {name: _of_zone(zone, known, "job_zone_name") for name, zone in ends.items()}
    low, high = (text.where(text.ne(""), "Job Zone " + ends[name]) for name, text in names.items())
    one = table["job_zone_low"].eq(table["job_zone_high"])
    table["job_zone_range"] = low.where(one, low + " to " + high)
    for name, title in (
        ("education", "education"), ("experience", "experience"), ("training", "job_training"),
    ):  # fmt: skip
        table[f"job_zone_{name}"] = _of_zone(ends["low"], known, title).where(one, "")
    return _typed(table)


def _of_zone(zone: pd.Series[str], known: pd.DataFrame, column: str) -> pd.Series[str]:
    """A text of the reference by job zone; empty where it has none."""
    if column not in known:
        return pd.Series("", zone.index, dtype="str")
    return zone.map(known[column]).fillna("").astype("str")


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """The columns of the table that it is, of types that do not depend on the rows."""
    columns = next(each for each in (TOOLS, TASKS, CONDITIONS, ZONES) if set(each) <= set(table))
    kinds = {
        name: "float64" if name in _NUMBERS else "int64" if name in _WHOLE else "str"
        for name in columns
    }
    return table[columns].astype(kinds)
