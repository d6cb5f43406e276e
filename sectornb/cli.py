"""The command ``sectornb``: parse, call, print; nothing heavy is imported before a command."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sectornb import __version__
from sectornb.errors import (
    InputError,
    ParameterError,
    RegionFileError,
    SectornbError,
    counted,
    told_of_system,
)
from sectornb.report.commands import COMMANDS, FILE, FOLDER

if TYPE_CHECKING:
    from sectornb.report.region_file import Region


class _Group(click.Group):
    """A group whose expected errors end as one paragraph on stderr and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            # A terminal or a file that cannot show a letter shows its number.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except (SectornbError, OSError, MemoryError) as error:
            if ctx.params.get("debug") or not _is_expected(error):
                raise
            click.echo(f"sectornb: {_paragraph(error)}", err=True)
            ctx.exit(1)


def _is_expected(error: Exception) -> bool:
    """Whether the user can mend it; a reader that closed the pipe is click's to handle."""
    return not isinstance(error, BrokenPipeError)


def _paragraph(error: Exception) -> str:
    if isinstance(error, SectornbError):
        return str(error)
    return told_of_system(error)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="sectornb %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program an error came up.")
def main(debug: bool) -> None:
    """Workbooks for regional sector partnerships.

    Write a region file (new), put the agency's files into a library (add), and
    make the report (run).

    Exit codes: 0 done, 1 the data say no, 2 wrong usage.
    """


LIBRARY = click.option(
    "--library", type=FOLDER, default="data/library", show_default=True, help="Library folder."
)


def _over(ctx: click.Context, option: click.Parameter, year: int | None) -> int | None:
    """A year of data, which has to be over before an agency can publish it."""
    if year is None:
        return None
    from sectornb.contract import FIRST_YEAR

    last = date.today().year - 1
    if not FIRST_YEAR <= year <= last:
        raise click.BadParameter(f"{year} has no files: choose a year from {FIRST_YEAR} to {last}.")
    return year


@main.command()
@click.argument("region_id", metavar="ID")
@click.option("--counties", help="Codes or names: 39049,39041 or 'Franklin, OH; Delaware, OH'.")
@click.option(
    "--workforce-area",
    "areas",
    multiple=True,
    metavar="'NAME, ST'",
    help="A workforce area, whose counties are added; may be given several times.",
)
@click.option("--title", help="Name for readers; made from ID by default.")
@LIBRARY
@click.option(
    "--base-year",
    type=int,
    callback=_over,
    help="Growth runs from here; five years before the latest by default.",
)
@click.option(
    "--latest-year",
    type=int,
    callback=_over,
    help="By default the latest year that the library holds for every county.",
)
@click.option(
    "--out",
    type=FOLDER,
    default="data/regions",
    show_default=True,
    help="Folder for the region file.",
)
def new(
    region_id: str,
    counties: str | None,
    areas: tuple[str, ...],
    title: str | None,
    library: Path,
    base_year: int | None,
    latest_year: int | None,
    out: Path,
) -> None:
    """Write a commented region file for a list of counties or workforce areas."""
    if counties is None and not areas:
        raise click.UsageError(
            "Name the region's counties or workforce areas: --counties 39049,39041 or "
            "--workforce-area 'NAME, ST'.",
            ctx=click.get_current_context(),
        )
    from sectornb.report.new_region import write_region_file

    path, told = write_region_file(
        region_id,
        counties or "",
        title=title,
        library=library,
        folder=out,
        choices={"base_year": base_year, "latest_year": latest_year},
        workforce_areas=areas,
    )
    for line in told:
        click.echo(line)
    click.echo(f"Wrote {path}. Look at it, then: sectornb run {path}")


