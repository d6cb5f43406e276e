"""What a form or an export is asked for, and its answers as the tidy table of workbook 4."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sectornb.assessment.instrument import IMPORTANCE, OPENING, Instrument, Item
from sectornb.assessment.read import COLUMNS, initiative_key
from sectornb.errors import DeclarationError, InputError, counted, examples
from sectornb.sources.surveys.answers import Sought, read_answers
from sectornb.sources.surveys.filled import read_form
from sectornb.sources.surveys.mapping import Mapping

if TYPE_CHECKING:
    import pandas as pd

RATER, ORGANIZATION, CONSENT, KIND = "rater", "organization", "consent", "kind"
CONSENT_QUESTION = (
    "May the report name your organization beside your ratings, and show your reasons?"
)
YES_NO = {"yes": "yes", "no": "no"}
_WEIGHTS = {words: str(number) for number, words in IMPORTANCE.items()}
_KINDS = {"new": "new", "already running": "existing", "running": "existing"} | {
    "existing": "existing"
}


def sought(instrument: Instrument) -> list[Sought]:
    """What an export or a form is asked for: people, initiatives, ratings, reasons, ticks.

    Raises
    ------
    DeclarationError
        If an item of the user's own is called as something else that is asked.
    """
    labels = {words: f"{rating:g}" for words, rating in instrument.rating_of.items()}
    found = [
        Sought(ORGANIZATION, kind="text", wordings=("Your organization", "Organization")),
        Sought(CONSENT, kind="word", wordings=(CONSENT_QUESTION,), labels=YES_NO),
    ]
    if opening := instrument.opening:
        for number in range(1, opening.most + 1):
            part = str(number) if number > 1 else ""
            words = (opening.question,) if number == 1 else ()
            found.append(Sought(OPENING, part, "text", words))
            found.append(Sought(OPENING, f"{part} {KIND}".strip(), "word", labels=_KINDS))
    for item in instrument.items.values():
        wordings = (item.title, item.text, f"{item.title} {item.text}")
        found.append(Sought(item.id, "", "rating", wordings, labels, instrument.ratings))
        found += _beside(instrument, item)
    for line in instrument.diagnostics.values():
        found.append(Sought(line.id, "", "text", (line.text,)))
    called = [each.target for each in found]
    if twice := sorted({target for target in called if called.count(target) > 1}):
        raise DeclarationError(
            f"The instrument {instrument.name} calls an item {examples(twice)}, which stands for "
            "something else in forms and mapping files. Give it another id."
        )
    return found


def _beside(instrument: Instrument, item: Item) -> list[Sought]:
    """What is asked beside the rating of an item."""
    asks = instrument.asks
    found = []
    if asks.importance:
        weights = tuple(map(float, IMPORTANCE))
        found.append(Sought(item.id, "importance", "rating", labels=_WEIGHTS, scale=weights))
    if asks.reason:
        found.append(Sought(item.id, "reason", "text"))
        found.append(Sought(item.id, "private", "word", labels=YES_NO))
    if asks.obstacle:
        found.append(Sought(item.id, "obstacle", "text"))
    if asks.partner:
        found.append(Sought(item.id, "partner", "text"))
    ticks = (*item.conditions, *item.skills)
    if ticks and asks.conditions:
        ids = {line.text.casefold(): line.id for line in ticks}
        wordings = tuple(line.text for line in ticks)
        found.append(Sought(item.id, "met", "ticks", wordings, ids))
        found += [Sought(line.id, "ticked", "tick", (line.text,)) for line in ticks]
    return found


def form_answers(path: Path, instrument: Instrument) -> tuple[pd.DataFrame, list[str]]:
    """The answers of a filled form, as :func:`tidy_answers` takes them.

    Raises
    ------
    InputError
        If the form is of another instrument or version, or lacks a row.
    PrivateDataError
        If an answer is none that can be given, or the form does not say whose it is; names
        sheet and cell.
    """
    about, export, targets = read_form(path)
    wanted = {"instrument": instrument.name, "version": str(instrument.version)}
    if about != wanted:
        found = f"{about.get('instrument', 'none')}, version {about.get('version', 'unknown')}"
        raise InputError(
            f"{path} is a form of the instrument {found}, and the region file has "
            f"{instrument.name}, version {instrument.version}. Read it with the region file that "
            "it was made for, or send the form anew."
        )
    asked = sought(instrument)
    known = {each.target for each in asked} | {RATER}
    held = set(targets.values())
    needed = {RATER} | {each.target for each in asked if each.kind == "rating"}
    if lacking := sorted(needed - held) or sorted(held - known):
        raise InputError(
            f"{path} lacks the row of {examples(lacking)}, or has one that the instrument does not "
            "have. A row was deleted or the instrument was changed since; send the form anew."
        )
    place = {target: heading for heading, target in targets.items()}
    mapping = Mapping(
        tool=export.tool.name,
        respondent=place.pop(RATER),
        columns={heading: target for target, heading in place.items()},
    )
    return read_answers(export, mapping, asked)


def tidy_answers(
    answers: pd.DataFrame, instrument: Instrument, wave: str
) -> tuple[pd.DataFrame, list[str]]:
    """Answers of people as the tidy table of workbook 4.

    Parameters
    ----------
    answers : DataFrame
        As :func:`~sectornb.sources.surveys.answers.read_answers` gives them.

    Returns
    -------
    DataFrame
        The columns :data:`~sectornb.assessment.read.COLUMNS`, all text; per rater first the
        initiatives, then the items, then the answers in words.  An item that the export does
        not have is ``not_asked``.
    list of str
        What the user should know.
    """
    import pandas as pd

    people = list(dict.fromkeys(answers["respondent"]))
    opened, notes = _initiatives(answers)
    rated = _rated(answers, instrument, people)
    words = answers[answers["item"].isin(list(instrument.diagnostics)) & answers["part"].eq("")]
    told = pd.DataFrame(
        {
            "rater": words["respondent"],
            "item": words["item"],
            "answer": words["state"].replace("answered", "text"),
            "reason": words["value"],
        }
    )
    order = {item: place for place, item in enumerate([*instrument.items, *instrument.diagnostics])}
    table = pd.concat([opened, rated, told], ignore_index=True).assign(wave=wave)
    for column, item in (("organization", ORGANIZATION), ("consent", CONSENT)):
        said = answers[answers["item"].eq(item)].set_index("respondent")["value"]
        table[column] = table["rater"].map(said)
    table["person"] = table["rater"].map({person: place for place, person in enumerate(people)})
    table["place"] = table["item"].map(order).fillna(-1)
    table = table.sort_values(["person", "place"], kind="stable", ignore_index=True)
    return table.reindex(columns=list(COLUMNS)).astype(object).fillna("").astype("str"), notes


def _initiatives(answers: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """A row for each initiative that a rater names, and one where none is named."""
    import pandas as pd

    asked = answers[answers["item"].eq(OPENING)]
    is_kind = asked["part"].str.endswith(KIND)
    number = asked["part"].str.removesuffix(KIND).str.strip()
    kinds = asked.assign(number=number)[is_kind].set_index(["respondent", "number"])["value"]
    named = asked.assign(number=number)[~is_kind]
    new = named["value"].str.match(r"new:", case=False)
    said = named["value"].str.replace(r"^new:\s*", "", case=False, regex=True)
    keys = pd.MultiIndex.from_frame(named[["respondent", "number"]])
    kind = pd.Series(kinds.reindex(keys).to_numpy(), index=named.index, dtype="str")
    kind = kind.mask(new, "new").where(kind.eq("new") | new, "existing")
    rows = pd.DataFrame(
        {"rater": named["respondent"], "item": OPENING, "answer": kind, "reason": said}
    )
    filled = rows["reason"].ne("")
    alike = rows.assign(key=rows["reason"].map(initiative_key)).duplicated(["rater", "key"])
    kept = rows[filled & ~alike]
    silent = rows[~rows["rater"].isin(kept["rater"])].drop_duplicates("rater")
    notes = []
    if doubled := int((filled & alike).sum()):
        notes.append(f"{counted(doubled, 'initiative')} named twice by one rater: kept once.")
    return pd.concat([kept, silent.assign(answer="blank", reason="")], ignore_index=True), notes


def _rated(answers: pd.DataFrame, instrument: Instrument, people: Sequence[str]) -> pd.DataFrame:
    """A row for each rater and item: its rating, or why there is none, and what stands beside."""
    import pandas as pd

    items = list(instrument.items)
    every = pd.MultiIndex.from_product([people, items], names=["rater", "item"])
    own = answers[answers["item"].isin(items)].rename(columns={"respondent": "rater"})
    ratings = own[own["part"].eq("")].set_index(["rater", "item"]).reindex(every)
    answer = ratings["state"].replace("answered", "rated").fillna("not_asked")
    rows = pd.DataFrame({"rating": ratings["value"].fillna(""), "answer": answer}, index=every)
    parts = {"reason": "reason", "private": "reason_private", "obstacle": "obstacle"}
    parts |= {"importance": "importance"}
    for part, column in (parts | {"partner": "missing_partner"}).items():
        beside = own[own["part"].eq(part)].set_index(["rater", "item"])["value"]
        rows[column] = beside.reindex(every).fillna("")
    met = _met(answers, instrument).reindex(every).fillna("")
    rows["met"] = met.where(answer.ne("not_asked"), "")
    return rows.reset_index()


def _met(answers: pd.DataFrame, instrument: Instrument) -> pd.Series:
    """Ids of the conditions and skills that are ticked, joined by ``;``, by rater and item."""
    item_of = {
        line.id: item.id
        for item in instrument.items.values()
        for line in (*item.conditions, *item.skills)
    }
    single = answers[answers["part"].eq("ticked") & answers["value"].ne("")]
    single = single.assign(met=single["item"], item=single["item"].map(item_of))
    several = answers[answers["part"].eq("met") & answers["value"].ne("")]
    several = several.assign(met=several["value"].str.split(";")).explode("met")
    import pandas as pd

    both = pd.concat([several, single])[["respondent", "item", "met"]].drop_duplicates()
    both = both.rename(columns={"respondent": "rater"})
    order = {tick: place for place, tick in enumerate(item_of)}
    both = both.sort_values("met", key=lambda ids: ids.map(order), kind="stable")
    return both.groupby(["rater", "item"], sort=False)["met"].agg(";".join)
