"""Lists of codes in the agencies' layouts, with the rows of the simulated occupations alone."""

from __future__ import annotations

from collections.abc import Iterator

from sectornb.simulate.jobs.books import Sheet, workbook
from sectornb.simulate.read import table, texts

_LEVELS = ("major", "minor", "broad", "detailed")
_NO_MATCH = ("99-9999", "NO MATCH")


def code_lists() -> Iterator[tuple[str, str, str, bytes]]:
    """Source, vintage, file name and bytes of each: groups, O*NET to the matrix, programs."""
    yield "soc", "2018", "soc_structure_2018.xlsx", _structure()
    yield "soc", "2023", "nem-onet-to-soc-crosswalk.xlsx", _matrix()
    yield "cip", "2020", "CIP2020_SOC2018_Crosswalk.xlsx", _programs()


def _structure() -> bytes:
    head = ["Major Group", "Minor Group", "Broad Group", "Detailed Occupation", ""]
    rows: list[list[object]] = [
        ["U.S. Bureau of Labor Statistics"],
        [],
        ["***This is the final structure for the 2018 SOC, rows of the example alone."],
        [*head],
    ]
    for level, soc, title in table("soc_structure").itertuples(index=False):
        rows.append([*(soc if each == level else "" for each in _LEVELS), title])
    return workbook([Sheet("2018 Structure", rows)])


def _matrix() -> bytes:
    head = [
        "Sort Order", "O*NET-SOC Code", "O*NET-SOC Title", "NEM Code",
        "National Employment Matrix Occupational Title",
    ]  # fmt: skip
    title = "O*NET-SOC to National Employment Matrix (NEM), rows of the example alone"
    rows: list[list[object]] = [[title], [], ["As of 9/6/2023"], [], [*head]]
    for place, row in enumerate(table("onet_occupations").itertuples(index=False), start=1):
        named = texts("occupations", "title")[str(row.soc)]
        rows.append([place, row.onet_soc, row.title, row.soc, named[:1] + named[1:].lower()])
    return workbook([Sheet("ONET to SOC crosswalk", rows)])


def _programs() -> bytes:
    """Pairs both ways, and programs without any as the agency marks them."""
    titles = {code: title for _, code, title in table("soc_structure").itertuples(index=False)}
    pairs = []
    for cip, title, soc in table("program_occupations").itertuples(index=False):
        found = [(one, titles[one]) for one in str(soc).split("; ") if one] or [_NO_MATCH]
        named = title if title == _NO_MATCH[1] else f"{title}."
        pairs += [(cip, named, *each) for each in found]
    there = ["CIP2020Code", "CIP2020Title", "SOC2018Code", "SOC2018Title"]
    back = [*there[2:], *there[:2]]
    backward = sorted((*pair[2:], *pair[:2]) for pair in pairs)
    return workbook(
        [
            Sheet("CIP-SOC", [there, *(list(pair) for pair in pairs)]),
            Sheet("SOC-CIP", [back, *(list(pair) for pair in backward)]),
        ]
    )
