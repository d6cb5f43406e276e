"""Commands about finished reports and about surveys; nothing heavy is imported before one runs."""

from __future__ import annotations

from pathlib import Path

import click

from sectornb.errors import counted, examples

FILE = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("before", type=FILE, metavar="A")
@click.argument("after", type=FILE, metavar="B")
@click.option("--out", type=FOLDER, help="Where compare-A-B is made; by default beside B.")
def compare(before: Path, after: Path, out: Path | None) -> None:
    """Tell what changed from report A to report B, and make a page of it.

    Each is a folder, or an archive of 'sectornb pack'.

    Exit code 0 whether or not they differ: both are results.
    """
    from sectornb.report.comparison_page import write_comparison
    from sectornb.report.unpacking import unpacked

    # Beside the archive, which is unpacked for this moment alone.
    beside = out or (after.absolute().parent if after.is_file() else None)
    with unpacked(before) as (old, _), unpacked(after) as (new, _):
        page, said = write_comparison(old, new, beside)
    click.echo("\n".join([*said, str(page)]))


@click.command()
@click.argument("report", type=FOLDER, metavar="REPORT")
@click.option("--out", type=FILE, help="The archive; by default beside the report, ID.zip.")
@click.option(
    "--library", type=FOLDER, help="Library folder; by default where the report's run found it."
)
@click.option("--with-analyst", is_flag=True, help="Take the tables for the analyst alone along.")
def pack(report: Path, out: Path | None, library: Path | None, with_analyst: bool) -> None:
    """Put a report and its inputs into one archive, which 'sectornb verify' takes anywhere."""
    from sectornb.report.pack import pack as packed

    target = out or report.resolve().with_name(f"{report.resolve().name}.zip")
    left_out = packed(report, target, library=library, analyst=with_analyst)
    click.echo(f"Wrote {target}. To check it anywhere: sectornb verify {target.name}")
    if left_out:
        names = examples([" ".join(each.key) for each in left_out])
        click.echo(
            f"Left out, since not everybody may pass it on: {names}. The archive says where to "
            "get each, and its hash."
        )


@click.command()
@click.argument("region", type=FILE, metavar="REGION.yml")
@click.option(
    "--raters",
    default="",
    metavar="N|FILE",
    help="How many forms, or a file with a name or code a line, the organization behind a comma; "
    "without it one form for all.",
)
@click.option("--out", type=FOLDER, help="Folder for the forms; by default ID-forms beside REGION.")
def forms(region: Path, raters: str, out: Path | None) -> None:
    """Write the self-assessment as spreadsheet forms to send to raters."""
    from sectornb.report.forms import survey_of, write_forms
    from sectornb.report.region_file import read_region

    paths = write_forms(survey_of(read_region(region)), raters, out)
    click.echo(f"Wrote {counted(len(paths), 'form')}: {examples(map(str, paths))}.")
    click.echo(
        f"When they come back: sectornb answers {region} FILE... --wave "
        "2025-spring (a name for the round)"
    )


@click.command()
@click.argument("region", type=FILE, metavar="REGION.yml")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--wave", required=True, help="Name of the round, such as 2025-spring.")
@click.option(
    "--mapping",
    type=FILE,
    help="Which question of an export is which item; without it one is proposed.",
)
@click.option("--replace", is_flag=True, help="Replace answers of the same raters in that round.")
def answers(
    region: Path, files: tuple[Path, ...], wave: str, mapping: Path | None, replace: bool
) -> None:
    """Read filled forms, or an export of a survey tool, into the region's file of answers.

    Known are Google Forms, Microsoft Forms, Qualtrics, SurveyMonkey and REDCap.
    """
    from sectornb.report.answers import take_answers
    from sectornb.report.forms import survey_of
    from sectornb.report.region_file import read_region

    survey = survey_of(read_region(region))
    for line in take_answers(survey, files, wave, mapping, replace=replace):
        click.echo(line)


@click.command()
@click.argument("reports", type=FOLDER, default=Path("reports"), metavar="[FOLDER]")
@click.option("--out", type=FOLDER, help="Folder of the overview; by default FOLDER/site.")
def site(reports: Path, out: Path | None) -> None:
    """Make the overview of all reports in FOLDER (by default reports).

    Says what regions have in place by the regional planning tool, and which could help which.
    A folder that holds no whole report is named and left out.
    """
    from sectornb.report.site.page import write_site

    page, said = write_site(reports, out)
    click.echo("\n".join([*said, str(page)]))


COMMANDS = (compare, pack, forms, answers, site)
