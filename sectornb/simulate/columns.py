"""Column names and their order in the agencies' files, from ``tables/columns.csv``."""

from __future__ import annotations

from sectornb.simulate.read import table


def _columns(file: str) -> tuple[str, ...]:
    listed = table("columns")
    return tuple(listed.loc[listed["file"].eq(file), "column"].tolist())


ANNUAL_COLUMNS = _columns("qcew-annual")
QUARTERLY_COLUMNS = _columns("qcew-quarterly")
KEYS = ANNUAL_COLUMNS[: ANNUAL_COLUMNS.index("disclosure_code") + 1]
# The measures are the figures with a quotient of their own.
ANNUAL_MEASURES = tuple(
    name for name in ANNUAL_COLUMNS if f"lq_{name}" in ANNUAL_COLUMNS and name not in KEYS
)
OD_COLUMNS = _columns("lodes-od")
# What a column of the crosswalk holds where nothing applies, such as 99999.
XWALK_BLANKS: dict[str, object] = {
    column: blank
    for file, column, blank in table("columns").to_numpy().tolist()
    if file == "lodes-xwalk"
}
# The last one, AreaName, is not in the table itself; exports join it from the table of areas.
PROJECTION_COLUMNS = _columns("projections")
