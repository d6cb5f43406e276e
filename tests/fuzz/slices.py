"""What `make test` tries of the mutator: the same few inputs of each reader every time."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from tests.fuzz import mutations, trial
from tests.fuzz.readers import READERS
from tests.fuzz.watched import Input, watched

SLICE = 200
SHARED = 40
"""Of each layout of a survey and each table of one's own: all are read by one reader."""
SEED = 7
CORPUS = Path(__file__).parent / "corpus"
"""Every input that ever failed, as ``READER--what``; a large one in a short form."""
QCEW = [name for name in READERS if name.startswith("qcew")]
COMMUTING = [name for name in READERS if name.startswith(("lodes", "county", "laus", "area"))]
OWN = ("labor-shed", "programs", "regional-staffing", "regional-wages", "wage-thresholds")
_OF_JOBS = (
    "acs",
    "cip",
    "employment",
    "industry",
    "ipeds",
    "occupation",
    "oews",
    "onet",
    "qwi",
    "soc",
)
OCCUPATIONS = [name for name in READERS if name.startswith((*_OF_JOBS, *OWN))]
OTHERS = [name for name in READERS if name not in (*QCEW, *COMMUTING, *OCCUPATIONS)]
"""Four lists, as the tests of a file run in one process; a new reader is one of the others."""


def failures(name: str) -> list[str]:
    """What went wrong with the slice of a reader: nothing, if all is well."""
    count = SHARED if name.startswith(("survey", *OWN)) else SLICE
    return _failures(name, partial(mutations.mutated, name, SEED), count)


def kept(name: str) -> list[Path]:
    return sorted(CORPUS.glob(f"{name}--*"))


def kept_failures(name: str) -> list[str]:
    """What goes wrong with the inputs of the corpus of a reader."""
    paths = kept(name)
    return _failures(name, partial(_read, paths), len(paths))


def _failures(name: str, made: Input, count: int) -> list[str]:
    tried = list(watched(name, made, 0, count))
    wrong = [
        f"{name} {number} ({kind}): {outcome}: {told.strip()[-500:]}"
        for number, kind, outcome, told in tried
        if outcome not in trial.GOOD
    ]
    return wrong if wrong or len(tried) == count else [f"{name}: {len(tried)} of {count} tried"]


def _read(paths: list[Path], number: int) -> tuple[str, bytes]:
    return paths[number].name, paths[number].read_bytes()
