"""The industry trees of both NAICS editions, from the total down to six digits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sectornb.codes import SUPERSECTOR_OF, sector_of
from sectornb.simulate.read import table


class Families(NamedTuple):
    """All families of siblings at one level of a tree.

    `children` are positions sorted by parent, `starts` where each family starts among
    them, `parents` the position of each family's parent.
    """

    children: np.ndarray
    starts: np.ndarray
    parents: np.ndarray

    def family_of_child(self) -> np.ndarray:
        """For each child the place of its family in `parents`."""
        sizes = np.diff(np.append(self.starts, len(self.children)))
        return np.repeat(np.arange(len(self.parents)), sizes)

    def members(self, family: int) -> np.ndarray:
        """Positions of the children of one family."""
        bounds = np.append(self.starts, len(self.children))
        return self.children[bounds[family] : bounds[family + 1]]


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
    """

    own_code: np.ndarray
    industry_code: np.ndarray
    level: np.ndarray
    parent: np.ndarray
    members: np.ndarray

    def __len__(self) -> int:
        return len(self.industry_code)

    @cached_property
    def keys(self) -> list[tuple[str, str]]:
        """Owner and code of every industry."""
        return list(zip(self.own_code.tolist(), self.industry_code.tolist(), strict=True))

    @cached_property
    def families(self) -> tuple[Families, ...]:
        """The families of each level that has parents, from the deepest level up."""
        found = []
        for depth in range(self.level.max(), self.level.min(), -1):
            children = np.flatnonzero(self.level == depth)
            children = children[np.argsort(self.parent[children], kind="stable")]
            parents, starts = np.unique(self.parent[children], return_index=True)
            found.append(Families(children, starts, parents))
        return tuple(found)

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
    rows = table("activities")
    old = rows["naics_2017"].tolist()
    return Activities(
        code_2017=np.array(old),
        code_2022=np.array(rows["naics_2022"].tolist()),
        own_code=np.array(rows["own_code"].tolist()),
        jobs=np.array(rows["jobs_thousands"].tolist(), dtype=float),
        size=np.array(rows["jobs_per_establishment"].tolist(), dtype=float),
        pay=np.array(rows["annual_pay_usd"].tolist(), dtype=float),
        sector=np.array([sector_of(code) for code in old]),
    )


@cache
def tree(edition: int) -> Tree:
    """The published industries of one NAICS edition, 2017 or 2022."""
    units = activities()
    codes = units.code_2022 if edition == 2022 else units.code_2017
    paths = [
        [("0", "10"), *((own, member) for member in path_of(code))]
        for own, code in zip(units.own_code.tolist(), codes.tolist(), strict=True)
    ]
    level_of = {node: depth for path in paths for depth, node in enumerate(path)}
    parent_of = {node: above for path in paths for above, node in pairwise(path)}
    nodes = sorted(level_of)
    place = {node: position for position, node in enumerate(nodes)}
    members = np.zeros((len(nodes), len(units)))
    for column, path in enumerate(paths):
        members[[place[node] for node in path], column] = 1
    return Tree(
        own_code=np.array([own for own, _ in nodes]),
        industry_code=np.array([code for _, code in nodes]),
        level=np.array([level_of[node] for node in nodes]),
        parent=np.array([place[parent_of[node]] if node in parent_of else -1 for node in nodes]),
        members=members,
    )


@cache
def private_tree(edition: int) -> tuple[Tree, np.ndarray]:
    """The private part of an edition's tree, and its positions in the whole tree."""
    whole = tree(edition)
    inside = np.flatnonzero(whole.own_code == "5")
    new = np.full(len(whole), -1)
    new[inside] = np.arange(len(inside))
    part = Tree(
        own_code=whole.own_code[inside],
        industry_code=whole.industry_code[inside],
        level=whole.level[inside],
        parent=new[whole.parent[inside]],
        members=whole.members[inside],
    )
    return part, inside
