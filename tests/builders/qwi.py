"""Quarterly Workforce Indicators as the extraction tool writes them, with made-up figures."""

from __future__ import annotations

from collections.abc import Sequence

HEADER = (
    "periodicity,seasonadj,geo_level,geography,ind_level,industry,ownercode,sex,agegrp,race,"
    "ethnicity,education,firmage,firmsize,year,quarter,Emp,EarnS,FrmJbC,sEmp,sEarnS,sFrmJbC"
)
# Age group, jobs and the flag of jobs: 90 jobs, of which 10 + 8 are held by people of 55 and over.
AGES = (("A00", "90", "1"), ("A04", "71", "1"), ("A07", "10", "9"), ("A08", "8", "1"))


def extract_text(
    ages: Sequence[tuple[str, str, str]] = AGES,
    *,
    county: str = "57001",
    owner: str = "A05",
    industry: str = "00",
    year: str = "2023",
) -> str:
    """One county in one quarter, by age."""
    rows = [
        f"Q,U,C,{county},A,{industry},{owner},0,{age},A0,A0,E0,0,0,{year},4,{jobs},,-3,{flag},-1,1"
        for age, jobs, flag in ages
    ]
    return "\n".join([HEADER, *rows]) + "\n"
