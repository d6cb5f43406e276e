"""Whether what a sentence says stands in its table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from sectornb.show.sentence import Claim, Sentence


def stands(
    claim: Claim, tables: Mapping[str, pd.DataFrame], keys: Mapping[str, Sequence[str]]
) -> bool:
    """Whether the claim's text is its cell, to the digits that the text shows."""
    frame = tables[claim.table]
    assert set(claim.row) == set(keys[claim.table])
    for name, value in claim.row.items():
        frame = frame[frame[name].astype(str).eq(value)]
    assert len(frame) == 1
    cell = frame[claim.column].iloc[0]
    if isinstance(cell, str):
        return bool(claim.text == cell)
    digits = len(claim.text.rstrip("%").partition(".")[2])
    shown = float(claim.text.rstrip("%").replace(",", "").replace("no", "0"))
    is_share = claim.text.endswith("%") and not claim.column.endswith("_pct")
    cell *= 100 if is_share else 1
    # "down" and "fewer" say the sign in words.
    return bool(min(abs(shown - cell), abs(shown + cell)) <= 0.5 * 10**-digits + 1e-9)


def told_twice(said: Iterable[Sentence]) -> dict[tuple[str, ...], set[str]]:
    """Cells whose number sentences show in more than one rounding, with what they show."""
    shown = defaultdict(set)
    for claim in (claim for each in said for claim in each.claims):
        if any(letter.isdigit() for letter in claim.text) and claim.column != "naics_title":
            cell = (claim.table, *map(str, claim.row.values()), claim.column)
            # "down" and "fewer" say the sign in words.
            shown[cell].add(claim.text.lstrip("+-"))
    return {cell: texts for cell, texts in shown.items() if len(texts) > 1}
