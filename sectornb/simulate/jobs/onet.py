"""Skills, knowledge, job zones and their kin as text files of the O*NET database lays them out.

Codes and titles are the database's; every rating is made up.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sectornb.simulate.jobs.truth import Jobs
from sectornb.simulate.read import numbers, table, texts

DATE = "08/2022"
_STREAM = 12
_RATERS = 8
_RELATED = 10
_SHORT = 5
_NOT_RELEVANT, _SUPPRESSED = 1.5, 0.51
"""An importance below the first makes an element not relevant; a standard error from the second
on makes a rating one that should not be shown, as the database's own rules have it."""


def onet_files(jobs: Jobs, seed: int) -> Iterator[tuple[str, bytes]]:
    """Tab-separated files of the database by name, with the occupations of `jobs` alone."""
    ratings = _ratings(seed)
    for name, title in (("skills", "Skills"), ("knowledge", "Knowledge")):
        elements = table("onet_elements")
        inside = elements.loc[elements["table"].eq(name), "element_id"]
        rows = ratings[ratings["Element ID"].isin(inside)]
        yield f"{title}.txt", _tabbed(rows)
    occupations = table("onet_occupations")
    said = "Simulated: what is done in it is not described."
    told = occupations.rename(columns={"onet_soc": "O*NET-SOC Code", "title": "Title"})
    data = told[["O*NET-SOC Code", "Title"]].assign(Description=said)
    yield "Occupation Data.txt", _tabbed(data)
    zones = told[["O*NET-SOC Code"]].assign(
        **{
            "Job Zone": [texts("occupations", "job_zone")[soc] for soc in told["soc"]],
            "Date": DATE,
            "Domain Source": "Analyst",
        }
    )
    yield "Job Zones.txt", _tabbed(zones)
    reference = table("onet_zones").copy()
    reference.columns = pd.Index(
        ["Job Zone", "Name", "Experience", "Education", "Job Training", "Examples", "SVP Range"]
    )
    yield "Job Zone Reference.txt", _tabbed(reference)
    yield "Related Occupations.txt", _tabbed(_related(ratings))
    yield "Scales Reference.txt", _tabbed(table("onet_scales"))
    yield from _commodities(occupations)


def _ratings(seed: int) -> pd.DataFrame:
    """Importance and level of every element for every occupation, with their flags.

    A rating rises with the job zone, and goes its own way by major group and by occupation.
    """
    draw = np.random.default_rng([seed, _STREAM])
    occupations, elements = table("onet_occupations"), table("onet_elements")
    zone = np.array([numbers("occupations", "job_zone")[soc] for soc in occupations["soc"]])
    groups, of_group = np.unique(occupations["soc"].str[:2].to_numpy(), return_inverse=True)
    rows, columns = len(occupations), len(elements)
    slope = draw.uniform(-0.15, 0.6, columns)
    deep = (
        draw.uniform(1.2, 3.4, columns)
        + slope * (zone - 2.5)[:, None]
        + draw.normal(0, 0.7, (len(groups), columns))[of_group]
        + draw.normal(0, 0.25, (rows, columns))
    )
    importance = np.clip(deep, 1, 5)
    level = np.clip(7 * (importance - 1) / 4 + draw.normal(0, 0.4, (rows, columns)), 0, 7)
    frames = []
    errors = {"IM": draw.uniform(0.05, 0.515, (rows, columns)),
              "LV": draw.uniform(0.1, 0.517, (rows, columns))}  # fmt: skip
    spans = {"IM": (1.0, 5.0), "LV": (0.0, 7.0)}
    no_use = importance < _NOT_RELEVANT
    for scale, value in (("IM", importance), ("LV", level)):
        low, high = spans[scale]
        error, flat = errors[scale].round(4), value.round(2)
        frames.append(
            pd.DataFrame(
                {
                    "O*NET-SOC Code": np.repeat(occupations["onet_soc"].to_numpy(), columns),
                    "Element ID": np.tile(elements["element_id"].to_numpy(), rows),
                    "Element Name": np.tile(elements["element_name"].to_numpy(), rows),
                    "Scale ID": scale,
                    "Data Value": [f"{each:.2f}" for each in flat.ravel()],
                    "N": str(_RATERS),
                    "Standard Error": [f"{each:.4f}" for each in error.ravel()],
                    "Lower CI Bound": _ends(flat - 1.96 * error, low, high),
                    "Upper CI Bound": _ends(flat + 1.96 * error, low, high),
                    "Recommend Suppress": np.where(error.ravel() > _SUPPRESSED, "Y", "N"),
                    "Not Relevant": "n/a" if scale == "IM" else np.where(no_use.ravel(), "Y", "N"),
                    "Date": DATE,
                    "Domain Source": "Analyst",
                }
            )
        )
    every = pd.concat(frames, ignore_index=True)
    keys = ["O*NET-SOC Code", "Element ID", "Scale ID"]
    return every.sort_values(keys, ignore_index=True)


def _ends(values: np.ndarray, low: float, high: float) -> list[str]:
    return [f"{each:.4f}" for each in np.clip(values, low, high).ravel()]


def _related(ratings: pd.DataFrame) -> pd.DataFrame:
    """The ten occupations nearest by importance, nearest first."""
    important = ratings[ratings["Scale ID"].eq("IM")]
    wide = important.pivot(index="O*NET-SOC Code", columns="Element ID", values="Data Value")
    points = wide.astype(float).to_numpy()
    away = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    np.fill_diagonal(away, np.inf)
    nearest = np.argsort(away, axis=1, kind="stable")[:, :_RELATED]
    codes = wide.index.to_numpy()
    place = np.tile(np.arange(1, _RELATED + 1), len(codes))
    return pd.DataFrame(
        {
            "O*NET-SOC Code": np.repeat(codes, _RELATED),
            "Related O*NET-SOC Code": codes[nearest.ravel()],
            "Relatedness Tier": np.where(place <= _SHORT, "Primary-Short", "Primary-Long"),
            "Index": place.astype(str),
        }
    )


def _commodities(occupations: pd.DataFrame) -> Iterator[tuple[str, bytes]]:
    """Technology and tools of each occupation: those of its major group, by kind alone."""
    known = table("onet_commodities")
    pairs = occupations.assign(group=occupations["soc"].str[:2]).merge(known, on="group")
    for kind, title in (("technology", "Technology Skills"), ("tool", "Tools Used")):
        rows = pairs[pairs["kind"].eq(kind)].sort_values(["onet_soc", "commodity_code"])
        found = pd.DataFrame(
            {
                "O*NET-SOC Code": rows["onet_soc"],
                "Example": "Simulated " + rows["commodity_title"].str.lower(),
                "Commodity Code": rows["commodity_code"],
                "Commodity Title": rows["commodity_title"],
            }
        )
        if kind == "technology":
            found["Hot Technology"] = found["In Demand"] = "N"
        yield f"{title}.txt", _tabbed(found)


def _tabbed(frame: pd.DataFrame) -> bytes:
    """Tab-separated text with its header, as the database's text files are."""
    lines = ["\t".join(frame.columns), *frame.astype(str).agg("\t".join, axis=1)]
    return "".join(f"{line}\n" for line in lines).encode()
