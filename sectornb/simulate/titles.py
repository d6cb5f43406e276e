"""Title lists of areas, owners, aggregation levels and establishment sizes."""

from __future__ import annotations

from sectornb.simulate.geography import METRO_CODE, METRO_NAME, STATE_NAMES, Geography, county_title
from sectornb.simulate.industries import titles as industry_titles

OWNERSHIP = {
    "0": "Total Covered",
    "1": "Federal Government",
    "2": "State Government",
    "3": "Local Government",
    "4": "International Government",
    "5": "Private",
    "8": "Total Government",
    "9": "Total U.I. Covered (Excludes Federal Government)",
}
SIZE = {
    "0": "All establishment sizes",
    "1": "Fewer than 5 employees per establishment",
    "2": "5 to 9 employees per establishment",
    "3": "10 to 19 employees per establishment",
    "4": "20 to 49 employees per establishment",
    "5": "50 to 99 employees per establishment",
    "6": "100 to 249 employees per establishment",
    "7": "250 to 499 employees per establishment",
    "8": "500 to 999 employees per establishment",
    "9": "1000 or more employees per establishment",
}
_BY_OWNER = (
    "Total -- by ownership sector",
    "by Domain -- by ownership sector",
    "by Supersector -- by ownership sector",
    "NAICS Sector -- by ownership sector",
    "NAICS 3-digit -- by ownership sector",
    "NAICS 4-digit -- by ownership sector",
    "NAICS 5-digit -- by ownership sector",
    "NAICS 6-digit -- by ownership sector",
)
_BY_SIZE = (
    "Private, total, by establishment size class",
    "Private, Domain, by establishment size class",
    "Private, by Supersector, by establishment size class",
    "Private, NAICS Sector, by establishment size class",
    "Private, NAICS 3-digit, by establishment size class",
    "Private, NAICS 4-digit, by establishment size class",
    "Private, NAICS 5-digit, by establishment size class",
    "Private, NAICS 6-digit, by establishment size class",
)


def _levels() -> dict[str, str]:
    found = {"30": "CMSA or CSA, Total Covered", "80": "MicroSA, Total Covered"}
    for tens, place in ((1, "National"), (4, "MSA"), (5, "State"), (7, "County")):
        found[f"{tens}0"] = f"{place}, Total Covered"
        found |= {f"{tens}{n}": f"{place}, {words}" for n, words in enumerate(_BY_OWNER, 1)}
    found |= {f"2{n}": f"National, {words}" for n, words in enumerate(_BY_SIZE, 1)}
    found |= {f"6{n}": f"State, {words}" for n, words in enumerate(_BY_SIZE[:4], 1)}
    found |= {
        "91": "Total, all U.S. MSAs",
        "92": "Total, all U.S. CMSAs or all U.S. CSAs",
        "93": "Total, all U.S. non-MSA counties",
        "94": "Total U.I. Covered (U.S.)",
        "95": "Total Government (U.S.)",
        "96": "Total Government, by State",
    }
    return dict(sorted(found.items()))


def _areas(geography: Geography) -> dict[str, str]:
    frame = geography.counties
    found = {
        code: county_title(name, state)
        for code, name, state in zip(frame["area_fips"], frame["name"], frame["state"], strict=True)
    }
    for code, name in STATE_NAMES.items():
        found[f"{code}000"] = f"{name} -- Statewide"
        found[f"{code}999"] = f"Unknown Or Undefined, {name}"
    found = dict(sorted(found.items()))
    return {"US000": "U.S. TOTAL", **found, f"C{METRO_CODE[:4]}": f"{METRO_NAME} MSA"}


def title_lists(geography: Geography) -> dict[str, dict[str, str]]:
    """Code-to-title maps by kind: ``industry``, ``area``, ``ownership``, ``agglevel``, ``size``."""
    return {
        "industry": industry_titles(),
        "area": _areas(geography),
        "ownership": dict(OWNERSHIP),
        "agglevel": _levels(),
        "size": dict(SIZE),
    }
