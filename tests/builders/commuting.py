"""Files of commuting, the labor force and county shapes as the agencies lay them out."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

OD_HEADER = "w_geocode,h_geocode,S000,SA01,SA02,SA03,SE01,SE02,SE03,SI01,SI02,SI03,createdate"
CROSSWALK_HEADER = (
    "{block},st,stusps,stname,cty,ctyname,trct,trctname,bgrp,bgrpname,cbsa,cbsaname,"
    "stwib,stwibname,blklatdd,blklondd,createdate"
)
Pair = tuple[str, str, int]


def block(county: str, number: int = 1001) -> str:
    """A census block of `county`: 15 digits."""
    return f"{county}000100{number}"


def od_line(work: str, home: str, jobs: int) -> str:
    """One row whose jobs are all middle-aged, well paid, and in services."""
    return f"{work},{home},{jobs},0,{jobs},0,0,0,{jobs},0,0,{jobs},20251018"


def od_text(pairs: Iterable[Pair], header: str = OD_HEADER) -> str:
    """A home-to-work file of (work block, home block, jobs), in the agency's order."""
    return "\n".join([header, *(od_line(*pair) for pair in sorted(pairs))]) + "\n"


def write_gzip(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode() if isinstance(text, str) else text
    path.write_bytes(gzip.compress(data, mtime=0))
    return path


def od_file(folder: Path, name: str, pairs: Iterable[Pair]) -> Path:
    """A gzipped home-to-work file under the agency's name, such as ``wm_od_main_JT00_2019``."""
    return write_gzip(folder / f"{name}.csv.gz", od_text(pairs))


def crosswalk_text(
    rows: Sequence[tuple[str, str, str]], census: str = "2020", board_names: bool = True
) -> str:
    """A crosswalk of (block, county, board), the board empty where the block lies in none."""
    lines = [CROSSWALK_HEADER.format(block=f"tabblk{census}")]
    for code, county, board in rows:
        name = f"Board {board}" if board and board_names else ""
        lines.append(
            f'{code},{code[:2]},XX,State,{county},"County {county}, XX",{code[:11]},'
            f'"1 (County, XX)",{code[:12]},"1 (Tract 1, XX)",99999,,{board},{name},38.0,-58.0,'
            "20240102"
        )
    return "\n".join(lines) + "\n"


def flows_text(rows: Iterable[Sequence[object]], header: str) -> str:
    return "\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n"


def laus_workbook(
    rows: Sequence[Sequence[object]], *, spacer: bool = True, title: int = 1
) -> bytes:
    """A county workbook: heading in pieces, perhaps an empty sixth column, a foot.

    A row is (county code, name, year, labor force, employed, unemployed, rate).
    """
    import xlsxwriter

    heading = [
        *[["Labor Force Data by County, Annual Averages"]] * title,
        [],
        ["", "State", "County", "", "", "", "", "", "Unemploy-"],
        ["LAUS", "FIPS", "FIPS", "", "", "Labor", "", "", "ment Rate"],
        ["Code", "Code", "Code", "County Name/State Abbreviation", "Year", "Force"]
        + ["Employed", "Unemployed", "(%)"],
        [],
    ]
    body = [[f"CN{code}00000000", code[:2], code[2:], *rest] for code, *rest in rows]
    lines = [*heading, *body, [], ["SOURCE:  BLS, LAUS"], ["April 19, 2019"]]
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("laucnty")
    for row, cells in enumerate(lines):
        for place, cell in enumerate(cells):
            if cell != "":
                sheet.write(row, place + (spacer and place > 4), cell)
    book.close()
    return stream.getvalue()


def two_squares() -> dict[str, Any]:
    """Two counties side by side as TopoJSON in steps of a tenth of a degree.

    57001 spans longitude -60 to -59, 57003 -59 to -58, both latitude 38 to 39; the
    shared border is arc 1, used backward by the second.
    """
    return {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [-60.0, 38.0]},
        "objects": {
            "counties": {
                "type": "GeometryCollection",
                "geometries": [
                    {
                        "type": "Polygon",
                        "arcs": [[0, 1]],
                        "id": "57001",
                        "properties": {"name": "Alder"},
                    },
                    {
                        "type": "MultiPolygon",
                        "arcs": [[[~1, 2]]],
                        "id": "57003",
                        "properties": {"name": "Birch"},
                    },
                ],
            }
        },
        "arcs": [
            [[10, 10], [-10, 0], [0, -10], [10, 0]],
            [[10, 0], [0, 10]],
            [[10, 0], [10, 0], [0, 10], [-10, 0]],
        ],
    }


def geojson(outlines: dict[object, Sequence[Sequence[float]]]) -> dict[str, Any]:
    """Counties of one ring each as a GeoJSON collection."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": code,
                "properties": {"name": f"County {code}"},
                "geometry": {"type": "Polygon", "coordinates": [list(map(list, ring))]},
            }
            for code, ring in outlines.items()
        ],
    }


def write_json(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path
