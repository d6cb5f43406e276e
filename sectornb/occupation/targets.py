"""Occupations that partners name as targets: on which they agree, and which one alone names."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sectornb.errors import InputError, counted, nearest

COLUMNS = [
    "soc", "occupation_title", "n_partners_naming", "n_partners", "partner_names", "agreement",
    "reasons_given",
]  # fmt: skip


def agreed_targets(targets: pd.DataFrame, titles: Mapping[str, str]) -> pd.DataFrame:
    """The table ``agreed_targets``: one row an occupation that any partner names.

    Parameters
    ----------
    targets : DataFrame
        ``partner``, ``soc``, ``why``, one row a partner and occupation; may have no rows.
    titles : mapping
        Code of the matrix to its title; codes are not looked up where it is empty.

    Returns
    -------
    DataFrame
        ``soc``, ``occupation_title``, ``n_partners_naming``, ``n_partners`` (who named any),
        ``partner_names``, ``agreement`` (``all`` of two or more partners, ``several``, ``one``)
        and ``reasons_given``; those that most partners name first.

    Raises
    ------
    InputError
        If a code is no occupation of the matrix.
    """
    strange = sorted(set(targets["soc"]) - set(titles)) if titles else []
    if strange:
        raise InputError(
            f"occupation_targets names {counted(len(strange), 'code')} that the National "
            f"Employment Matrix does not have: {strange[0]}. {nearest(strange[0], titles)} It "
            "joins some codes of SOC 2018; take the code that the table of occupations has."
        )
    rows = targets.drop_duplicates(["partner", "soc"]).sort_values(["soc", "partner"])
    partners = rows["partner"].nunique()
    grouped = rows.groupby("soc", sort=True)
    table = pd.DataFrame(
        {
            "n_partners_naming": grouped["partner"].nunique(),
            "partner_names": grouped["partner"].agg("; ".join),
            "reasons_given": grouped["why"].agg(_reasons),
        }
    ).reset_index()
    table["soc"] = table["soc"].astype("str")
    table["occupation_title"] = table["soc"].map(lambda code: titles.get(code, code)).astype("str")
    table["n_partners"] = partners
    naming = table["n_partners_naming"]
    table["agreement"] = np.select(
        [naming.eq(partners) & naming.gt(1), naming.gt(1)], ["all", "several"], "one"
    )
    table = table.sort_values(["n_partners_naming", "soc"], ascending=[False, True], kind="stable")
    kinds = {"n_partners_naming": "int64", "n_partners": "int64"}
    text = {name: "str" for name in COLUMNS if name not in kinds}
    return table[COLUMNS].astype({**kinds, **text}).reset_index(drop=True)


def _reasons(given: pd.Series[str]) -> str:
    return "; ".join(dict.fromkeys(reason for reason in given if reason))
