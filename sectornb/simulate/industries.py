"""The industry trees of both NAICS editions, from the total down to six digits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from sectornb.codes import SUPERSECTOR_OF, sector_of
from sectornb.simulate.industry_table import ACTIVITIES, DETAIL_TITLES
from sectornb.simulate.industry_titles import GROUP_TITLES

AGGREGATE_TITLES = {
    "10": "Total, all industries",
    "101": "Goods-producing",
    "102": "Service-providing",
    "1011": "Natural resources and mining",
    "1012": "Construction",
    "1013": "Manufacturing",
    "1021": "Trade, transportation, and utilities",
    "1022": "Information",
    "1023": "Financial activities",
    "1024": "Professional and business services",
    "1025": "Education and health services",
    "1026": "Leisure and hospitality",
    "1027": "Other services",
    "1028": "Public administration",
    "1029": "Unclassified",
}
SECTOR_TITLES = {
    "11": "Agriculture, forestry, fishing and hunting",
    "21": "Mining, quarrying, and oil and gas extraction",
    "22": "Utilities",
    "23": "Construction",
    "31-33": "Manufacturing",
    "42": "Wholesale trade",
    "44-45": "Retail trade",
    "48-49": "Transportation and warehousing",
    "51": "Information",
    "52": "Finance and insurance",
    "53": "Real estate and rental and leasing",
    "54": "Professional and technical services",
    "55": "Management of companies and enterprises",
    "56": "Administrative and waste services",
    "61": "Educational services",
    "62": "Health care and social assistance",
    "71": "Arts, entertainment, and recreation",
    "72": "Accommodation and food services",
    "81": "Other services, except public administration",
    "92": "Public administration",
    "99": "Unclassified",
}


@dataclass(frozen=True)
class Activities:
    """The finest units of the simulated economy, one array entry each.

    An activity has one code in each edition, so that its jobs run on unbroken
    where the codes change.  `jobs` is national, in thousands; `size` is jobs per
    establishment; `pay` is dollars a year.
    """

    code_2017: np.ndarray
    code_2022: np.ndarray
    own_code: np.ndarray
    jobs: np.ndarray
    size: np.ndarray
    pay: np.ndarray
    sector: np.ndarray

    def __len__(self) -> int:
        return len(self.code_2017)


@dataclass(frozen=True)
class Tree:
    """Published industries of one edition by owner, sorted by owner and code.

    `level` is the last digit of ``agglvl_code`` (0 total covered, 1 total by owner
    ... 8 six-digit); `parent` is a position, -1 at the top; `members` has one row
    per industry and one column per activity, 1 where the activity belongs to it.
    `families` holds, from the deepest level up, the positions of the children
    sorted by parent, where each family starts, and the positions of the parents.
    """

    own_code: np.ndarray
    industry_code: np.ndarray
    level: np.ndarray
    parent: np.ndarray
    members: np.ndarray
    families: tuple[tuple[np.ndarray, np.ndarray, np.ndarray], ...]

    def __len__(self) -> int:
        return len(self.industry_code)

    def add_up(self, values: np.ndarray) -> np.ndarray:
        """Sums over activities by industry.

        From (areas, activities, periods) to (industries, areas, periods).
        """
        areas, activities, periods = values.shape
        flat = values.transpose(1, 0, 2).reshape(activities, areas * periods)
        return (self.members @ flat.astype(np.float64)).reshape(len(self), areas, periods)


def path_of(code: str) -> list[str]:
    """All published codes that contain a six-digit `code`, from the total down to itself."""
    sector = sector_of(code)
    supersector = SUPERSECTOR_OF[sector]
    return ["10", supersector[:3], supersector, sector, *(code[:n] for n in (3, 4, 5, 6))]


def edition_of(year: int) -> int:
    """NAICS edition in which a reference year is published: 2022 from 2022 on, else 2017."""
    return 2022 if year >= 2022 else 2017


@cache
def activities() -> Activities:
    """The activities of the simulated economy."""
    rows = [row.split() for row in ACTIVITIES.replace("\n", ";").split(";") if row.strip()]
    old, new, own, jobs, size, pay = zip(*rows, strict=True)
    return Activities(
        code_2017=np.array(old),
        code_2022=np.array(new),
        own_code=np.array(own),
        jobs=np.array(jobs, dtype=float),
        size=np.array(size, dtype=float),
        pay=np.array(pay, dtype=float),
        sector=np.array([sector_of(code) for code in old]),
    )


@cache
def tree(edition: int) -> Tree:
    """The published industries of one NAICS edition, 2017 or 2022."""
    units = activities()
    codes = units.code_2022 if edition == 2022 else units.code_2017
    level_of: dict[tuple[str, str], int] = {("0", "10"): 0}
    parent_of: dict[tuple[str, str], tuple[str, str]] = {}
    for own, code in zip(units.own_code, codes, strict=True):
        path = path_of(str(code))
        above = ("0", "10")
        for depth, member in enumerate(path):
            node = (str(own), member)
            level_of[node] = depth + 1
            parent_of[node] = above
            above = node
    nodes = sorted(level_of)
    place = {node: position for position, node in enumerate(nodes)}
    level = np.array([level_of[node] for node in nodes])
    parent = np.array([place[parent_of[node]] if node in parent_of else -1 for node in nodes])
    members = np.zeros((len(nodes), len(units)))
    for column, (own, code) in enumerate(zip(units.own_code, codes, strict=True)):
        members[0, column] = 1
        for member in path_of(str(code)):
            members[place[str(own), member], column] = 1
    families = []
    for depth in range(8, 0, -1):
        children = np.flatnonzero(level == depth)
        children = children[np.argsort(parent[children], kind="stable")]
        parents, starts = np.unique(parent[children], return_index=True)
        families.append((children, starts, parents))
    return Tree(
        own_code=np.array([own for own, _ in nodes]),
        industry_code=np.array([code for _, code in nodes]),
        level=level,
        parent=parent,
        members=members,
        families=tuple(families),
    )


@cache
def titles() -> dict[str, str]:
    """Title of every published industry code of both editions, as the agency's list has it."""
    listed = dict(
        line.split(" ", 1) for line in (DETAIL_TITLES + GROUP_TITLES).split("\n") if line.strip()
    )
    known = {code for year in (2017, 2022) for code in tree(year).industry_code.tolist()}
    found = dict(AGGREGATE_TITLES)
    found.update({code: f"NAICS {code} {title}" for code, title in SECTOR_TITLES.items()})
    for code in sorted(known, key=len, reverse=True):
        if code in found:
            continue
        if code not in listed:
            listed[code] = next(
                listed[child] for child in sorted(known) if child[:-1] == code and child in listed
            )
        found[code] = f"NAICS {code} {listed[code]}"
    return dict(sorted(found.items()))
