"""Making a report: execute the workbooks, write pages, tables and manifest, swap it in whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from pathlib import Path, PurePath

from sectornb.errors import RegionFileError, SectornbError, examples
from sectornb.report import staging
from sectornb.report.completed import completed, with_takers
from sectornb.report.excel.beside import Beside
from sectornb.report.execute import Job, cores, execute, failed_notebook
from sectornb.report.guard import Guard
from sectornb.report.kernel import begun_early
from sectornb.report.notes import Notes, misnamed_notes, read_notes
from sectornb.report.published import analyst_file, earlier_reports, hand_over, take_back
from sectornb.report.region_file import Region, seen_from
from sectornb.report.report import LEFT_OUT, NOT_ASKED
from sectornb.sources.holding import file_sha256
from sectornb.sources.library import open_library
from sectornb.workbooks import workbook_named, workbooks

Tell = Callable[[str], None]
KEPT_FILES = (
    "{workbook}.ipynb",
    "records/{workbook}.json",
    "parameters/{workbook}.yml",
)
# What JSON that is none, or is another's, raises where it is taken for a record.
NO_RECORD = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def run_region(
    region: Region,
    reports: Path,
    *,
    only: Collection[str] = (),
    tell: Tell = print,
    progress: bool = True,
    jobs: int | None = None,
) -> Path:
    """Make the report of a region and return its folder.

    Parameters
    ----------
    region : Region
        The region file.
    reports : Path
        Folder of all reports; this one's folder in it is named by the region's id.
    only : collection of str
        Workbooks to run, by name or section; the others keep their last result.
    tell : callable
        Takes each line of progress.
    progress : bool
        Whether to show a bar while the workbooks run.
    jobs : int, optional
        How many workbooks run at once; by default as many as there are processors.

    Raises
    ------
    RegionFileError
        If the region file has no section whose workbook exists, or leaves a setting to a
        workbook that is switched off.
    NotInLibraryError
        If the region's library folder is not there.
    WorkbookError
        If a workbook stops in a cell.  The previous report is left as it was,
        and the failed notebook is put beside it as ``<id>.<workbook>.failed.ipynb``
        until the next run that succeeds.
    DisclosureError
        If a private input cannot be used, or the report would hold what one says of a
        person, or its tables give a figure back; the previous report is left as it was.
    InputError
        If what the region file names under ``published`` is no report.
    """
    chosen, absent = _chosen(region, only)
    notes = read_notes(region.path, list(workbooks()))
    if warning := misnamed_notes(region.path):
        tell(warning)
    library = open_library(str(region.library), needed=region.needs_library)
    guard = Guard(region, reports)
    published = earlier_reports(region.published)
    at_once = min(jobs or cores(), len(chosen))
    with (
        staging.only_run(reports, region.id),
        begun_early(chosen[:at_once]) as early,
        Beside() as beside,
    ):
        from sectornb.sources.county_names import refuse_unknown
        from sectornb.sources.qcew.titles import area_titles

        # Before any kernel works: one that is ended would add its own words to the refusal.
        titles = f"{region.path.name}: the area titles in {library.root}"
        refuse_unknown(region.counties, area_titles(library), titles)
        # A result that is kept is held against what it would take from one that is made anew.
        region, filled = completed(region, with_takers(chosen))
        for each in filled:
            tell(each)
        mended = staging.mend(reports, region.id)
        for line in (mended, *staging.mend_others(reports, region.id)):
            if line:
                tell(line)
        stage = staging.staging_folder(reports, region.id)
        stage.mkdir()
        try:
            report = reports / region.id
            kept = _kept(region, report, stage, chosen) if only else {}
            hand_over(published, stage)
            tell(f"Running {', '.join(chosen)}")
            execute(
                [_job(region, workbook, stage, report, guard) for workbook in chosen],
                early,
                at_once=at_once,
                progress=progress,
                meanwhile=_ready_to_assemble,
            )
            take_back(stage)
            for workbook in set(region.sections) - set(chosen) - set(kept) - set(absent):
                absent[workbook] = LEFT_OUT
            tell("Writing pages, spreadsheet and manifest")
            try:
                _assemble(region, stage, absent, kept, notes, beside)
            except Exception as error:
                # What libraries raise of a notebook that was cut is of any kind.
                if not kept or isinstance(error, SectornbError | OSError):
                    raise
                raise _damaged(reports / region.id, error) from error
            if carried := _carry_over(report, stage):
                tell(f"Carried over, made by no run: {examples(carried)}")
            if guard:
                tell("Searching the report for what private inputs say")
                guard.watch.refuse_found(stage)
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            raise
        for workbook in workbooks():
            failed_notebook(reports / region.id, workbook).unlink(missing_ok=True)
        return staging.swap_in(reports, region.id)


def _carry_over(report: Path, stage: Path) -> list[str]:
    """Carry the analyst's own files over; a report of an older version does not tell them."""
    from sectornb.report.manifest import SUMS, read_sums

    if not (report / SUMS).is_file():
        return []
    return staging.carry_over(report, stage, {SUMS, *read_sums(report)})


