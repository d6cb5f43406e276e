"""Lists of occupation codes in a library against each other: what each join keeps and drops."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from sectornb.errors import ChangedFileError, InputError, NotInLibraryError, counted
from sectornb.joins import EmploymentJoin, join_by_employment, with_candidates
from sectornb.sources.cip import cip_soc
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.occupations import soc_of_onet
from sectornb.sources.oews.editions import edition_of_year
from sectornb.sources.oews.held import held_wages
from sectornb.sources.onet.read import (
    attribution,
    onet_table,
    skill_ratings,
)
from sectornb.sources.onet.split import SKILLS
from sectornb.sources.releases import version_of_vintage
from sectornb.sources.soc import soc_table
from sectornb.traps import Caught, Findings

CHANGED, MULTIPLIED, LOST = (
    ("T66", "Occupation code changed"),
    ("T76", "Completions multiplied by a crosswalk"),
    ("T83", "Most skills lost at O*NET 30.3"),
)
ALL_INDUSTRIES = "000000"
_TAUGHT = 0.6
"""A fifth of all occupations stand in the crosswalk as prepared for by no program."""
_ADVICE = "Look whether both lists are of SOC 2018; 'sectornb sources soc' tells where it is."


def national_jobs(library: Library) -> pd.Series[float] | None:
    """The nation's jobs by code of SOC 2018, of the newest wages held; None without any.

    Missing where the agency gives none.
    """
    of_2018 = [
        vintage
        for vintage in library.vintages("oews", "national")
        if edition_of_year(int(vintage[:4])) == "2018"
    ]
    if not of_2018:
        return None
    year = int(of_2018[-1][:4])
    wages = held_wages(library, "national", [year], vintages={year: of_2018[-1]})
    wages = wages[wages["industry"].eq(ALL_INDUSTRIES)]
    return wages.set_index("soc")["employment"].astype("float64")


class CodeLists:
    """The lists of codes that a library holds, and how they match.

    Parameters
    ----------
    library : Library
        May hold none of them; nothing is looked for then.
    jobs : Series, optional
        Employment by SOC code, by which codes are weighed; each weighs the same without.

    Attributes
    ----------
    lines : list of str
        What each join kept and dropped, one to many codes, and the words of licenses.
    findings : Findings
        Joins that keep too little, and skills that are half there.
    """

    def __init__(self, library: Library, jobs: pd.Series[float] | None = None) -> None:
        self._jobs = jobs
        self._caught: list[Caught] = []
        self._looked_for: set[str] = set()
        self.lines: list[str] = []
        try:
            self._look(library)
        except ChangedFileError as error:
            self._caught.append(Caught(*error.trap, "blocking", str(error)))
        self.findings = Findings(self._caught, self._looked_for)

    def _look(self, library: Library) -> None:
        structure = _latest_codes(library, "structure")
        if structure is not None:
            detailed = structure.loc[structure["level"].eq("detailed"), "soc"]
            self._occupations(library, detailed)
            self._editions(library, detailed)
            self._programs(library, detailed)
        for vintage in library.vintages("onet", *SKILLS):
            self._skills(library, vintage)
        for vintage in library.vintages("onet", *declared("onet").tables):
            self.lines.append(attribution(vintage))

    def _join(
        self, codes: Collection[str], where: str, held: Collection[str], warned: float = 0.95
    ) -> None:
        """Look up codes of SOC 2018 in a list, and tell how it went."""
        self._looked_for.add(CHANGED[0])
        unique = pd.Index(sorted(set(codes)))
        weights = pd.Series(1.0, unique) if self._jobs is None else self._jobs.reindex(unique)
        weighed = "number" if self._jobs is None else "employment"
        try:
            join: EmploymentJoin = join_by_employment(
                "the detailed occupations of SOC 2018", weights, where, held, (), _ADVICE,
                warned=warned, weighed=weighed,
            )  # fmt: skip
        except InputError as error:
            self._caught.append(Caught(*CHANGED, "blocking", str(error)))
            return
        self.lines.append(f"Codes: {join.told}")
        if join.warning:
            self._caught.append(Caught(*CHANGED, "warning", join.warning))

    def _occupations(self, library: Library, detailed: pd.Series[str]) -> None:
        for vintage in library.vintages("onet", "occupations")[-1:]:
            name = f"O*NET {version_of_vintage('onet', vintage)}"
            onet = onet_table(library, "occupations", vintage)["onet_soc"]
            self._join(detailed, f"the occupations of {name}", set(soc_of_onet(onet)))
        matrix = _latest_codes(library, "matrix-crosswalk")
        if matrix is not None:
            held = set(soc_of_onet(matrix["onet_soc"]))
            self._join(detailed, "the crosswalk to the National Employment Matrix", held)

    def _editions(self, library: Library, detailed: pd.Series[str]) -> None:
        hybrid = _latest_codes(library, "hybrid")
        if hybrid is not None:
            self._join(detailed, "the hybrid structure of May 2019", set(hybrid["soc_2018"]))
            old = hybrid[["soc_2010"]].drop_duplicates()
            found = with_candidates(old, "soc_2010", hybrid, "soc_2010", "soc_2018")
            self._tell_candidates(found, "codes of SOC 2010", "of SOC 2018")

    def _programs(self, library: Library, detailed: pd.Series[str]) -> None:
        programs = cip_soc(library, (library.vintages("cip", "cip-soc") or [""])[-1])
        if programs is not None:
            self._looked_for.add(MULTIPLIED[0])
            pairs = programs[programs["match"].eq("pair")]
            self._join(
                detailed, "the pairs of programs and occupations", set(pairs["soc"]), _TAUGHT
            )
            found = with_candidates(pairs[["cip"]].drop_duplicates(), "cip", pairs, "cip", "soc")
            self._tell_candidates(found, "programs of study", "occupations")

    def _tell_candidates(self, found: pd.DataFrame, what: str, of: str) -> None:
        several = found["candidate_count"].gt(1)
        most = int(found["candidate_count"].max())
        self.lines.append(
            f"Codes: {int(several.sum()):,} of {len(found):,} {what} lead to several {of}, up to "
            f"{most}, without weights: they are candidates, and no figure is summed over them."
        )

    def _skills(self, library: Library, vintage: str) -> None:
        self._looked_for.add(LOST[0])
        try:
            rated = skill_ratings(library, vintage)
        except NotInLibraryError as error:
            self._caught.append(Caught(*LOST, "blocking", str(error)))
            return
        status = rated["value_status"].value_counts()
        flagged = int(status.get("unreliable", 0)), int(status.get("not_applicable", 0))
        self.lines.append(
            f"Skills of O*NET {version_of_vintage('onet', vintage)}: "
            f"{counted(rated['element_id'].nunique(), 'skill')} of "
            f"{counted(rated['onet_soc'].nunique(), 'occupation')}; of "
            f"{counted(len(rated), 'rating')}, {flagged[0]:,} are unreliable and "
            f"{flagged[1]:,} are levels of what is not relevant."
        )


def _latest_codes(library: Library, table: str) -> pd.DataFrame | None:
    """A table of SOC codes of the latest vintage that is held; None without any."""
    return soc_table(library, table, (library.vintages("soc", table) or [""])[-1])
