"""The steps of workbook 2, composed once: from the library to tables, findings and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from sectornb.codes import naics_titles, short_titles
from sectornb.dictionary import dictionary
from sectornb.disclosure.withheld.bounds import IndustryBounds
from sectornb.disclosure.withheld.summary import with_narrowed
from sectornb.disclosure.withheld.system import System, systems_by_year
from sectornb.industry import (
    composite,
    diagnostics,
    factor_bounds,
    highlights,
    ranking,
    read,
    requests,
    reversal,
    series,
)
from sectornb.industry.breaks import under_later_codes
from sectornb.industry.confined import Confined, confined
from sectornb.industry.counts import industry_counts
from sectornb.industry.diversity import diversity_table
from sectornb.industry.factors import industry_factors
from sectornb.industry.figures.pictures import industry_pictures
from sectornb.industry.files import IndustryFiles
from sectornb.industry.joins import industry_joins
from sectornb.industry.national import NationalShares, national_shares
from sectornb.industry.projection import combined_areas, projected, under_codes_of
from sectornb.industry.robustness import Robustness, with_draws
from sectornb.industry.sectors import sectors_across_a_break
from sectornb.industry.shift_share import shift_share_table
from sectornb.industry.what_if import what_if
from sectornb.industry.words.findings import industry_findings, industry_next_steps
from sectornb.industry.words.notes import industry_notes
from sectornb.industry.words.readings import industry_readings
from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.joins import Join
from sectornb.show.picture import Picture
from sectornb.show.sentence import Findings, Sentence
from sectornb.traps import caught


class IndustryStudy(IndustryFiles):
    """Which industries drive the region, and how sure that is, made of what is read for it."""

    # From counties to factors.

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The region's cells by industry, both years under the codes of the latest."""
        return under_later_codes(self.published.industries, self.base_year, self.latest_year)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """The table ``region_totals``."""
        return composite.regional_totals(self.published.totals, self.counties)

    @cached_property
    def jobs(self) -> dict[str, float]:
        """The region's jobs in the latest year: of ``all`` ownerships, of the chosen ``owner``."""
        return composite.jobs_of(self.totals, self.latest_year, self.ownership)

    @cached_property
    def national(self) -> NationalShares:
        """Each industry's share of the nation's jobs."""
        cells, owner = self.published, self.ownership
        compared = (cells.comparison, cells.comparison_totals)
        return national_shares(*compared, cells.nation, cells.nation_totals, ownership=owner)

    @cached_property
    def expected(self) -> pd.DataFrame | None:
        """Jobs projected for the areas that make up the region, under the codes of the latest."""
        if self.projections is None or self.settings.projections.use == "none":
            return None
        combined = combined_areas(self.projections, self.settings.projections.areas)
        return under_codes_of(combined, self.latest_year)

    @cached_property
    def joins(self) -> list[Join]:
        """The joins of industry codes behind the tables."""
        return industry_joins(self)

    @cached_property
    def published_factors(self) -> pd.DataFrame:
        """The five factors of every industry, from what is published of it alone."""
        assert self.joins is not None  # A join without any match says so before it misleads.
        table = industry_factors(
            self.published.industries,
            counties=self.counties,
            **self.ends,
            all_jobs=self.jobs["all"],
            owner_jobs=self.jobs["owner"],
            shares=self.national.shares,
            owner_share=self.national.owner_share,
            small_base_jobs=self.small_base_jobs,
            titles=naics_titles(self.latest_year),
            ownerships=self.published.ownerships,
            no_growth=self.published.no_growth,
        )
        return projected(
            table,
            self.expected,
            series.matched_yearly_jobs(self.years.region, self.counties, self.latest_year),
            self.latest_year,
            choice=self.settings.projections.use,
            small_base_jobs=self.small_base_jobs,
        )

    # What the published rows tell of withheld cells.

    @cached_property
    def systems(self) -> dict[str, System]:
        """The published rows of each year as one system of sums, for all that follows from them."""
        return self.confined.systems

    @cached_property
    def confined(self) -> Confined:
        """The systems of each year, and how many counties of the states are in them."""
        own = systems_by_year(self.levels, self.counties, self.ownership)
        return confined(own, self.surroundings)

    @cached_property
    def bounds(self) -> dict[str, IndustryBounds]:
        """Least and most of every withheld cell and of the region, by year."""
        return factor_bounds.yearly_bounds(self.systems)

    def factors_within(self, *, public: bool) -> pd.DataFrame:
        """The factors between their proven ends; for the `public` without too narrow ones."""
        return factor_bounds.with_bounds(
            self.published_factors,
            self.bounds,
            self.counties,
            naics_digits=self.naics_digits,
            **self.ends,
            all_jobs=self.jobs["all"],
            small_base_jobs=self.small_base_jobs,
            public=public,
            narrowest=self.settings.details.narrowest,
        )

    @cached_property
    def proven(self) -> pd.DataFrame:
        """The factors between all their proven ends, which places are proven from."""
        return self.factors_within(public=False)

    @cached_property
    def factors(self) -> pd.DataFrame:
        """The table ``industry_factors``: ends that may be shown, and estimates between them."""
        shown, latest = self.factors_within(public=True), self.systems[str(self.latest_year)]
        table = factor_bounds.with_estimates(shown, latest, naics_digits=self.naics_digits)
        held_back = shown["employment_high"].isna() & self.proven["employment_high"].notna()
        return table.assign(ends_held_back=held_back)

    def county_cells(self, *, public: bool) -> pd.DataFrame:
        """Every county cell between its proven ends; for the `public` without too narrow ones."""
        cells = factor_bounds.with_cell_bounds(
            self.published.industries,
            self.bounds,
            self.counties,
            public=public,
            narrowest=self.settings.details.narrowest,
        )
        return composite.county_table(cells)

    @cached_property
    def withheld(self) -> pd.DataFrame:
        """The table ``withheld_summary``: how much is withheld, and how closely confined."""
        industries = composite.regional_industries(self.published.industries, self.counties)
        return with_narrowed(
            diagnostics.withheld_summary(industries), self.bounds, self.counties, self.naics_digits
        )

    # Ranks, and how firm they are.

    @cached_property
    def active_weights(self) -> dict[str, float]:
        """Weights of the factors that have data."""
        return ranking.active_weights(self.factors, self.weights)

    @cached_property
    def highlights(self) -> pd.DataFrame:
        """The table ``industry_highlights``: every factor of every industry beside its rank."""
        return highlights.industry_highlights(
            self.factors, shortlist=self.shortlist, ties=self.ties, bounds=self.proven
        )

    @cached_property
    def drawn(self) -> Robustness:
        """The ranking, made anew in tables drawn from all that agree with the published rows."""
        ranked = ranking.industry_ranking(
            self.factors,
            self.weights,
            shortlist=self.shortlist,
            ties=self.ties,
            bounds=self.proven,
        )
        ranked = highlights.with_counts(ranked, self.highlights)
        complete = reversal.complete_ranks(self.factors, self.weights, self.ties)
        return with_draws(
            ranked.assign(rank_complete_only=ranked["naics"].map(complete)),
            self.factors,
            self.systems,
            self.weights,
            naics_digits=self.naics_digits,
            **self.ends,
            all_jobs=self.jobs["all"],
            small_base_jobs=self.small_base_jobs,
            shortlist=self.shortlist,
            ties=self.ties,
            draws=self.settings.details.draws,
            seed=self.settings.details.seed,
            weight=self.settings.details.draw_weight,
        )

    @property
    def ranking(self) -> pd.DataFrame:
        """The table ``industry_ranking``."""
        return self.drawn.ranking

    @property
    def what_if(self) -> dict[str, Any]:
        """The ranks by factor, for the page to weigh otherwise."""
        return what_if(self.ranking, self.weights, short_titles(self.latest_year), self.shortlist)

    @property
    def unscored(self) -> pd.DataFrame:
        """The rows of the ranking without a score, also where more disclosure could give one."""
        return self.ranking[self.ranking["score"].isna()]

    @cached_property
    def reversals(self) -> pd.DataFrame:
        """The table ``rank_reversals``: what leaving out an industry does to the others."""
        return reversal.rank_reversals(
            self.factors, self.weights, shortlist=self.shortlist, ties=self.ties
        )

    @cached_property
    def helpful(self) -> pd.DataFrame:
        """The table ``helpful_totals``: regional totals worth asking the state's office for."""
        ranked, settled = self.drawn.ranking, self.drawn.settled
        ends = self.proven.assign(employment_estimate=self.factors["employment_estimate"])
        return requests.undecided_totals(ranked, ends, self.active_weights, settled)

    @property
    def request(self) -> str:
        """A letter that asks for the most helpful totals."""
        names = self.county_names.values()
        return requests.request_for(self.helpful, names, self.latest_year, self.ownership)

    # How the jobs changed.

    @cached_property
    def region_jobs(self) -> pd.DataFrame:
        """Jobs of the region by industry and year, where they can be compared."""
        return series.yearly_jobs(self.years.region, self.latest_year)

    @cached_property
    def nation_jobs(self) -> pd.DataFrame:
        """The same of the nation."""
        return series.yearly_jobs(self.years.nation, self.latest_year)

    @cached_property
    def shifts(self) -> pd.DataFrame:
        """The table ``shift_share``: the change in jobs in its parts."""
        totals = series.totals_of_both(self.years, self.ownership)
        ours, theirs = self.region_jobs, self.nation_jobs
        return shift_share_table(self.factors, ours, theirs, totals, **self.ends)

    @cached_property
    def diversity(self) -> pd.DataFrame:
        """The table ``industry_diversity``: how evenly the jobs are spread, year by year."""
        totals = series.owner_totals(self.years.region_totals, self.ownership)
        return diversity_table(self.region_jobs, self.nation_jobs, totals, **self.ends)

    @property
    def is_split(self) -> bool:
        """Whether the change in jobs of any industry could be split into parts."""
        return bool(self.shifts["change_jobs"].notna().any())

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table to save."""
        tables = {
            "region_totals": self.totals,
            "industry_factors": self.factors,
            "industry_ranking": self.ranking,
            "industry_highlights": self.highlights,
            "rank_reversals": self.reversals,
            "shift_share": self.shifts,
            "industry_diversity": self.diversity,
            "withheld_summary": self.withheld,
            "helpful_totals": self.helpful,
            "county_industries": self.county_cells(public=True),
            "draw_diagnostics": self.drawn.diagnostics,
        }
        areas = {year: self.confined.areas(year) for year in self.confined.systems}
        return tables | {"industry_counts": industry_counts(tables, self.shortlist, areas)}

    @cached_property
    def own_tables(self) -> dict[str, pd.DataFrame]:
        """Bounds of every single county cell, for the analyst alone."""
        return {"county_bounds": self.county_cells(public=False)}

    def short_list(self) -> list[str]:
        """Industries on the short list, those that trial tables list most often first."""
        ranked = self.tables["industry_ranking"]
        listed = ranked[ranked["shortlisted"].astype(bool)]
        by = ["shortlist_share", "rank", "naics"]
        return list(listed.sort_values(by, ascending=[False, True, True])["naics"])

    def listed(self, table: str) -> pd.DataFrame:
        """The rows of `table` for the industries on the short list, in their order."""
        return self.tables[table].set_index("naics").loc[self.short_list()].reset_index()

    @property
    def speaker(self) -> IndustrySpeaker:
        """Reads what sentences say out of the tables."""
        keys = dictionary().keys_of(self.workbook.name)
        return IndustrySpeaker(self.tables, keys, self.settings)

    @cached_property
    def findings(self) -> Findings:
        """What a board should know."""
        return industry_findings(self.speaker)

    @cached_property
    def readings(self) -> dict[str, Sentence]:
        """What each result of the notebook means here."""
        return industry_readings(self.speaker)

    @cached_property
    def notes(self) -> Sequence[str | Sentence]:
        """How the ranking was made and is to be read."""
        return industry_notes(self.speaker, self.active_weights, self.national)

    @property
    def warnings(self) -> list[str]:
        """What about the two years could fool a reader of growth."""
        grown = self.factors.loc[self.factors["historical_growth_pct"].notna(), "naics"]
        held = [int(year) for year in self.years.region["year"].unique()]
        years = (self.base_year, self.latest_year)
        return diagnostics.year_warnings(*years, self.ownership, grown, held)

    @cached_property
    def cautions(self) -> list[str]:
        """What ``sectornb check`` warns of, but for the years (T22), of which `warnings` tells."""
        traps = [t for t in self.workbook.all_traps() if t.severity == "warning" and t.id != "T22"]
        return [found.text for found in caught(traps, self)]

    @cached_property
    def sectors(self) -> list[str]:
        """Growth of the sectors of those industries that have none because codes were redrawn."""
        return sectors_across_a_break(
            self.unscored["naics"],
            self.bounds,
            self.counties,
            **self.ends,
            narrowest=self.settings.details.narrowest,
        )

    @property
    def limits(self) -> Sequence[str | Sentence]:
        """What the data cannot say."""
        told = dictionary().limits_of(self.workbook.name, self.ownership)
        return [*self.warnings, *self.sectors, *self.cautions, *told]

    # What only traps look at.

    @cached_property
    def base_shares(self) -> pd.DataFrame | None:
        """National shares of the base year, under the codes of the latest, if it can be known."""
        base = read.base_comparison(self.library, self.settings, self.years)
        return base and national_shares(*base, ownership=self.ownership).shares

    @cached_property
    def codes_brought(self) -> dict[str, set[str]]:
        """Where industry codes came from, such as ``the projections``, to the codes."""
        brought = {"the published rows": self.levels, "the projections": self.projections}
        return {name: set(rows["naics"]) for name, rows in brought.items() if rows is not None}

    @cached_property
    def figures(self) -> dict[str, Picture]:
        """The pictures of the notebook, by the names of their readings."""
        assert self.tables and self.own_tables
        assert self.cautions is not None and self.sectors is not None
        self.let_go("levels", "surroundings", "systems", "confined", "bounds")
        return industry_pictures(
            self.factors, self.ranking, self.shifts, self.settings, self.active_weights
        )

    @property
    def next_steps(self) -> Sequence[str | Sentence]:
        """Whose employers to ask first, and which total would settle most."""
        return industry_next_steps(self.speaker)

    @property
    def pictures(self) -> Sequence[Picture]:
        """The pictures of the page."""
        return list(self.figures.values())
