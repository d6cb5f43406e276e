"""Column names and their order in the agencies' files."""

from __future__ import annotations

KEYS = (
    "area_fips",
    "own_code",
    "industry_code",
    "agglvl_code",
    "size_code",
    "year",
    "qtr",
    "disclosure_code",
)
TITLE_COLUMNS = ("area_title", "own_title", "industry_title", "agglvl_title", "size_title")
ANNUAL_MEASURES = (
    "annual_avg_estabs",
    "annual_avg_emplvl",
    "total_annual_wages",
    "taxable_annual_wages",
    "annual_contributions",
    "annual_avg_wkly_wage",
    "avg_annual_pay",
)
QUARTERLY_MEASURES = (
    "qtrly_estabs",
    "month1_emplvl",
    "month2_emplvl",
    "month3_emplvl",
    "total_qtrly_wages",
    "taxable_qtrly_wages",
    "qtrly_contributions",
    "avg_wkly_wage",
)


def _file_order(measures: tuple[str, ...]) -> tuple[str, ...]:
    changes = [f"oty_{name}_{kind}" for name in measures for kind in ("chg", "pct_chg")]
    quotients = [f"lq_{name}" for name in measures]
    return (
        *KEYS,
        *measures,
        "lq_disclosure_code",
        *quotients,
        "oty_disclosure_code",
        *changes,
    )


ANNUAL_COLUMNS = _file_order(ANNUAL_MEASURES)
QUARTERLY_COLUMNS = _file_order(QUARTERLY_MEASURES)
OD_COLUMNS = (
    *("w_geocode", "h_geocode", "S000", "SA01", "SA02", "SA03", "SE01", "SE02", "SE03"),
    *("SI01", "SI02", "SI03", "createdate"),
)
_NAMED = (
    *("st", "cty", "trct", "bgrp", "cbsa", "zcta", "stplc", "ctycsub", "stcd118", "stsldl"),
    *("stsldu", "stschool", "stsecon", "trib", "tsub", "stanrc", "mil", "stwib"),
)
XWALK_COLUMNS = (
    *("tabblk2020", "st", "stusps", "stname"),
    *(column for name in _NAMED[1:] for column in (name, f"{name}name")),
    *("blklatdd", "blklondd", "createdate"),
)
PROJECTION_COLUMNS = (
    *("StFips", "AreaType", "AreaTypeVersion", "Area", "PeriodYear", "PeriodType", "Period"),
    *("MatrixIndCode", "MatrixOccCode", "ProjectedYear", "EstimatedEmp", "ProjectedEmp"),
    *("PctEstInd", "PctEstOcc", "PctProjInd", "PctProjOcc", "NumericChange", "PercentChange"),
    *("GrowthRate", "GrowthCode", "Exits", "AnnualExits", "Transfers", "AnnualTransfers"),
    *("Change", "AnnualChange", "Openings", "AnnualOpenings", "Suppress"),
    # Not in the table itself; exports join it from the table of areas.
    "AreaName",
)
