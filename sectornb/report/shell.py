"""What every page shares: frame, style, findings with their links, inputs by source.

A page is one file.  Its content security policy allows the one embedded style and the
one embedded script, each by hash, and embedded pictures, so a browser runs and loads
nothing else whatever the data hold.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectornb.dictionary import Dictionary, label_from_name
from sectornb.errors import examples
from sectornb.show.sentence import claim_spans

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = Path(__file__).resolve().parent / "templates"
SORTING = "vendor/sortable-tablesort-4.1.7.min.js"
MOST_FINDINGS = 5
"""Findings that a page shows first; the others are folded."""
# A shape beside the word, so that no badge is told by its color alone.
_SHAPES = {"certain": "●", "likely": "◐", "possible": "○", "open": "?"}
CERTAINTY_WORDS = {
    "certain": "holds whatever the withheld figures are",
    "likely": "holds in nearly all readings of the data",
    "possible": "the data do not rule it out",
    "open": "the data do not tell",
}
SIMULATED = (
    "Simulated data: these numbers come from an invented example and describe no real place. "
    "Do not quote or act on them."
)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["workbook_label"] = workbook_label
    return environment


@cache
def _embedded() -> tuple[Markup, Markup, str]:
    """Style, script, and the policy that allows these two and nothing else."""
    from markupsafe import Markup

    css = (TEMPLATES / "page.css").read_text(encoding="utf-8").strip()
    sorting = (TEMPLATES / SORTING).read_text(encoding="utf-8").strip()
    own = (TEMPLATES / "page.js").read_text(encoding="utf-8").strip()
    named = f"/* {Path(SORTING).name.removesuffix('.min.js')}, Unlicense */"
    script = f"{named}\n{sorting}\n{own}"
    policy = (
        f"default-src 'none'; style-src {_hash(css)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return Markup(css), Markup(script), policy


def _hash(text: str) -> str:
    # Browsers hash the text between the tags after line ends became LF.
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def render(template: str, path: Path, **context: Any) -> None:
    """Fill a page template and write it, UTF-8 with LF line ends.

    Parameters
    ----------
    template : str
        Name within ``templates/``.  Everything in `context` that is not Markup is
        escaped.
    path : Path
        The file to write.
    """
    css, script, policy = _embedded()
    filled = _environment().get_template(template)
    text = filled.render(css=css, script=script, policy=policy, simulated=SIMULATED, **context)
    path.write_text(text, encoding="utf-8", newline="\n")


def finding_html(
    finding: Mapping[str, Any] | str, target: Callable[[Mapping[str, Any]], str | None]
) -> Markup:
    """A finding or a note with its badge, each claim a link to where its number stands.

    Parameters
    ----------
    finding : mapping or str
        ``text`` and ``claims``; the ``text`` of a claim is a piece of the sentence.
        ``certainty``, where it is there, becomes a badge.  A note may be words alone.
    target : callable
        Address for a claim, or None where it has none; the words then stay plain.
    """
    from markupsafe import Markup, escape

    if isinstance(finding, str):
        return escape(finding)
    text, claims = str(finding["text"]), finding.get("claims", [])
    spans = claim_spans(text, [str(claim["text"]) for claim in claims])
    addresses = {span: target(claim) for claim, span in zip(claims, spans, strict=True) if span}
    links = {span: address for span, address in addresses.items() if address is not None}
    parts, position = [], 0
    for (start, end), address in sorted(links.items()):
        parts.append(escape(text[position:start]))
        parts.append(Markup('<a class="claim" href="{}">{}</a>').format(address, text[start:end]))
        position = end
    parts.append(escape(text[position:]))
    parts.append(badge(str(finding.get("certainty", "")), str(finding.get("because", ""))))
    return Markup("").join(parts)


def badge(certainty: str, because: str = "") -> Markup:
    """How sure a finding is, as shape and word, and why; nothing where it is not said."""
    from markupsafe import Markup

    if certainty not in _SHAPES:
        return Markup("")
    shown = '<span class="badge {}"><span aria-hidden="true">{}</span> {}</span>'
    word = f"{certainty} ({because})" if because else certainty
    return Markup(" " + shown).format(certainty, _SHAPES[certainty], word)


def badge_legend(findings: Iterable[Mapping[str, Any]]) -> list[tuple[Markup, str]]:
    """The badges that `findings` use, with what each means."""
    used = {finding.get("certainty") for finding in findings}
    return [(badge(name), words) for name, words in CERTAINTY_WORDS.items() if name in used]


def input_groups(records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The source files that `records` name, one entry per source and vintage.

    Returns
    -------
    list of dict
        ``title, owner, vintage, files`` (count of different files),
        ``periods`` and ``maturity`` (text), ``citation``, ``simulated``, ``source`` (its
        name among the declarations) and ``address``, its place on a page; sorted by source
        and vintage.
    """
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for record in records:
        for source in record.get("sources", []):
            groups.setdefault((str(source["source"]), str(source["vintage"])), []).append(source)
    result = []
    for (name, vintage), members in sorted(groups.items()):
        files = {(str(m.get("table")), str(m.get("part")), str(m.get("sha256"))) for m in members}
        result.append(
            {
                "source": name,
                "title": members[0].get("title") or name,
                "owner": members[0].get("owner") or "",
                "vintage": vintage,
                "files": len(files),
                "periods": _listed(members, "reference_period"),
                "maturity": _listed(members, "maturity"),
                "citation": members[0].get("citation") or "",
                "simulated": any(m.get("simulated") for m in members),
                "address": "source-" + re.sub(r"[^A-Za-z0-9_.-]", "-", f"{name}-{vintage}"),
            }
        )
    return result


def _listed(members: Iterable[Mapping[str, Any]], field: str) -> str:
    return examples(sorted({str(member[field]) for member in members if member.get(field)}))


def table_links(record: Mapping[str, Any], declared: Dictionary) -> list[dict[str, Any]]:
    """The tables that a record saved: ``title, file, rows``, in the order of their titles."""
    links = [
        {
            "title": declared.tables[name].title
            if name in declared.tables
            else label_from_name(name),
            "file": saved["file"],
            "rows": saved.get("rows"),
        }
        for name, saved in record.get("tables", {}).items()
    ]
    return sorted(links, key=lambda link: (str(link["title"]), str(link["file"])))


def workbook_label(workbook: str) -> str:
    """``2-industries`` as people say it: ``2. Industries``."""
    number, _, words = workbook.partition("-")
    return f"{number}. {label_from_name(words.replace('-', ' '))}" if words else workbook
