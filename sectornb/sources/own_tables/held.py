"""Tables of one's own that the library holds."""

from __future__ import annotations

import pandas as pd

from sectornb.errors import InputError, NotInLibraryError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.own_tables.reader import read_own_table


def held_own_table(
    library: Library, source: str, vintage: str = "", table: str = ""
) -> pd.DataFrame:
    """Rows of a table of one's own that the library holds, as :func:`read_own_table`.

    Without `table`, of any table of `source`.

    Raises
    ------
    NotInLibraryError
        If it holds none, or several years and none is chosen.
    InputError
        If two files of one year hold tables of the same kind.
    """
    tables = (table,) if table else tuple(declared(source).tables)
    choose = f"Say which in the region file, under 'vintages', for example {source}:"
    what = declared(source).title.partition(",")[0].lower()
    chosen = library.only_vintage(source, tables, vintage, what, choose)
    parts = [(each, part) for each in tables for part in library.parts(source, chosen, each)]
    if not parts:
        raise NotInLibraryError(
            f"The library {library.root} holds no {what}. 'sectornb sources {source}' shows the "
            "table to make."
        )
    if len(parts) > 1:
        raise InputError(
            f"The library {library.root} holds {examples(part for _, part in parts)} of {chosen}. "
            "Keep one of them."
        )
    kind, part = parts[0]
    return library.parsed(source, chosen, kind, part, lambda path: read_own_table(path, source))
