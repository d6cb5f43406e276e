"""Answers of raters, from filled forms and exports, put into the region's tidy file of answers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sectornb.assessment.answers import form_answers, sought, tidy_answers
from sectornb.assessment.read import COLUMNS, NEEDED
from sectornb.errors import InputError, ParameterError, PrivateDataError, counted, examples
from sectornb.report.forms import Survey
from sectornb.report.region_file import seen_from
from sectornb.sources.opening import file_head
from sectornb.sources.replacing import replaced_whole
from sectornb.sources.surveys.answers import read_answers
from sectornb.sources.surveys.cells import plain_cell, safe_cell
from sectornb.sources.surveys.export import Export, read_export
from sectornb.sources.surveys.filled import is_form
from sectornb.sources.surveys.grid import read_grid
from sectornb.sources.surveys.mapping import read_mapping, refuse_other
from sectornb.sources.surveys.proposal import propose, proposed_text

if TYPE_CHECKING:
    import pandas as pd

WAVE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")
_WHO = ["wave", "rater"]
LATE = (
    "There were answers of {} before. If a report of them was shown, show none of this wave again: "
    "who has both can work out what the later ones are."
)
_OWN_EYES = 0o600
"""Rows about people are readable by their owner alone."""


def take_answers(
    survey: Survey,
    files: Sequence[Path],
    wave: str,
    mapping: Path | None = None,
    *,
    replace: bool = False,
) -> list[str]:
    """Read forms and exports into the tidy file of answers, and tell what was read.

    The file takes its place whole or not at all.  What it held stays, but for answers of the
    same raters in the same wave where `replace` says so.

    Parameters
    ----------
    wave : str
        The round, such as ``2025-spring``; rounds are put in order by their names.
    mapping : Path or None
        Which question is which item, for exports; without it one is proposed and written
        beside the export, and nothing is read.

    Raises
    ------
    InputError, PrivateDataError, ParameterError
        If a file cannot be read or an answer is none that can be given, if a rater answers in
        two of the files, or has answers in that wave already.
    """
    import pandas as pd
    from filelock import FileLock

    if not WAVE.fullmatch(wave):
        raise ParameterError(
            f"--wave {wave!r} cannot name a round: use up to 40 letters, digits, blanks, dots and "
            "hyphens that put rounds in order, such as 2025-spring or 2025-2."
        )
    notes: list[str] = []
    tables: list[pd.DataFrame] = []
    for place, path in enumerate(files):
        table, told = _read(survey, path, wave, mapping)
        notes += [f"{path.name}: {note}" for note in told]
        tables.append(table.assign(file=path.name, place=place))
    fresh = pd.concat(tables, ignore_index=True)
    _refuse_two_files(fresh)
    fresh = fresh.drop(columns=["file", "place"])
    survey.responses.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(survey.responses.with_name(f".{survey.responses.name}.lock")):
        held = _held(survey.responses)
        again = _pairs(fresh).isin(_pairs(held))
        if again.any() and not replace:
            people = counted(fresh.loc[again, "rater"].nunique(), "rater has", "raters have")
            raise ParameterError(
                f"{survey.responses.name} holds the wave {wave}, and {people} answers in it "
                "already. Nothing was changed. Give --replace to put these answers in the place of "
                "those, or another --wave."
            )
        kept = held[~_pairs(held).isin(_pairs(fresh))]
        _write(survey.responses, pd.concat([kept, fresh], ignore_index=True))
    late = held["wave"].eq(wave).any() and survey.mode == "anonymous"
    replaced = held.loc[_pairs(held).isin(_pairs(fresh)), "rater"].nunique()
    told = [*_told(survey, fresh, wave, replaced), *_unlike(kept, fresh)]
    return [*told, *([LATE.format(wave)] if late else []), *dict.fromkeys(notes)]


def _read(
    survey: Survey, path: Path, wave: str, mapping: Path | None
) -> tuple[pd.DataFrame, list[str]]:
    """The tidy answers of a form or of an export."""
    instrument = survey.instrument
    if is_form(path):
        answers, notes = form_answers(path, instrument)
    else:
        export = _export(path)
        asked = sought(instrument)
        if mapping is None:
            raise _proposal(export, asked)
        confirmed = read_mapping(mapping)
        refuse_other(confirmed, mapping, export, [each.target for each in asked])
        answers, notes = read_answers(export, confirmed, asked)
    table, more = tidy_answers(answers, instrument, wave)
    return table, [*notes, *more]


def _export(path: Path) -> Export:
    export = read_export(path)
    if {column.heading for column in export.columns} >= set(NEEDED):
        raise InputError(
            f"{path} is a tidy file of answers already. Name it in the region file, under "
            "assessment: responses."
        )
    return export


def _proposal(export: Export, asked: list) -> InputError:
    """What is said where a mapping file is lacking, after one was proposed."""
    found = propose(export, asked)
    ratings = [each.target for each in asked if each.kind == "rating" and not each.part]
    matched = len(set(found.values()) & set(ratings))
    if not matched and export.tool.name == "table":
        return InputError(
            f"{export.path} is not an export that is known (Google Forms, Microsoft Forms, "
            "Qualtrics, SurveyMonkey, REDCap), and none of its heads is an item of the instrument. "
            "Is it the right file, and the instrument that was asked?"
        )
    path = export.path.with_name(f"{export.path.stem}.mapping.yml")
    seen = f"{export.path.name} is an export of {export.tool.title}"
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(proposed_text(export, found, asked))
    except FileExistsError:
        return InputError(
            f"{seen}. Which question is which item says a mapping file, and {path} is there: look "
            f"through it, and give --mapping {path}."
        )
    return InputError(
        f"{seen}. Which question is which item has to be confirmed: {path} is a proposal, with "
        f"{matched} of {len(ratings)} items found. Look through it, correct it, and give the same "
        f"command with --mapping {path}. Nothing was read yet."
    )


def _refuse_two_files(fresh: pd.DataFrame) -> None:
    files = fresh.drop_duplicates(["rater", "place"])
    twice = files[files.duplicated("rater", keep=False)]
    if len(twice):
        raise PrivateDataError(
            f"One rater answers in two of the files ({examples(twice['file'])}). Leave out the "
            "earlier one, or correct the name or code in one of them."
        )


def _held(path: Path) -> pd.DataFrame:
    """What the file of answers holds, cell by cell as it stands; nothing where there is none."""
    import pandas as pd

    if not path.exists():
        return pd.DataFrame(columns=list(COLUMNS), dtype="str")
    file_head(path)
    rows = list(read_grid(path).rows)
    if not rows or sorted(rows[0]) not in (sorted(NEEDED), sorted(COLUMNS)):
        raise InputError(
            f"{path} has other columns than a file of answers, so nothing is added to it. It needs "
            f"each of {', '.join(COLUMNS)} once; name another file under responses."
        )
    frame = pd.DataFrame([row for row in rows[1:] if any(row)], columns=list(rows[0]), dtype="str")
    frame = frame.reindex(columns=list(COLUMNS), fill_value="")
    return frame.apply(lambda column: column.map(plain_cell))


def _pairs(table: pd.DataFrame) -> pd.Series:
    """Wave and rater of each row as one."""
    return table["wave"].str.cat(table["rater"], sep="\n")


def _write(path: Path, table: pd.DataFrame) -> None:
    """Write the file of answers whole; no text in it is a spreadsheet's formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(cell) for cell in row] for row in table.to_numpy().tolist())
    with replaced_whole(path, _OWN_EYES) as temporary:
        temporary.write_text(text.getvalue(), "utf-8", newline="")