@main.command()
@click.argument("source", required=False)
@LIBRARY
def sources(source: str | None, library: Path) -> None:
    """List what each source answers, and what the library holds of it."""
    from sectornb.sources.declarations import declarations, declared
    from sectornb.sources.library import Library, describe_holdings
    from sectornb.sources.own_tables.template import template_lines

    held = Library(library)
    held.sweep()
    if source is None:
        for name, declaration in declarations().items():
            click.echo(f"{name}: {declaration.title}")
            click.echo(f"    {declaration.answers}")
            click.echo(f"    in {library.resolve()}: {describe_holdings(held.holdings(name))}")
        _tell_of_quarters(library)
        click.echo("'sectornb sources NAME' tells more of one.")
        return
    declaration = declared(source)
    click.echo(f"{declaration.title} ({declaration.source}), {declaration.owner}")
    for label, text in (
        ("Counts", declaration.concept),
        ("Answers", declaration.answers),
        ("Leaves out", declaration.leaves_out),
        ("Vintage", declaration.vintage),
        ("Published", declaration.cadence),
        ("License", declaration.license),
        ("Cite as", declaration.citation),
        ("More", declaration.homepage),
    ):
        click.echo(f"{label}: {text}")
    for name, table in declaration.tables.items():
        click.echo(f"Table {name}: {table.answers}\n    {table.url}")
        if table.tested != "real files":
            click.echo(f"    Tested on: {table.tested}.")
        if table.template:
            for line in template_lines(table):
                click.echo(f"    {line}")
    for mark in declaration.marks:
        click.echo(f"Mark {mark.mark or mark.form!r}: {mark.meaning}")
    for warning in declaration.warnings:
        click.echo(f"Mind: {warning}")
    click.echo(f"In {library.resolve()}: {describe_holdings(held.holdings(source))}")
    for record in held.unfinished(source):
        click.echo(
            f"An add was interrupted: {record} describes a file that is not there. Nothing reads "
            "it; add the file again, or delete the record."
        )
    if source == "qcew":
        _tell_of_quarters(library)


def _tell_of_quarters(library: Path) -> None:
    """Say of which years and areas the library has some quarters, but no year."""
    from sectornb.sources.library import Library
    from sectornb.sources.qcew.quarters import told_of_quarters

    for line in told_of_quarters(Library(library).holdings("qcew")):
        click.echo(line)


@main.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--source", help="Name of the source; 'sectornb sources' lists them.")
@click.option(
    "--vintage",
    default="",
    help="Which edition: the year of the data, or 2022.r2 for a revision. Needed only where the "
    "files do not tell their year.",
)
@LIBRARY
@click.option("--replace", is_flag=True, help="Replace a file of the same name that differs.")
def add(
    files: tuple[Path, ...], source: str | None, vintage: str, library: Path, replace: bool
) -> None:
    """Take downloaded files into the library, after reading them.

    Every file is read before any is written, so that one bad file leaves the
    library as it was.
    """
    from sectornb.sources.adding import add_files, sources_of, told_of_name
    from sectornb.sources.elsewhere import told_elsewhere
    from sectornb.sources.library import Library
    from sectornb.sources.lodes.beside import told_of_cut
    from sectornb.sources.recognition import notes_on

    if source is None:
        other = next(sources_of(files[0]), None)
        if other is None and (told := told_elsewhere(files[0])):
            raise InputError(f"{files[0]} {told}")
        say = f"{files[0].name} looks like --source {other}" if other else "see 'sectornb sources'"
        raise click.UsageError(f"Name the source: {say}.", ctx=click.get_current_context())
    is_first = not library.exists()
    taken = add_files(library, files, source, vintage, replace=replace)
    if is_first:
        click.echo(f"A new library: {library.resolve()}")
    for path, (holding, is_new) in zip(files, taken, strict=True):
        click.echo(
            f"{'added' if is_new else 'already there'}: {holding.source} {holding.vintage} "
            f"{holding.table} {holding.part} ({counted(holding.rows, 'row')})"
        )
        if note := told_of_name(path, holding):
            click.echo(note)
        for line in told_of_cut(Library(library), holding) if source == "lodes" else ():
            click.echo(f"Note: {line}")
        for line in notes_on(Library(library), holding):
            click.echo(f"Note: {path.name}: {line}")
    if source == "qcew":
        _tell_of_quarters(library)


