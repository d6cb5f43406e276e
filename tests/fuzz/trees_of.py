"""Changes to the meaning of a tree of lists and mappings, as JSON and YAML write it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import yaml

from tests.fuzz.tables_of import NAMES, ODD

Node = tuple[Any, Any]
"""A list or mapping, and the place in it."""
Change = Callable[[Random, Any], str]
HUGE = (10**400, 1e308, -1e308, float("nan"), float("inf"), 10**19, -1, 0.5, 2**53 + 1)
BOMB_BYTES = 180_000
LAUGHS = 9


def nodes(tree: Any) -> list[Node]:
    return list(_below(tree))


def _below(tree: Any) -> Iterator[Node]:
    places = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for place, child in places:
        yield tree, place
        if isinstance(child, dict | list):
            yield from _below(child)


def _pick(rng: Random, tree: Any, fits: Callable[[Any], bool] = lambda value: True) -> Node:
    """A place; the kinds of place (by their key) are equally likely, however often they occur."""
    kinds: dict[str, list[Node]] = {}
    for node in nodes(tree):
        if fits(node[0][node[1]]):
            kinds.setdefault(str(node[1]), []).append(node)
    if not kinds:
        return rng.choice(nodes(tree))
    return rng.choice(kinds[rng.choice(sorted(kinds))])


def _told(node: Node) -> str:
    return "an item" if isinstance(node[0], list) else str(node[1])[:40]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _put(node: Node, value: Any) -> str:
    node[0][node[1]] = value
    return _told(node)


def number_times_ten(rng: Random, tree: Any) -> str:
    node = _pick(rng, tree, _is_number)
    value = node[0][node[1]]
    return _put(node, value * 10 if _is_number(value) else [value] * 10)


def number_moved(rng: Random, tree: Any) -> str:
    node = _pick(rng, tree, _is_number)
    value = node[0][node[1]]
    return _put(node, value + rng.choice([1, -1, 0.1]) if _is_number(value) else None)


def sign_changed(rng: Random, tree: Any) -> str:
    node = _pick(rng, tree, _is_number)
    value = node[0][node[1]]
    return _put(node, -value if _is_number(value) else False)


def number_huge(rng: Random, tree: Any) -> str:
    return _put(_pick(rng, tree, _is_number), rng.choice(HUGE))


def value_emptied(rng: Random, tree: Any) -> str:
    return _put(_pick(rng, tree), rng.choice([None, "", [], {}, 0, False]))


def value_lost(rng: Random, tree: Any) -> str:
    node = _pick(rng, tree)
    del node[0][node[1]]
    return _told(node)


def key_renamed(rng: Random, tree: Any) -> str:
    node = _pick(rng, tree)
    if isinstance(node[0], dict):
        key = str(node[1])
        value = node[0].pop(node[1])
        node[0][rng.choice([key.upper(), f"{key}s", f"{key} ", key[:-1], "x", *NAMES])] = value
    return _told(node)


def item_doubled(rng: Random, tree: Any) -> str:
    node = _pick(rng, tree, lambda value: isinstance(value, list) and bool(value))
    value = node[0][node[1]]
    if isinstance(value, list) and value:
        value.insert(rng.randrange(len(value)), copy.deepcopy(rng.choice(value)))
    return _told(node)


def items_shuffled(rng: Random, tree: Any) -> str:
    node = _pick(rng, tree, lambda value: isinstance(value, list) and len(value) > 1)
    value = node[0][node[1]]
    if isinstance(value, list):
        rng.shuffle(value)
    return _told(node)


def values_swapped(rng: Random, tree: Any) -> str:
    a, b = _pick(rng, tree), _pick(rng, tree)
    if isinstance(a[0][a[1]], dict | list) or isinstance(b[0][b[1]], dict | list):
        return ""
    a[0][a[1]], b[0][b[1]] = b[0][b[1]], a[0][a[1]]
    return " and ".join(sorted([_told(a), _told(b)]))


def other_type(rng: Random, tree: Any) -> str:
    node = _pick(rng, tree)
    value = node[0][node[1]]
    forms = [str(value), [value], {"a": value}, repr(value), True, 5, 5.5, None, "5", [[value]]]
    return _put(node, rng.choice(forms))


def text_odd(rng: Random, tree: Any) -> str:
    return _put(_pick(rng, tree, lambda value: isinstance(value, str)), rng.choice(NAMES + ODD))


def nested(rng: Random, tree: Any) -> str:
    node = _pick(rng, tree)
    value = node[0][node[1]]
    for _ in range(rng.choice([1, 2, 60, 900])):
        value = [value]
    return _put(node, value)


def list_very_long(rng: Random, tree: Any) -> str:
    node = _pick(rng, tree, lambda value: isinstance(value, list) and bool(value))
    value = node[0][node[1]]
    if isinstance(value, list):
        node[0][node[1]] = value * (BOMB_BYTES // max(1, len(json.dumps(value))))
    return _told(node)


def grafted(rng: Random, tree: Any) -> str:
    a, b = _pick(rng, tree), _pick(rng, tree)
    return _put(a, copy.deepcopy(b[0][b[1]]))


CHANGES: tuple[Change, ...] = (
    number_times_ten, number_moved, sign_changed, number_huge, value_emptied, value_lost,
    key_renamed, item_doubled, items_shuffled, values_swapped, other_type, text_odd, nested,
    list_very_long, grafted,
)  # fmt: skip


def yaml_trick(rng: Random, text: str) -> str:
    """What only YAML has: aliases of aliases, tags, merges, documents, and its own words."""
    laughs = "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, LAUGHS)
    )
    maps = "m0: &m0 {a: 1}\n" + "".join(
        f"m{n}: &m{n} {{{', '.join(f'k{k}: *m{n - 1}' for k in range(10))}}}\n"
        for n in range(1, LAUGHS)
    )
    added = rng.choice(
        [
            laughs, maps, f"weights: {{<<: [{', '.join(['*a'] * 50)}]}}\n", "a: &a [*a]\n",
            "loop: &loop {again: *loop}\n", "x: !!python/object/apply:os.system ['id']\n",
            "x: !!binary aGVsbG8=\n", "x: !!set {a, b}\n", "x: !!omap [a: 1]\n", "---\nid: b\n",
            "<<: {id: other}\n", "? [a, b]\n: c\n", "? {a: b}\n: c\n", "x: 2022-13-45\n",
            "x: 2022-01-01\n", "x: 0o17\n", "x: 1:30:00\n", "x: 190:20:30.15\n", "no: yes\n",
            "null: 1\n", "1: 2\n", "~: 1\n", "title: >\n folded\n",
            "%YAML 9.9\n---\n", "x: *none\n",
            "x: 0b" + "1" * 5_000 + "\n", "x: " + "9" * 5_000 + "\n", "x: .nan\n", "\tx: 1\n",
            "x: '\n", 'x: "\\0"\n', 'x: "\\ud800"\n', "x: " + "[" * 3_000 + "]" * 3_000 + "\n",
            "x: " + "{a: " * 3_000 + "}" * 3_000 + "\n", "? " * 2_000 + "a\n",
        ]
    )  # fmt: skip
    return rng.choice([text + added, added + text])


def as_json(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=True)


def as_yaml(tree: Any) -> str:
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True)
