"""Files that a workbook could use and a library does not hold: what they are called, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sectornb.sources.declarations import declared
from sectornb.sources.library import Library


@dataclass(frozen=True)
class Wanted:
    """A published file that the library lacks.

    Attributes
    ----------
    source, vintage : str
        As ``sectornb add`` takes them.
    name, address : str
        Of the file, as the agency publishes it.
    why : str
        What it is for.
    needed : bool
        Whether the workbook cannot do without it.
    tells_vintage : bool
        Whether ``sectornb add`` finds the vintage in the file.
    instead : str
        Address of one file that holds this and others; empty without any.
    """

    source: str
    vintage: str
    name: str
    address: str
    why: str
    needed: bool = False
    tells_vintage: bool = True
    instead: str = ""


def wanted_file(
    source: str, table: str, vintage: str, why: str, *, needed: bool = False,
    tells_vintage: bool = True, instead: str = "", **named: object,
) -> Wanted:  # fmt: skip
    """A file of a declared table, whose address is declared with the fields `named`.

    `instead` is the declared table whose one file would do too.
    """
    tables = declared(source)
    address = tables.table(table).url.format(vintage=vintage, **named)
    other = tables.table(instead).url.format(vintage=vintage, **named) if instead else ""
    name = address.rpartition("/")[2]
    return Wanted(source, vintage, name, address, why, needed, tells_vintage, other)


def wanted_titles(library: Library) -> list[Wanted]:
    """The agency's area titles, which name counties, where the library has none."""
    if library.vintages("qcew-titles", "area"):
        return []
    why = "names of counties; any later list will do"
    return [wanted_file("qcew-titles", "area", "2022", why, tells_vintage=False)]


def described(wanted: Sequence[Wanted], library: Library) -> list[str]:
    """Lines that name each file, by source, with the command that adds it."""
    lines = []
    for source in dict.fromkeys(each.source for each in wanted):
        group = [each for each in wanted if each.source == source]
        lines.append(f"{declared(source).title}:")
        lines += [
            f"  {'needed' if each.needed else 'better with'}: {each.name}"
            f"{f' of {each.vintage}' if each.vintage else ''} ({each.why}) {each.address}"
            for each in group
        ]
        for one in dict.fromkeys(each.instead for each in group if each.instead):
            replaced = [each for each in group if each.instead == one]
            lines.append(
                f"  or, instead of the {len(replaced)} of {replaced[0].vintage}: "
                f"{one.rpartition('/')[2]} (large; every area of the country) {one}"
            )
        lines.append(f"  then: {_command(group, library)}")
    return lines


def _command(group: Sequence[Wanted], library: Library) -> str:
    # A file that tells no year has that of the others of the same call.
    told = any(each.tells_vintage for each in group)
    silent = "" if told else f" --vintage {group[0].vintage or 'VINTAGE'}"
    return f"sectornb add FILE... --source {group[0].source}{silent} --library {library.root}"