@main.command()
@click.argument("region", type=FILE, metavar="REGION.yml")
def check(region: Path) -> None:
    """Look for traps in the data of a region, without making its report.

    Exit code 1 if one of them would make a printed number wrong.
    """
    from sectornb.report.region_file import read_region

    read = read_region(region)
    from sectornb.report.check import check_region, described
    from sectornb.report.code_lists import CodeLists, national_jobs
    from sectornb.report.downloads import region_downloads
    from sectornb.sources.library import Library

    for line in region_downloads(read):
        click.echo(line)
    codes = CodeLists(Library(read.library), national_jobs(Library(read.library)))
    for line in codes.lines:
        click.echo(line)
    own = check_region(read)
    found = own.joined(codes.findings)
    # A workbook without traps says so, whatever the lists of codes have.
    parts = [own] * (not own.looked_for) + [found] * bool(found.looked_for)
    for line in (line for part in parts for line in described(part, read.sections)):
        click.echo(line)
    if any(one.severity == "blocking" for one in found):
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("regions", nargs=-1, required=True, type=FILE, metavar="REGION.yml...")
@click.option(
    "--only",
    multiple=True,
    help="Workbooks to run, such as region,industries; the others keep their last result.",
)
@click.option(
    "--out", type=FOLDER, default="reports", show_default=True, help="Folder of the reports."
)
@click.option("--quiet", is_flag=True, help="Print the path of the report alone.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="Workbooks that run at once; by default one per processor.",
)
def run(
    regions: tuple[Path, ...], only: tuple[str, ...], out: Path, quiet: bool, jobs: int | None
) -> None:
    """Make the report of each region: pages, tables, spreadsheet, manifest.

    A region that fails does not keep the others from being made; exit code 1 then.
    """
    wanted = _known_workbooks(",".join(only))
    from sectornb.report.region_file import read_region

    failed: list[str] = []
    read = []
    for path in regions:
        with _others_go_on(path, len(regions), failed):
            read.append(read_region(path))
    _refuse_same_id(read)
    for region in read:
        if not quiet:
            many = len(region.counties)
            click.echo(region.title + (f": {counted(many, 'county', 'counties')}" if many else ""))
        with _others_go_on(region.path, len(regions), failed):
            _run_one(region, out, wanted, quiet, jobs)
    if failed:
        done = len(regions) - len(failed)
        click.echo(
            f"sectornb: {len(failed)} of {len(regions)} regions failed: {', '.join(failed)}; "
            f"{done or 'no'} {'report was' if done == 1 else 'reports were'} made.",
            err=True,
        )
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("report", type=FILE, metavar="REPORT")
@click.option(
    "--library", type=FOLDER, help="Library folder; by default where the report's run found it."
)
@click.option("--quick", is_flag=True, help="Run nothing: compare sums and sentences only.")
@click.option("--quiet", is_flag=True, help="Print the result alone.")
def verify(report: Path, library: Path | None, quick: bool, quiet: bool) -> None:
    """Make a report again from its manifest, and compare everything.

    REPORT is its folder, or an archive of 'sectornb pack'. Exit code 1 unless all is reproduced.
    """
    from sectornb.report.unpacking import unpacked
    from sectornb.report.verify import summary
    from sectornb.report.verify import verify as compared

    given = [library] if library else []
    with unpacked(report) as (report, packed):
        items = compared(
            report,
            libraries=[*packed, *given],
            quick=quick,
            tell=(lambda line: None) if quiet else click.echo,
            progress=not quiet and sys.stderr.isatty(),
        )
    for line in summary(items, quick):
        click.echo(line)
    if any(item.verdict != "reproduced" for item in items):
        raise click.exceptions.Exit(1)


for command in COMMANDS:
    main.add_command(command)


@contextlib.contextmanager
def _others_go_on(path: Path, regions: int, failed: list[str]) -> Iterator[None]:
    """Tell why a region fails and note it in `failed`, where there are others to go on with."""
    try:
        yield
    except (SectornbError, OSError, MemoryError) as error:
        debug = click.get_current_context().find_root().params["debug"]
        if regions == 1 or debug or not _is_expected(error):
            raise
        failed.append(path.name)
        click.echo(f"sectornb: {path.name}: {_paragraph(error)}", err=True)


def _run_one(region: Region, out: Path, wanted: list[str], quiet: bool, jobs: int | None) -> None:
    from sectornb.report.run import run_region

    report = run_region(
        region,
        out,
        only=wanted,
        tell=(lambda line: None) if quiet else click.echo,
        progress=not quiet and sys.stderr.isatty(),
        jobs=jobs,
    )
    click.echo(str(report / "index.html"))


def _known_workbooks(only: str) -> list[str]:
    """The workbooks of --only, by name or section; one that does not exist is wrong usage."""
    wanted = [name.strip() for name in only.split(",") if name.strip()]
    if not wanted:
        return []
    from sectornb.workbooks import workbook_named

    for name in wanted:
        try:
            workbook_named(name)
        except ParameterError as error:
            raise click.UsageError(f"--only: {error}", ctx=click.get_current_context()) from error
    return wanted


def _refuse_same_id(regions: list[Region]) -> None:
    """Two regions of one id would write one report, the second over the first."""
    first: dict[str, Region] = {}
    for region in regions:
        other = first.setdefault(region.id, region)
        if other is not region:
            raise RegionFileError(
                f"{other.path} and {region.path} both have the id {region.id!r}, so the second "
                "report would replace the first. Give each its own id."
            )
