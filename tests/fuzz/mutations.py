"""One mutated input of a reader: the same for the same number, on every machine."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from random import Random

import yaml

from tests.fuzz import bytes_of, tables_of, trees_of
from tests.fuzz.files import Members, as_it_is
from tests.fuzz.readers import READERS, Form

MEANING = 0.6
"""Share of changes to the meaning of a file; the others are to its bytes."""
TWICE = 0.1
"""Share of inputs that are changed twice: what guards against one change may miss two."""
MEMBER_NAMES = (
    "../../escaped.csv", "/tmp/escaped.csv", "..\\escaped.csv", "57001.csv", "notes.txt", "",
    "2016.q1-q4 57009 Other.csv", "x" * 300 + ".csv", "57003/", "__MACOSX/a.csv",
    "2016.annual 57001 \u202eA\x1b[31m.csv", "2016.q1-q4.by_area/../../57001 Some.csv",
)  # fmt: skip


def mutated(name: str, seed: int, number: int) -> tuple[str, bytes]:
    """Input `number` of the reader `name`: what was done to it, and the file."""
    reader = READERS[name]
    rng = Random(f"{seed}:{name}:{number}")
    members = dict(_whole(name))
    told = [_change(rng, reader.form, members) for _ in range(2 if rng.random() < TWICE else 1)]
    is_packed = reader.pack is not as_it_is
    if is_packed and rng.random() < 0.15:
        damage = rng.choice(bytes_of.PACKED)
        told = [f"{damage.__name__} (packed)"]
        return told[0], damage(rng, reader.pack(_whole(name)))
    return " + ".join(told), reader.pack(members)


@cache
def _whole(name: str) -> Members:
    return READERS[name].whole()


def _change(rng: Random, form: Form, members: Members) -> str:
    """Change one member, or which members there are; tell how."""
    if len(members) > 1 and rng.random() < 0.15:
        return _members(rng, members)
    name = rng.choice(sorted(members))
    if rng.random() < MEANING and form != "text":
        with suppress(ValueError, IndexError, RecursionError, yaml.YAMLError):
            # A second change may find nothing that is whole any more: then bytes are changed.
            told, members[name] = _meaning(rng, form, members[name])
            return told
    damage = rng.choice(bytes_of.TEXT)
    members[name] = damage(rng, members[name] or b" ")
    return damage.__name__


def _meaning(rng: Random, form: Form, data: bytes) -> tuple[str, bytes]:
    text = data.decode("utf-8")
    if form == "table":
        rows = tables_of.Rows.of(text)
        change = rng.choice(tables_of.CHANGES)
        column = change(rng, rows)
        return _told(change.__name__, column), rows.text().encode("utf-8", "surrogatepass")
    if form == "yaml" and rng.random() < 0.3:
        return "yaml_trick", trees_of.yaml_trick(rng, text).encode("utf-8", "surrogatepass")
    if "&" in text:
        raise ValueError("a tree with aliases may be endless")
    tree = json.loads(text) if form == "json" else yaml.safe_load(text)
    if not isinstance(tree, dict | list) or not tree:
        raise ValueError("a first change left nothing to change")
    change_tree = rng.choice(trees_of.CHANGES)
    place = change_tree(rng, tree)
    written = trees_of.as_json(tree) if form == "json" else trees_of.as_yaml(tree)
    return _told(change_tree.__name__, place), written.encode("utf-8", "surrogatepass")


def _members(rng: Random, members: Members) -> str:
    name = rng.choice(sorted(members))
    what = rng.choice(["renamed", "lost", "added", "exchanged"])
    if what == "lost":
        del members[name]
    elif what == "exchanged":
        other = rng.choice(sorted(members))
        members[name], members[other] = members[other], members[name]
    else:
        content = members[name] if what == "added" else members.pop(name)
        members[rng.choice(MEMBER_NAMES)] = content
    return f"member_{what}"


def _told(kind: str, place: str) -> str:
    return f"{kind}: {place}" if place else kind
