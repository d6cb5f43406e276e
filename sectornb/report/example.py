"""Making the example: a simulated state's files, in a library with its records.

`make example` calls this.  The same seed gives the same bytes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sectornb.report.proposed import proposed_sections
from sectornb.report.template import region_text
from sectornb.shipped import PACKAGE, shipped
from sectornb.simulate import State, simulate_state, write_agency_files, write_truth
from sectornb.simulate.assessment import ASKED, PLAN_DAY, group_answers, write_plan, write_responses
from sectornb.simulate.geography import HOME_STATE
from sectornb.simulate.jobs.oews import METRO
from sectornb.simulate.jobs.truth import metro_counties
from sectornb.simulate.partners import write_partner_tables
from sectornb.simulate.projections import WORKFORCE_REGION_TYPE, workforce_regions
from sectornb.sources.adding import describe_file
from sectornb.sources.library import Library
from sectornb.sources.qcew.titles import area_titles

SEED = 57
BASE_YEAR, LATEST_YEAR = 2017, 2022
TARGET = "622"
"""Hospitals: one of the five counties that have any is withheld in the latest year, so that its
jobs lie between two bounds."""
PRICE_PARITY = 0.95
"""Invented: what people buy costs a little less than in the nation."""
PARTNERS = "occupations"
"""Folder of the tables that its partners wrote."""
THRESHOLD_AREA = "Westmark metro"
"""As the simulated table of family-sustaining incomes calls it."""
RESPONSES, PLAN = "assessment/responses.csv", "assessment/plan.csv"
"""The simulated answers, as seen from the region file."""


def make_example(folder: Path, seed: int = SEED) -> list[Path]:
    """Write the example into `folder`, replacing it whole, and return its files.

    Parameters
    ----------
    folder : Path
        Such as ``data/example``.
    seed : int
        Of the simulated state.
    """
    state = simulate_state(seed)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".example-") as scratch:
        published, made = Path(scratch) / "published", Path(scratch) / "example"
        library = Library(made / "library")
        write_agency_files(state, published)
        for path in sorted(path for path in published.rglob("*") if path.is_file()):
            source, vintage = path.relative_to(published).parts[:2]
            holding = describe_file(
                path,
                source,
                vintage,
                origin=f"simulated, seed {seed}: {path.name}",
                retrieved="never: simulated",
                simulated=True,
            )
            library.put(path, holding)
        write_truth(state, made / "truth")
        write_responses(made / RESPONSES)
        write_plan(made / PLAN)
        write_partner_tables(made / PARTNERS)
        shutil.copyfile(PACKAGE / "simulate" / "tables" / "example.md", made / "README.md")
        (made / "region.yml").write_text(_region(state, library), "utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def projection_weights(state: State, counties: Sequence[str]) -> dict[str, float]:
    """Share of the jobs of each workforce region that lies in `counties`, to two decimals.

    Total covered jobs of the last published year, which is never withheld; regions
    without a job there are left out.
    """
    frame = state.annual[state.years[-1]]
    total = frame[frame["own_code"].eq("0")].set_index("area_fips")["annual_avg_emplvl"]
    regions = workforce_regions(state.geography)
    shares = {}
    for region in sorted(set(regions)):
        members = regions.index[regions.eq(region)]
        inside = [county for county in members if county in counties]
        if inside:
            code = f"{HOME_STATE}{WORKFORCE_REGION_TYPE}{region}"
            shares[code] = round(float(total[inside].sum() / total[members].sum()), 2)
    return shares


def _region(state: State, library: Library) -> str:
    names = area_titles(library)
    counties = metro_counties(state)
    choices = {
        "base_year": BASE_YEAR,
        "latest_year": LATEST_YEAR,
        "projected_areas": projection_weights(state, counties),
        "groups": {"Health care": ["621", "622", "623"]},
        "pinned": ["722"],
        "occupations": {
            "target_industries": [TARGET],
            "wage_area": METRO,
            "threshold_area": THRESHOLD_AREA,
            "flags": {"price_parity": PRICE_PARITY},
            "occupation_targets": f"{PARTNERS}/targets.csv",
            "challenge_log": f"{PARTNERS}/challenges.csv",
        },
        "assessment": {
            "responses": RESPONSES,
            "mode": "open",
            "everyone_asked": ASKED,
            "plan": PLAN,
            "plan_as_of": PLAN_DAY,
            "discussion": group_answers(),
        },
    }
    return region_text(
        "example",
        "Hartwell metro area, Westmark (simulated)",
        {code: names[code] for code in counties},
        library="library",
        proposals=proposed_sections(library, counties, choices),
    )


def main() -> None:
    """Write the example and say how large it is."""
    folder = shipped("data", "example")
    files = make_example(folder)
    size = sum(path.stat().st_size for path in files)
    print(f"{len(files)} files, {size / 1e6:.1f} MB in {folder}")


if __name__ == "__main__":
    main()
