"""The command ``sectornb``: parse, call, print; nothing heavy is imported before a command."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sectornb import __version__
from sectornb.errors import RegionFileError, SectornbError

if TYPE_CHECKING:
    from sectornb.report.region_file import Region


class _Group(click.Group):
    """A group whose expected errors end as one paragraph on stderr and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SectornbError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"sectornb: {error}", err=True)
            ctx.exit(1)
        except OSError as error:
            # A reader that closed the pipe is click's to handle.
            if ctx.params.get("debug") or error.errno == errno.EPIPE or not error.strerror:
                raise
            where = f"{error.filename}: " if error.filename else ""
            click.echo(
                f"sectornb: {where}{error.strerror}. Check the name, the folder's permissions and "
                "the space left on the disk.",
                err=True,
            )
            ctx.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="sectornb %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program an error came up.")
def main(debug: bool) -> None:
    """Workbooks for regional sector partnerships.

    Write a region file (new), put the agency's files into a library (add), and
    make the report (run).

    Exit codes: 0 done, 1 the data say no, 2 wrong usage.
    """


FILE = click.Path(path_type=Path)
DEFAULT_LIBRARY = "data/library"


@main.command()
@click.argument("region_id", metavar="ID")
@click.option(
    "--counties", required=True, help="Codes or names: 39049,39041 or 'Franklin, OH; Delaware, OH'."
)
@click.option("--title", help="Name for readers; made from ID by default.")
@click.option(
    "--library", type=FILE, default=DEFAULT_LIBRARY, show_default=True, help="Library folder."
)
@click.option(
    "--base-year", type=int, help="Growth runs from here; five years before the latest by default."
)
@click.option(
    "--latest-year",
    type=int,
    help="By default the latest year that the library holds for every county.",
)
@click.option(
    "--out",
    type=FILE,
    default="data/regions",
    show_default=True,
    help="Folder for the region file.",
)
def new(
    region_id: str,
    counties: str,
    title: str | None,
    library: Path,
    base_year: int | None,
    latest_year: int | None,
    out: Path,
) -> None:
    """Write a commented region file for a list of counties."""
    from sectornb.report.new_region import write_region_file

    path, told = write_region_file(
        region_id,
        counties,
        title=title,
        library=library,
        base_year=base_year,
        latest_year=latest_year,
        folder=out,
    )
    for line in told:
        click.echo(line)
    click.echo(f"Wrote {path}. Look at it, then: sectornb run {path}")


@main.command()
@click.argument("source", required=False)
@click.option(
    "--library", type=FILE, default=DEFAULT_LIBRARY, show_default=True, help="Library folder."
)
def sources(source: str | None, library: Path) -> None:
    """List what each source answers, and what the library holds of it."""
    from sectornb.sources.declarations import declarations, declared
    from sectornb.sources.library import Library, describe_holdings

    held = Library(library)
    if source is None:
        for name, declaration in declarations().items():
            click.echo(f"{name}: {declaration.title}")
            click.echo(f"    {declaration.answers}")
            click.echo(f"    in {library.resolve()}: {describe_holdings(held.holdings(name))}")
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
    for warning in declaration.warnings:
        click.echo(f"Mind: {warning}")
    click.echo(f"In {library.resolve()}: {describe_holdings(held.holdings(source))}")


@main.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--source", required=True, help="Name of the source; 'sectornb sources' lists them.")
@click.option(
    "--vintage",
    required=True,
    help="Which edition: the year of the data, or 2022.r2 for a revision.",
)
@click.option(
    "--library", type=FILE, default=DEFAULT_LIBRARY, show_default=True, help="Library folder."
)
@click.option("--replace", is_flag=True, help="Replace a file of the same name that differs.")
def add(files: tuple[Path, ...], source: str, vintage: str, library: Path, replace: bool) -> None:
    """Take downloaded files into the library, after reading them.

    Every file is read before any is written, so that one bad file leaves the
    library as it was.
    """
    from sectornb.sources.adding import add_files

    is_first = not library.exists()
    taken = add_files(library, files, source, vintage, replace=replace)
    if is_first:
        click.echo(f"A new library: {library.resolve()}")
    for holding, is_new in taken:
        click.echo(
            f"{'added' if is_new else 'already there'}: {holding.source} {holding.vintage} "
            f"{holding.table} {holding.part} ({holding.rows:,} rows)"
        )


@main.command()
@click.argument("region", type=FILE, metavar="REGION.yml")
def check(region: Path) -> None:
    """Look for traps in the data of a region, without making its report.

    Exit code 1 if one of them would make a printed number wrong.
    """
    from sectornb.report.region_file import read_region

    read = read_region(region)
    from sectornb.report.check import check_region, described

    found = check_region(read)
    for line in described(found):
        click.echo(line)
    if any(one.severity == "blocking" for one in found):
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("regions", nargs=-1, required=True, type=FILE, metavar="REGION.yml...")
@click.option(
    "--only", help="Workbooks to run, such as industries; the others keep their last result."
)
@click.option(
    "--out", type=FILE, default="reports", show_default=True, help="Folder of the reports."
)
@click.option("--quiet", is_flag=True, help="Print the path of the report alone.")
def run(regions: tuple[Path, ...], only: str | None, out: Path, quiet: bool) -> None:
    """Make the report of each region: pages, tables, spreadsheet, manifest."""
    from sectornb.report.region_file import read_region

    read = [read_region(path) for path in regions]
    _refuse_same_id(read)
    from sectornb.report.run import run_region

    wanted = [name.strip() for name in (only or "").split(",") if name.strip()]
    for region in read:
        if not quiet:
            click.echo(f"{region.title}: {len(region.counties)} counties")
        report = run_region(
            region,
            out,
            only=wanted,
            tell=(lambda line: None) if quiet else click.echo,
            progress=not quiet and sys.stderr.isatty(),
        )
        click.echo(str(report / "index.html"))


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