def _chosen(region: Region, only: Collection[str]) -> tuple[list[str], dict[str, str]]:
    """Workbooks to run, and those that the region file switches off, with the reason."""
    wanted = [workbook_named(name) for name in only]
    for workbook in wanted:
        if workbook.name not in region.sections:
            raise RegionFileError(
                f"{region.path.name} has no section '{workbook.section}', so {workbook.name} is "
                "switched off. Add the section, or leave it out of --only."
            )
    absent = {name: NOT_ASKED for name in workbooks() if name not in region.sections}
    if not region.sections:
        known = examples((workbook.section for workbook in workbooks().values()), 5)
        raise RegionFileError(
            f"{region.path.name} switches every workbook off. Add a section, for example "
            f"'industries:' with base_year and latest_year; known are {known}."
        )
    names = {workbook.name for workbook in wanted}
    return [name for name in region.sections if not names or name in names], absent


def _job(region: Region, name: str, stage: Path, report: Path, guard: Guard) -> Job:
    library = seen_from(region.library, report.resolve())
    parameters = region.parameters(name, library=library, out=".")
    return Job(workbooks()[name], parameters, stage, report, region.library, guard)


def _ready_to_assemble() -> None:
    """Import what writes pages, while the kernels are at work."""
    import nbconvert.exporters  # noqa: F401

    import sectornb.report.index  # noqa: F401


def _kept(region: Region, report: Path, stage: Path, chosen: list[str]) -> dict[str, str]:
    try:
        return _keep_others(region, report, stage, chosen)
    except (FileNotFoundError, *NO_RECORD) as error:
        raise _damaged(report, error) from error


def _damaged(report: Path, error: Exception) -> SectornbError:
    return SectornbError(
        f"The earlier report {report} is damaged, so its results cannot be kept beside those "
        f"of --only ({type(error).__name__}: {error}). Nothing was changed. Run without "
        "--only, which makes every workbook anew."
    )


def _keep_others(region: Region, report: Path, stage: Path, chosen: list[str]) -> dict[str, str]:
    """Carry over the last results of workbooks that were not run; say of which data they are."""
    from sectornb.report.manifest import SUMS, read_sums
    from sectornb.report.record import OWN_FOLDER, read_records

    kept: dict[str, str] = {}
    if not report.is_dir():
        return kept
    if not (report / SUMS).is_file():
        raise ValueError(f"it has no {SUMS}, as reports of an older version have none")
    saved = read_sums(report)
    for record in read_records(report):
        workbook = record["workbook"]
        if workbook in chosen or workbook not in region.sections:
            continue
        names = [name.format(workbook=workbook) for name in KEPT_FILES]
        own = record.get("own_tables", {})
        digests = {
            table["file"]: table.get("sha256")
            for table in (*record["tables"].values(), *own.values())
        }
        names += digests
        names += [f"{OWN_FOLDER}/README.txt"] if own else []
        names += [analyst_file(workbook)] if "disclosure" in record else []
        names += [file for figure in record["figures"] for file in figure.get("files", {}).values()]
        for name in names:
            if ".." in PurePath(name).parts or PurePath(name).is_absolute():
                raise ValueError(f"{name!r} lies outside of it")
            target = stage / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((report / name).read_bytes())
            if name in digests and file_sha256(target) != digests[name]:
                raise ValueError(f"{name} was changed after it was saved")
        # Words and parameters, too: the record itself could not tell that it was changed.
        for name in names:
            if file_sha256(stage / name) != saved.get(name):
                raise ValueError(f"{name} was changed after it was saved")
        kept[workbook] = f"result of an earlier run, data of {record['period']}"
        now = region.parameters(workbook, library="", out="")
        other = [name for name, value in record["parameters"].items() if now.get(name) != value]
        if other:
            kept[workbook] += f"; the region file has since changed {examples(sorted(other), 9)}"
    return kept


def _assemble(
    region: Region,
    stage: Path,
    absent: dict[str, str],
    kept: dict[str, str],
    notes: Notes,
    beside: Beside,
) -> None:
    from sectornb.report.guide.write import write_guides
    from sectornb.report.index import write_index
    from sectornb.report.manifest import write_manifest, write_sums
    from sectornb.report.page import write_page
    from sectornb.report.plan.write import write_plan
    from sectornb.report.profiles import write_profiles
    from sectornb.report.record import read_records
    from sectornb.report.report import Report

    records = read_records(stage)
    report = Report(stage, region.id, region.title, region.counties, records, absent, kept, notes)
    beside.begin(report)
    for record in records:
        # A kept result gets its page anew too: the analyst may have written notes since.
        write_page(report, record)
        write_profiles(report, record)
    write_plan(report)
    write_guides(report)
    write_index(report)
    write_manifest(report)
    beside.finish()
    write_sums(stage)
