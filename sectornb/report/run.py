"""Making a report: execute the workbooks, write pages, tables and manifest, swap it in whole."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import yaml

from sectornb.errors import (
    ParameterError,
    RegionFileError,
    UnknownCodeError,
    WorkbookError,
    examples,
    nearest,
)
from sectornb.report import staging
from sectornb.report.notes import Notes, misnamed_notes, read_notes
from sectornb.report.parameters import check_parameters, declared_parameters, notebook_path
from sectornb.report.record import OWN_FOLDER, read_records
from sectornb.report.region_file import Region, seen_from
from sectornb.report.sections import WORKBOOKS
from sectornb.sources.library import Library, open_library
from sectornb.sources.qcew.titles import area_titles

Tell = Callable[[str], None]
KEPT_FILES = (
    "{workbook}.html",
    "{workbook}.ipynb",
    "records/{workbook}.json",
    "parameters/{workbook}.yml",
)


def run_region(
    region: Region,
    reports: Path,
    *,
    only: Collection[str] = (),
    tell: Tell = print,
    progress: bool = True,
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
        Whether to show a bar while a workbook runs.

    Raises
    ------
    RegionFileError
        If the region file has no section whose workbook exists.
    NotInLibraryError
        If the region's library folder is not there.
    WorkbookError
        If a workbook stops in a cell.  The previous report is left as it was,
        and the failed notebook is put into it as ``<workbook>.failed.ipynb``.
    """
    chosen, absent = _chosen(region, only)
    notes = read_notes(region.path, list(WORKBOOKS))
    if warning := misnamed_notes(region.path):
        tell(warning)
    _check_counties(region, open_library(str(region.library)))
    with staging.only_run(reports, region.id):
        mended = staging.mend(reports, region.id)
        if mended:
            tell(mended)
        stage = staging.staging_folder(reports, region.id)
        stage.mkdir()
        try:
            for number, workbook in enumerate(chosen, start=1):
                tell(f"[{number}/{len(chosen)}] {workbook}")
                _execute(region, workbook, stage, reports, progress)
            kept = _keep_others(region, reports / region.id, stage, chosen) if only else {}
            for workbook in set(region.sections) - set(chosen) - set(kept) - set(absent):
                absent[workbook] = "left out of this run, and there is no earlier result to keep"
            tell("Writing pages, spreadsheet and manifest")
            _assemble(region, stage, absent, kept, notes)
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            raise
        return staging.swap_in(reports, region.id)


def _check_counties(region: Region, library: Library) -> None:
    """Refuse a county that the agency's area titles do not know, where the library has them."""
    titles = area_titles(library)
    unknown = [code for code in region.counties if titles and code not in titles]
    if unknown:
        raise UnknownCodeError(
            f"{region.path.name}: there is no county {examples(unknown)} in the agency's area "
            "titles. Check the code."
        )


def _chosen(region: Region, only: Collection[str]) -> tuple[list[str], dict[str, str]]:
    existing = [workbook for workbook in WORKBOOKS if notebook_path(workbook).is_file()]
    wanted = set()
    for name in only:
        by_section = {section: workbook for workbook, section in WORKBOOKS.items()}
        workbook = by_section.get(name, name)
        if workbook not in existing:
            known = [WORKBOOKS[workbook] for workbook in existing]
            raise ParameterError(f"There is no workbook {name!r}. {nearest(name, known)}")
        if workbook not in region.sections:
            raise RegionFileError(
                f"{region.path.name} has no section '{WORKBOOKS[workbook]}', so {workbook} is "
                "switched off. Add the section, or leave it out of --only."
            )
        wanted.add(workbook)
    absent = {}
    for workbook, section in WORKBOOKS.items():
        if workbook not in existing:
            if workbook in region.sections:
                absent[workbook] = "this version of sectornb does not have this workbook"
        elif workbook not in region.sections:
            absent[workbook] = f"the region file has no section '{section}'"
    ready = [workbook for workbook in existing if workbook in region.sections]
    if not ready:
        raise RegionFileError(
            f"{region.path.name} switches every workbook off. Add a section, for example "
            f"'industries:' with base_year and latest_year; known are "
            f"{examples((WORKBOOKS[workbook] for workbook in existing), 5)}."
        )
    return [workbook for workbook in ready if not wanted or workbook in wanted], absent


def _execute(region: Region, workbook: str, stage: Path, reports: Path, progress: bool) -> None:
    source = notebook_path(workbook)
    library = seen_from(region.library, (reports / region.id).resolve())
    parameters = region.parameters(workbook, library=library, out=".")
    _check_declared(source, parameters)
    check_parameters(workbook, parameters)
    written = stage / "parameters" / f"{workbook}.yml"
    written.parent.mkdir(exist_ok=True)
    written.write_text(
        f"# Parameters of {workbook}; paths are relative to the report's folder. By hand:\n"
        f"# papermill {workbook}.ipynb again.ipynb -f parameters/{workbook}.yml\n"
        + yaml.safe_dump(parameters, sort_keys=False, allow_unicode=True),
        "utf-8",
    )
    target = stage / f"{workbook}.ipynb"
    # Half of papermill's import is a grammar that jsonschema compiles to check international
    # addresses, which no notebook holds; where the module is missing it goes without.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import papermill
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    try:
        papermill.execute_notebook(
            source,
            target,
            parameters=parameters,
            cwd=stage,
            progress_bar={"desc": f"    {workbook}", "unit": "cell"} if progress else False,
            log_output=False,
            kernel_manager_class="sectornb.report.kernel.ReportKernelManager",
        )
    except PapermillExecutionError as error:
        report = reports / region.id
        report.mkdir(exist_ok=True)
        failed = report / f"{workbook}.failed.ipynb"
        _scrub(target)
        target.replace(failed)
        reason = " ".join(str(error.evalue).split())
        # Inside, the library is named as seen from the report; the reader stands elsewhere.
        if library.strip("./"):
            reason = reason.replace(library, str(region.library))
        raise WorkbookError(_failure(workbook, error, reason, failed, report)) from error
    except DeadKernelError as error:
        raise WorkbookError(
            f"Workbook {workbook} ended without a word: its Python process died or was ended from "
            "outside, often because memory ran out. Nothing was changed. Close other programs, or "
            "take fewer counties, and run again."
        ) from error
    _scrub(target)


