"""Saving what a workbook found: its tables, and one record of everything about them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from sectornb.contract import Study
from sectornb.dictionary import dictionary
from sectornb.errors import DeclarationError, InputError, examples
from sectornb.report.saved_table import safe_text
from sectornb.show.picture import Picture
from sectornb.show.sentence import Sentence, unclaimed_numbers
from sectornb.sources.declarations import declared
from sectornb.sources.holding import Holding, file_sha256

NOT_RECORDED = {"library", "out"}
FLOAT_FORMAT = "%.12g"
OWN_FOLDER = "analyst"
OWN_WORDS = (
    "Tables for the analyst alone, not for publication: they hold every interval that follows\n"
    "from published rows, also those of single counties. The report shows none of these, and\n"
    "regions only between ends from which none can be worked out.\n"
)


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """A table as CSV: UTF-8, line feeds, floats with 12 significant digits, empty = missing.

    A text that a spreadsheet would take for a formula has an apostrophe in front.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    safe_text(frame).to_csv(
        path, index=False, float_format=FLOAT_FORMAT, lineterminator="\n", encoding="utf-8"
    )


def save(study: Study) -> str:
    """Write a study's tables, pictures and record under its ``out``; say what was written.

    With an empty ``out`` nothing is written: a workbook opened by hand shows
    its tables and leaves the reports alone.  Each table's record names the sources that
    it is declared to be computed from and this run used, and how the joins on codes that it
    rests on matched; where few did, the limits say so.  A study's own tables are the
    analyst's alone: they go to the folder ``analyst``, stand on no page and in no
    spreadsheet.

    Raises
    ------
    MissingColumnError, DeclarationError
        If a table does not have exactly its declared columns, or this run used none of
        the sources that it is declared to be computed from.
    InputError
        If a table repeats its key or holds what its columns may not, or a finding,
        reading or profile says a number that no claim covers.
    DisclosureError
        If a table has a column of people, or figures of people that nothing guards, or figures
        of a panel give its ratings away.
    GivenAwayError
        If guarded tables, together or with what was printed before, give a figure back.
    """
    workbook, settings = study.workbook, study.settings
    findings, joins = list(study.findings), list(study.joins)
    answer = [study.answer] if study.answer else []
    profiles = list(study.profiles)
    told = [said for profile in profiles for said in profile.sentences]
    _check_claims(workbook.name, [*answer, *findings, *study.readings.values(), *told])
    tables, own_tables = study.tables, study.own_tables
    _refuse_telling(study, tables, own_tables)
    for name, frame in {**tables, **own_tables}.items():
        dictionary().check_table(name, frame)
    # Read before the files are listed that the run used: the names come out of one of them.
    county_names = dict(study.county_names)
    sources = study.library.used()
    used = {holding.source for holding in sources}
    origins = {name: _origins(name, used) for name in (*tables, *own_tables)}
    if not settings.out:
        return "Nothing was saved: the parameter 'out' is empty. 'sectornb run' sets it."
    folder = Path(settings.out)
    written = {
        name: _written(name, frame, folder, f"tables/{name}.csv", origins[name])
        for name, frame in tables.items()
    }
    own = {
        name: _written(name, frame, folder, f"{OWN_FOLDER}/{name}.csv", origins[name])
        for name, frame in own_tables.items()
    }
    for name, entry in {**written, **own}.items():
        if behind := [join.record() for join in joins if name in join.tables]:
            entry["joins"] = behind
    if own:
        (folder / OWN_FOLDER / "README.txt").write_text(OWN_WORDS, "utf-8")
    record = {
        "workbook": workbook.name,
        "question": workbook.question,
        "period": study.period,
        "parameters": {
            **settings.model_dump(exclude=NOT_RECORDED),
            **{
                each.role: Path(getattr(settings, each.role)).name
                for each in workbook.private_inputs
            },
        },
        "tables": written,
        "answer": [sentence.record() for sentence in answer],
        "findings": [sentence.record() for sentence in findings],
        "notes": [_said(note) for note in study.notes],
        "limits": [
            *(_said(limit) for limit in study.limits),
            *(join.warning for join in joins if join.warning),
        ],
        "next_steps": [_said(step) for step in study.next_steps],
        "request": study.request,
        "what_if": study.what_if,
        "sources": [source_record(holding) for holding in sources],
        "figures": [_drawn(picture, folder, workbook.name) for picture in study.pictures],
    }
    if profiles:
        record["profiles"] = [profile.record() for profile in profiles]
        record["profiles_called"] = asdict(study.profiles_called)
    if own:
        record["own_tables"] = own
    if study.private_read:
        record["private_inputs"] = [
            {
                "role": role,
                "file": rows.path.name,
                "rows": len(rows),
                "hmac_sha256": study.private_places[role].seal,
                # Of somebody's own file the record never says that it is simulated.
                **({"simulated": True} if rows.is_simulated else {}),
            }
            for role, rows in study.private_read.items()
        ]
    if study.protection:
        from sectornb.report.published import disclosure_record, write_for_analyst

        record["disclosure"] = disclosure_record(study)
        write_for_analyst(study.protection, folder / OWN_FOLDER, workbook.name)
    if county_names:
        record["county_names"] = county_names
    path = folder / "records" / f"{workbook.name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8"
    )
    return f"Saved {examples(written, 9)}."


