"""Every reader that the mutator tries, one line each; a new reader joins by its line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from sectornb.assessment.answers import form_answers, sought, tidy_answers
from sectornb.assessment.instrument import read_instrument
from sectornb.assessment.plan.file import read_plan_file
from sectornb.dictionary import dictionary
from sectornb.report.notes import notes_path, read_notes
from sectornb.report.region_file import read_region, seen_from
from sectornb.report.saved_table import read_saved
from sectornb.sources.acs.reader import read_estimates
from sectornb.sources.adding import add_files
from sectornb.sources.cip import read_cip_soc
from sectornb.sources.county_flows import read_county_flows
from sectornb.sources.employment_projections.book import read_projected
from sectornb.sources.geometry import read_county_shapes
from sectornb.sources.industry_matrix import read_matrix
from sectornb.sources.ipeds import read_completions, read_directory
from sectornb.sources.laus import read_county_workbook
from sectornb.sources.library import Library
from sectornb.sources.lodes.checks import check_od_file
from sectornb.sources.lodes.crosswalk import read_crosswalk
from sectornb.sources.occupation_projections import read_occupation_projections
from sectornb.sources.oews.areas import read_area_list
from sectornb.sources.oews.wages import read_wages
from sectornb.sources.onet.recognition import read_onet
from sectornb.sources.own_tables.reader import read_own_table
from sectornb.sources.projections import read_projections
from sectornb.sources.qcew.reader import read_cells
from sectornb.sources.qcew.titles import read_titles
from sectornb.sources.qcew.typed import typed_cells
from sectornb.sources.qwi.reader import read_indicators
from sectornb.sources.soc import READ as READ_SOC
from sectornb.sources.surveys.answers import read_answers
from sectornb.sources.surveys.export import read_export
from sectornb.sources.surveys.mapping import Mapping, read_mapping
from sectornb.sources.surveys.proposal import propose, proposed_text
from tests.builders.panels import SMALL as PANEL
from tests.fuzz import files
from tests.fuzz.files import Members, Pack, as_it_is

Form = Literal["table", "json", "yaml", "text"]


@dataclass(frozen=True)
class Reader:
    """One reader: a whole file, how it is named and packed, and what reads it."""

    whole: Callable[[], Members]
    file: str
    read: Callable[[Path], Any]
    form: Form = "table"
    pack: Pack = as_it_is


def _added(source: str, vintage: str, read: Callable[[Path], Any]) -> Callable[[Path], Any]:
    """Into a library, as the command ``add`` takes it, and read from there."""

    def taken(path: Path) -> Any:
        root = path.parent / "library"
        ((holding, _),) = add_files(root, [path], source, vintage)
        held = Library(root).open(*holding.key)
        return holding.table, holding.part, holding.reference_period, holding.rows, read(held)

    return taken


def _qcew(table: str, vintage: str = "2022") -> Callable[[Path], Any]:
    if table.endswith("single"):
        return _added("qcew", vintage, lambda path: typed_cells(path, table).table())
    return _added("qcew", vintage, lambda path: read_cells(path, table))


def _titles(table: str) -> Callable[[Path], Any]:
    return _added("qcew-titles", "2022", lambda path: read_titles(path, table))


def _flows(path: Path) -> Any:
    contents = check_od_file(path)
    return contents.state, contents.kind, contents.rows, contents.draft.table()


def _lodes(read: Callable[[Path], Any]) -> Callable[[Path], Any]:
    return _added("lodes", "2019", read)


def _projections(path: Path) -> Any:
    return _added("projections", "2022", read_projections)(path)


def _projected(path: Path) -> Any:
    read = read_projected(path)
    return read.occupations, read.utilization, read.attainment


def _shapes(path: Path) -> Any:
    def read(held: Path) -> Any:
        shapes = read_county_shapes(held)
        return shapes, shapes.centroids()

    return _added("geometry", "2022", read)(path)


def _notes(path: Path) -> Any:
    region = path.with_name("region.yml")
    path.rename(notes_path(region))
    notes = read_notes(region, ["1-region", "2-industries"])
    return {name: str(notes.html(name)) for name in notes.sections}


def _region(path: Path) -> Any:
    region = read_region(path)
    library = seen_from(region.library, path.parent.resolve())
    parameters = [region.parameters(name, "", "") for name in region.sections]
    return region.id, region.title, region.counties, library, parameters


def _record(path: Path) -> Any:
    library = Library(path.parent / "library")
    held = library.path("qcew-titles", "2022", "area", "area_titles.csv")
    held.parent.mkdir(parents=True)
    held.write_bytes(as_it_is(files.area_titles()))
    path.rename(held.with_name("area_titles.csv.json"))
    library.open("qcew-titles", "2022", "area", "area_titles.csv")
    return library.used(), library.holdings()


def _saved(path: Path) -> Any:
    return read_saved(path, "labor_shed", dictionary())


def _survey(path: Path) -> Any:
    """An export by the mapping that is proposed for it, which is a mapping file as well."""
    instrument = read_instrument(PANEL)
    asked = sought(instrument)
    export = read_export(path)
    found = propose(export, asked)
    proposed = path.with_name("proposed.yml")
    proposed.write_text(proposed_text(export, found, asked), "utf-8")
    columns = read_mapping(proposed).columns
    answers, told = read_answers(export, Mapping(tool="any", columns=columns), asked)
    return tidy_answers(answers, instrument, "1"), told, columns


def _form(path: Path) -> Any:
    instrument = read_instrument(PANEL)
    answers, told = form_answers(path, instrument)
    return tidy_answers(answers, instrument, "1"), told


def _plan(path: Path) -> Any:
    read = read_plan_file(path)
    return read.rows, read.swot, read.about, read.as_of, read.notes


READERS: dict[str, Reader] = {
    "qcew-annual-area": Reader(files.qcew_area, "39049.csv", _qcew("annual-area")),
    "qcew-quarterly-area": Reader(
        lambda: files.qcew_area("2"), "39049.csv", _qcew("quarterly-area")
    ),
    "qcew-annual-by-area": Reader(
        lambda: files.qcew_by_area("A"), "a.zip", _qcew("annual-by-area", "2016"), pack=files.zipped
    ),
    "qcew-quarterly-by-area": Reader(
        lambda: files.qcew_by_area("12"), "a.zip", _qcew("quarterly-by-area", "2016"),
        pack=files.zipped,
    ),
    "qcew-industry": Reader(files.qcew_industry, "722.csv", _qcew("annual-industry")),
    "qcew-annual-single": Reader(
        lambda: files.qcew_single("A"), "a.zip", _qcew("annual-single"), pack=files.zipped
    ),
    "qcew-quarterly-single": Reader(
        lambda: files.qcew_single("12"), "a.zip", _qcew("quarterly-single"), pack=files.zipped
    ),
    "area-titles": Reader(files.area_titles, "a.csv", _titles("area")),
    "industry-titles": Reader(files.industry_titles, "a.csv", _titles("industry")),
    "lodes-main": Reader(
        files.lodes_main, "wm_od_main_JT00_2019.csv.gz", _lodes(_flows), pack=files.gzipped
    ),
    "lodes-aux": Reader(
        files.lodes_aux, "wm_od_aux_JT00_2019.csv.gz", _lodes(_flows), pack=files.gzipped
    ),
    "lodes-crosswalk": Reader(
        files.lodes_crosswalk, "wm_xwalk.csv.gz", _lodes(read_crosswalk), pack=files.gzipped
    ),
    "county-flows": Reader(
        files.county_flows, "f.csv", _added("county-flows", "2020", read_county_flows)
    ),
    "laus": Reader(
        files.laus, "l.xlsx", _added("laus", "2018", read_county_workbook), pack=files.in_workbook
    ),
    "industry-matrix": Reader(
        files.matrix, "m.csv",
        _added("industry-matrix", "2024", lambda path: read_matrix(path).frame),
    ),
    "employment-projections": Reader(
        files.projected, "p.xlsx", _added("employment-projections", "2024", _projected), "text",
        files.zipped,
    ),
    "oews": Reader(
        files.wages, "w.csv",
        _added("oews", "2024", lambda path: read_wages(path, "2024").frame),
    ),
    "oews-areas": Reader(
        files.wage_areas, "a.csv", _added("oews", "2024", read_area_list)
    ),
    "projections-matrix": Reader(files.projections_matrix, "p.csv", _projections),
    "projections-simple": Reader(files.projections_simple, "p.csv", _projections),
    "onet-ratings": Reader(files.onet_ratings, "s.csv", _added("onet", "30.3", read_onet)),
    "onet-tabbed": Reader(
        files.onet_occupations, "o.txt", read_onet, pack=files.with_tabs
    ),
    "soc-structure": Reader(
        files.soc_structure, "s.xlsx", READ_SOC["structure"],
        pack=files.in_sheet("2018 Structure", ["final structure for the 2018 SOC"]),
    ),
    "soc-hybrid": Reader(
        files.soc_hybrid, "h.xlsx", READ_SOC["hybrid"],
        pack=files.in_sheet("Hybrid"),
    ),
    "cip-pairs": Reader(
        files.cip_pairs, "c.xlsx", read_cip_soc,
        pack=files.in_sheet("CIP-SOC"),
    ),
    "topojson": Reader(files.topojson, "counties.json", _shapes, "json"),
    "geojson": Reader(files.geojson_squares, "counties.json", _shapes, "json"),
    "acs-table": Reader(files.acs, "t.csv", _added("acs", "2022", read_estimates)),
    "acs-api": Reader(files.acs_api, "a.json", _added("acs", "2022", read_estimates), "json"),
    "ipeds-completions": Reader(
        files.completions, "c.csv", _added("ipeds", "2023", read_completions)
    ),
    "ipeds-directory": Reader(files.directory, "h.csv", _added("ipeds", "2023", read_directory)),
    "qwi-extract": Reader(files.qwi, "q.csv", _added("qwi", "2024", read_indicators)),
    "qwi-api": Reader(files.qwi_api, "q.json", _added("qwi", "2024", read_indicators), "json"),
    "occupation-projections-answer": Reader(
        files.occupation_answer, "o.json",
        _added("occupation-projections", "2024", read_occupation_projections), "json",
    ),
    "occupation-projections-bulk": Reader(
        files.occupation_bulk, "o.csv",
        _added("occupation-projections", "2024", read_occupation_projections),
    ),
    **{
        source: Reader(
            partial(files.own_table, source), "own.csv",
            _added(source, "2024", partial(read_own_table, source=source)),
        )
        for source in (
            "labor-shed", "programs", "regional-staffing", "regional-wages", "wage-thresholds"
        )
    },
    "region-file": Reader(files.region_file, "region.yml", _region, "yaml"),
    "notes": Reader(files.notes, "a.md", _notes, "text"),
    "library-record": Reader(files.library_record, "a.json", _record, "json"),
    **{
        f"survey-{tool.replace('_', '-')}": Reader(partial(files.survey, tool), "a.csv", _survey)
        for tool in ("google_forms", "qualtrics", "surveymonkey", "redcap")
    },
    "survey-microsoft-forms": Reader(
        lambda: files.survey("microsoft_forms"), "a.xlsx", _survey, "text", files.zipped
    ),
    "survey-mapping": Reader(
        files.survey_mapping, "m.yml", lambda path: read_mapping(path).model_dump(), "yaml"
    ),
    "survey-form": Reader(files.filled_form, "form.xlsx", _form, "text", files.zipped),
    "plan-workbook": Reader(files.edited_plan, "plan.xlsx", _plan, "text", files.zipped),
    "plan-table": Reader(files.plan_table, "plan.csv", _plan),
    "saved-table": Reader(files.saved_table, "labor_shed.csv", _saved),
}  # fmt: skip