def _told(survey: Survey, fresh: pd.DataFrame, wave: str, replaced: int) -> list[str]:
    """What was read, in counts."""
    items = fresh[fresh["item"].isin(list(survey.instrument.items))]
    by = items["answer"].value_counts()
    parts = [
        f"{int(by.get(word, 0))} {words}"
        for word, words in (
            ("rated", "rated"),
            ("blank", "left blank"),
            ("dont_know", "don't know"),
            ("not_asked", "not asked"),
        )
    ]
    raters = fresh["rater"].nunique()
    organizations = fresh.loc[fresh["organization"].ne(""), "organization"].nunique()
    lines = [
        f"Wave {wave}: {counted(raters, 'rater')}, {counted(organizations, 'organization')}; "
        f"{counted(len(survey.instrument.items), 'item')} each: {', '.join(parts)}."
    ]
    if replaced:
        lines.append(f"Answers of {counted(replaced, 'rater')} in that wave were replaced.")
    agreed = fresh.loc[fresh["consent"].eq("yes"), "rater"].nunique()
    if survey.mode == "open" and agreed < raters:
        lines.append(
            f"{counted(raters - agreed, 'rater')} did not agree to be named, and the region file "
            "says mode: open. Ask them, leave out their rows, or write mode: anonymous."
        )
    lines.append(f"In {survey.responses}.")
    if not survey.is_named:
        seen = seen_from(survey.responses, survey.region.path.parent)
        lines.append(f"Add to the region file, under assessment: 'responses: {seen}'.")
    return lines


def _unlike(kept: pd.DataFrame, fresh: pd.DataFrame) -> list[str]:
    """Raters who are written like an earlier one but for capitals and blanks."""
    before = {rater.casefold().replace(" ", ""): rater for rater in kept["rater"].unique()}
    unlike = sum(
        before.get(rater.casefold().replace(" ", ""), rater) != rater
        for rater in fresh["rater"].unique()
    )
    if not unlike:
        return []
    told = counted(unlike, "rater is", "raters are")
    return [
        f"{told} written like one of another wave but for capitals or blanks, and counts as "
        "somebody else. If it is the same person, write both alike."
    ]