def _drawn(picture: Picture, folder: Path, workbook: str) -> dict[str, Any]:
    files = picture.save(folder / "figures", f"{workbook}-{picture.name}")
    width, height = picture.size
    return {
        "name": picture.name,
        "alt": picture.alt,
        "caption": picture.caption,
        "width": width,
        "height": height,
        "files": {kind: f"figures/{file}" for kind, file in files.items()},
    }


def _refuse_telling(
    study: Study, tables: Mapping[str, pd.DataFrame], own_tables: Mapping[str, pd.DataFrame]
) -> None:
    """Refuse tables that tell who somebody is, what somebody rated, or how few there are."""
    if panels := study.panels:
        from sectornb.disclosure.ratings.audit import refuse_recoverable

        refuse_recoverable(panels, study.rules.raters)
    if study.private_read:
        from sectornb.disclosure.private.rows import refuse_people

        for name, frame in {**tables, **own_tables}.items():
            refuse_people(name, frame, study.private_read)
    if study.private_read or study.guarded_tables:
        from sectornb.disclosure.tables.guarded import Published, refuse_unguarded

        refuse_unguarded(
            tables,
            study.guarded_tables,
            study.protection,
            study.rules,
            study.printed_before or Published(),
            {*study.of_raters, *(name for each in panels for name in each.table.split(", "))},
        )


def _check_claims(workbook: str, findings: Iterable[Sentence]) -> None:
    """Refuse a number that nobody could follow to its cell."""
    for told in findings:
        left = unclaimed_numbers(told)
        if left:
            raise InputError(
                f"A sentence of {workbook} says {examples(left)} without a claim: {told.text!r}. "
                "Put each number into a saved table, such as one of counts, and fill it in with "
                "Speaker.claim or Speaker.number."
            )


def _written(
    name: str, frame: pd.DataFrame, folder: Path, file: str, origins: list[str]
) -> dict[str, Any]:
    """Write one table and give its entry in the record."""
    table = dictionary().table(name)
    columns = list(table.columns)
    write_table(frame[columns], folder / file)
    return {
        "file": file,
        "sha256": file_sha256(folder / file),
        "rows": len(frame),
        "columns": columns,
        "sources": origins,
        **({"inputs": list(table.inputs)} if table.inputs else {}),
    }


def _origins(name: str, used: Collection[str]) -> list[str]:
    """The sources behind a table: those declared for it, as far as this run used them."""
    declared_sources = dictionary().table(name).sources
    origins = sorted(source for source in declared_sources if source in used)
    if used and declared_sources and not origins:
        raise DeclarationError(
            f"Table {name} is declared to be computed from {examples(declared_sources)}, and this "
            f"run used {examples(sorted(used))} only. Mend tables.{name}.sources under "
            "data/dictionary."
        )
    return origins


def _said(words: str | Sentence) -> str | dict[str, Any]:
    return words if isinstance(words, str) else words.record()


def source_record(holding: Holding) -> dict[str, Any]:
    """One input file as the record and the manifest list it."""
    declaration = declared(holding.source)
    return {
        **asdict(holding),
        "title": declaration.title,
        "owner": declaration.owner,
        "citation": declaration.citation,
    }


def read_records(folder: Path) -> list[dict[str, Any]]:
    """Records of every workbook of a report, in the order of the workbooks."""
    return [
        json.loads(path.read_text("utf-8")) for path in sorted((folder / "records").glob("*.json"))
    ]
