"""Which cells of tables to hold back so that no reader can work out what must not be told.

All tables of a run, and those of earlier reports, are one system: cells that count the same
are one cell, margins are sums.  What the rules hold back is joined by the cells that are
needed to hide it, at the least loss of information, and the result is attacked as a reader
would before it is given out::

    by_county = Table(
        "Participants by county and sex", frame, ("county", "sex"), "participants",
        population="adults", where={"program_year": "2024"},
    )
    found = protected(
        [by_county, by_age], DisclosureRules(), published=[last_report],
        sums={"county": {"North": ["39041", "39117"], "South": ["39129"]}}, time_limit=25,
    )
    found.tables["Participants by county and sex"]   # null and "withheld" where held back
    found.sentences                                  # rules, what was lost, what was not checked

Shares are printed where both of their counts are; give these as tables, the part with ``of``.
"""

from sectornb.disclosure.tables.protected import Protected, audited, protected
from sectornb.disclosure.tables.table import TOTAL, Relation, Table

__all__ = ["TOTAL", "Protected", "Relation", "Table", "audited", "protected"]