def _check_declared(notebook: Path, parameters: dict[str, Any]) -> None:
    declared = declared_parameters(notebook)
    unknown = sorted(set(parameters) - set(declared))
    missing = sorted(set(declared) - set(parameters))
    if unknown or missing:
        what = [f"does not declare {examples(unknown)}"] if unknown else []
        what += [f"declares {examples(missing)}, which nothing fills"] if missing else []
        raise ParameterError(
            f"{notebook.name} {' and '.join(what)}. {nearest((unknown + missing)[0], declared)} "
            "The notebook and the package are of different versions; reinstall sectornb."
        )


def _failure(workbook: str, error: Any, reason: str, failed: Path, report: Path) -> str:
    where = f"cell {error.exec_count}" if error.exec_count else f"cell number {error.cell_index}"
    kept = "The previous report is unchanged. " if (report / "index.html").exists() else ""
    kind = "" if _is_own(error.ename) else f"{error.ename}: "
    cell_id = _failing_cell_id(failed)
    named = f"{where} ('{cell_id}')" if cell_id else where
    return (
        f"Workbook {workbook} stopped in {named}: {kind}{reason} {kept}"
        f"The notebook as it stopped is {failed}."
    )


def _is_own(name: str) -> bool:
    from sectornb import errors

    found = getattr(errors, name, None)
    return isinstance(found, type) and issubclass(found, errors.SectornbError)


def _failing_cell_id(notebook: Path) -> str | None:
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    for cell in cells:
        if any(output.get("output_type") == "error" for output in cell.get("outputs", [])):
            return str(cell.get("id"))
    return None


def _scrub(notebook: Path) -> None:
    """Take clocks, absolute paths and random ids out of an executed notebook."""
    content = json.loads(notebook.read_text("utf-8"))
    content["metadata"].pop("papermill", None)
    for cell in content["cells"]:
        for name in ("papermill", "execution"):
            cell["metadata"].pop(name, None)
        if "injected-parameters" in cell["metadata"].get("tags", []):
            cell["id"] = "injected-parameters"
    # papermill puts a banner with its own random ids before and inside a failed cell.
    content["cells"] = [
        cell
        for cell in content["cells"]
        if "papermill-error-cell-tag" not in cell["metadata"].get("tags", [])
    ]
    notebook.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _keep_others(region: Region, report: Path, stage: Path, chosen: list[str]) -> dict[str, str]:
    """Carry over the last results of workbooks that were not run; say of which data they are."""
    kept: dict[str, str] = {}
    if not report.is_dir():
        return kept
    for record in read_records(report):
        workbook = record["workbook"]
        if workbook in chosen or workbook not in region.sections:
            continue
        names = [name.format(workbook=workbook) for name in KEPT_FILES]
        own = record.get("own_tables", {})
        names += [table["file"] for table in (*record["tables"].values(), *own.values())]
        names += [f"{OWN_FOLDER}/README.txt"] if own else []
        names += [file for figure in record["figures"] for file in figure.get("files", {}).values()]
        for name in names:
            target = stage / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((report / name).read_bytes())
        kept[workbook] = f"result of an earlier run, data of {record['period']}"
        now = region.parameters(workbook, library="", out="")
        other = [name for name, value in record["parameters"].items() if now.get(name) != value]
        if other:
            kept[workbook] += f"; the region file has since changed {examples(sorted(other), 9)}"
    return kept


def _assemble(
    region: Region, stage: Path, absent: dict[str, str], kept: dict[str, str], notes: Notes
) -> None:
    from sectornb.report.excel import write_excel
    from sectornb.report.index import write_index
    from sectornb.report.manifest import write_manifest
    from sectornb.report.page import write_page

    records = read_records(stage)
    simulated = any(source["simulated"] for record in records for source in record["sources"])
    for record in records:
        workbook = record["workbook"]
        # A kept result gets its page anew too: the analyst may have written notes since.
        write_page(
            stage / f"{workbook}.ipynb",
            stage / f"{workbook}.html",
            title=record["question"],
            region=region.title,
            period=record["period"],
            simulated=simulated,
            record=record,
            notes=notes,
        )
    write_excel(
        stage,
        records,
        stage / f"{region.id}.xlsx",
        title=region.title,
        region_id=region.id,
        simulated=simulated,
    )
    write_manifest(
        stage,
        records,
        region={
            "id": region.id,
            "title": region.title,
            "counties": region.counties,
            "notes": notes.record(),
        },
        absent=absent,
        kept=kept,
    )
    write_index(
        stage,
        title=region.title,
        region_id=region.id,
        counties=region.counties,
        records=records,
        absent=absent,
        kept=kept,
        simulated=simulated,
        notes=notes,
    )
