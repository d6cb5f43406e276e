"""Codes of occupations: those of the National Employment Matrix, and O*NET's behind them.

Jobs, wages, projections and ratings come under codes of their own.  They meet under those of the
matrix.  A code is never spread over several: what the agencies divided stays out, and is named.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sectornb.errors import examples
from sectornb.joins import EmploymentJoin, join_by_employment
from sectornb.sources.occupations import soc_of_onet
from sectornb.sources.oews.editions import edition_title

_MATRIX = "the National Employment Matrix"
_JOBS = "the target industries' occupations"
_RATED = "O*NET's rated occupations"
_ADVICE_MATRIX = (
    "Use a table whose occupations have SOC codes of seven characters, such as 29-1141, and add "
    "the crosswalks that 'sectornb sources soc' lists."
)
_ADVICE_ONET = (
    "Add O*NET's Skills and the crosswalk of BLS, nem-onet-to-soc-crosswalk.xlsx ('sectornb "
    "sources soc'); occupations such as 'All Other' have no ratings."
)
_OLD = {"2010": "oes_2018", "hybrid": "oes_2019"}
"""Edition of the codes to the column of the hybrid table that has them."""
_SOME = 1e-9
"""Of the jobs: less is none."""
_MOST_TOLD = 5


@dataclass(frozen=True)
class MatrixCodes:
    """Codes of a source, brought to those of the National Employment Matrix.

    Attributes
    ----------
    rows : DataFrame
        One row a code looked up: ``code``, ``soc`` (the matrix's; missing where none is known),
        ``code_status`` (``identical``, ``translated``, ``several``, ``unknown``), ``candidates``
        (codes of the matrix that it may be, separated by a comma and a space).
    join : EmploymentJoin
        What share of the jobs found a code. What led to several is named in it.
    """

    rows: pd.DataFrame
    join: EmploymentJoin

    @property
    def soc(self) -> dict[str, str]:
        """Code of the source to that of the matrix, of those that have one."""
        known = self.rows.dropna(subset=["soc"])
        return dict(zip(known["code"], known["soc"], strict=True))


def matrix_codes(
    employment: pd.Series[float],
    edition: str,
    held: Collection[str],
    hybrid: pd.DataFrame | None,
    crosswalk: pd.DataFrame | None,
    tables: Collection[str],
) -> MatrixCodes:
    """Codes of the National Employment Matrix for the occupations of a source.

    A code of SOC 2018 is the matrix's own where the matrix has it, else the one that the crosswalk
    gives for the O*NET occupations under it (``31-1121`` is in ``31-1120``). A code of an older
    edition becomes those of SOC 2018 first. One that leads to several of the matrix stays without
    any: no source says how its jobs are divided.

    Parameters
    ----------
    employment : Series
        Jobs by code, each code once; missing where they are not known.
    edition : str
        Of the codes: ``2010``, ``hybrid``, ``2018``, or empty where it is not known, which is
        read as 2018 (see :mod:`sectornb.sources.oews.editions`).
    held : collection of str
        Codes of the matrix that other tables at hand have.
    hybrid, crosswalk : DataFrame or None
        As :func:`~sectornb.sources.soc.read_hybrid` and
        :func:`~sectornb.sources.soc.read_crosswalk`; None where not held.
    tables : collection of str
        Saved tables that rest on the join.

    Raises
    ------
    InputError
        If a code stands twice, or less than half of the jobs find a code.
    """
    codes = pd.Series(employment.index.astype("str"), name="code")
    pairs = _candidates(codes, edition, set(held), hybrid, crosswalk)
    found = pairs.groupby("code")["soc"].agg(["nunique", "first", ", ".join])
    by_code = found.reindex(codes)
    several = by_code["nunique"].gt(1).to_numpy()
    soc = by_code["first"].mask(several).to_numpy()
    status = np.select(
        [several, pd.isna(soc), soc == codes.to_numpy()],
        ["several", "unknown", "identical"],
        "translated",
    )
    rows = pd.DataFrame(
        {
            "code": codes,
            "soc": pd.Series(soc, dtype="str"),
            "code_status": pd.Series(status, dtype="str"),
            "candidates": pd.Series(by_code["join"].fillna("").to_numpy(), dtype="str"),
        }
    )
    known = rows.loc[rows["soc"].notna(), "code"]
    join = join_by_employment(
        "the source's occupations", employment, _MATRIX, set(known), tables, _ADVICE_MATRIX
    )
    hint = _undecided(rows)
    if edition in _OLD and hybrid is None:
        hint += (
            f" The codes are of {edition_title(edition)} and were taken as they stand; add "
            "oes_2019_hybrid_structure.xlsx, which tells what became of each."
        )
    return MatrixCodes(rows, replace(join, hint=hint))


def _undecided(rows: pd.DataFrame) -> str:
    """Which codes may be several of the matrix; empty without any."""
    several = rows[rows["code_status"].eq("several")]
    if several.empty:
        return ""
    named = [f"{row.code} ({row.candidates})" for row in several.itertuples()]
    return f" Which code of the matrix is meant is not known of {examples(named)}."


def _candidates(
    codes: pd.Series[str],
    edition: str,
    held: set[str],
    hybrid: pd.DataFrame | None,
    crosswalk: pd.DataFrame | None,
) -> pd.DataFrame:
    """Pairs of ``code`` and ``soc`` of the matrix, sorted, each once."""
    now = pd.DataFrame({"code": codes, "now": codes}, dtype="str")
    if edition in _OLD and hybrid is not None:
        became = hybrid[[_OLD[edition], "soc_2018"]].set_axis(["code", "now"], axis=1)
        told = codes.isin(became["code"])
        now = pd.concat([now[~told], became[became["code"].isin(codes)]], ignore_index=True)
    finer = pd.DataFrame({"now": [], "soc": []}, dtype="str")
    if crosswalk is not None:
        held = held | set(crosswalk["matrix_soc"])
        stems = soc_of_onet(crosswalk["onet_soc"])
        finer = pd.DataFrame({"now": stems, "soc": crosswalk["matrix_soc"]}).drop_duplicates()
    own = now["now"].isin(held)
    found = pd.concat([now[own].assign(soc=now["now"]), now[~own].merge(finer, on="now")])
    return found[["code", "soc"]].drop_duplicates().sort_values(["code", "soc"])


@dataclass(frozen=True)
class OnetCodes:
    """O*NET occupations behind occupations of the matrix.

    Attributes
    ----------
    pairs : DataFrame
        ``soc`` and ``onet_soc``, each pair once, sorted; a matrix occupation may have several
        O*NET occupations, whose jobs are not told apart.
    join : EmploymentJoin
        What share of the jobs the pairs keep.
    by_prefix : EmploymentJoin
        What share would be kept if codes were cut instead: an O*NET code without what stands
        behind its point is the matrix's code or is lost.
    """

    pairs: pd.DataFrame
    join: EmploymentJoin
    by_prefix: EmploymentJoin


def onet_codes(
    employment: pd.Series[float],
    crosswalk: pd.DataFrame | None,
    rated: Collection[str],
    tables: Collection[str],
) -> OnetCodes:
    """O*NET occupations with ratings behind each occupation, by the published crosswalk.

    Parameters
    ----------
    employment : Series
        Jobs by code of the matrix, each code once; missing where they are not known.
    crosswalk : DataFrame or None
        As :func:`~sectornb.sources.soc.read_crosswalk`. Without it codes are cut, and both joins
        are that.
    rated : collection of str
        O*NET occupations that have ratings, such as ``29-1141.00``.
    tables : collection of str
        Saved tables that rest on the join.

    Raises
    ------
    InputError
        If a code stands twice, or no occupation has ratings.
    """
    onet_soc = pd.Series(sorted(rated), dtype="str")
    cut = pd.DataFrame({"soc": soc_of_onet(onet_soc), "onet_soc": onet_soc})
    pairs = cut
    if crosswalk is not None:
        named = crosswalk[["matrix_soc", "onet_soc"]].set_axis(["soc", "onet_soc"], axis=1)
        pairs = named[named["onet_soc"].isin(onet_soc)].drop_duplicates()
    wanted = pairs["soc"].isin(employment.index)
    by_prefix = join_by_employment(
        _JOBS, employment, f"{_RATED}, codes cut", set(cut["soc"]), tables, "", least=0
    )
    join = by_prefix
    if crosswalk is not None or not by_prefix.matched:
        where = f"{_RATED}, by the crosswalk" if crosswalk is not None else _RATED
        join = join_by_employment(
            _JOBS, employment, where, set(pairs["soc"]), tables, _ADVICE_ONET, least=_SOME
        )
    kept = pairs[wanted].sort_values(["soc", "onet_soc"]).reset_index(drop=True)
    return OnetCodes(kept, join, by_prefix)


def code_joins(joins: Sequence[EmploymentJoin]) -> pd.DataFrame:
    """The table ``code_joins``: what each join on codes of occupations kept.

    Returns
    -------
    DataFrame
        ``join_what`` (whose codes were looked up), ``join_where`` (among which),
        ``codes_looked_up``, ``codes_matched``, ``kept_share`` (share of the jobs that were
        kept, 0 to 1), ``dropped`` (the codes lost with the most jobs, and how many more).
    """
    return pd.DataFrame(
        {
            "join_what": pd.Series([each.what for each in joins], dtype="str"),
            "join_where": pd.Series([each.where for each in joins], dtype="str"),
            "codes_looked_up": pd.Series([each.rows for each in joins], dtype="int64"),
            "codes_matched": pd.Series([each.matched for each in joins], dtype="int64"),
            "kept_share": pd.Series([each.share for each in joins], dtype="float64"),
            "dropped": pd.Series([_lost(each) for each in joins], dtype="str"),
        }
    )


def _lost(join: EmploymentJoin) -> str:
    return examples([f"{code} ({jobs:,.0f})" for code, jobs in join.dropped], _MOST_TOLD)
