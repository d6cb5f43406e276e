"""The steps of workbook 2, composed once: from the library to tables, findings and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from sectornb.codes import SECTORS, naics_titles, ownership_codes, short_titles
from sectornb.dictionary import dictionary
from sectornb.disclosure.withheld.bounds import IndustryBounds
from sectornb.disclosure.withheld.confined import Confined, confined
from sectornb.disclosure.withheld.estimates import industry_estimates
from sectornb.disclosure.withheld.outward import coarsely
from sectornb.disclosure.withheld.summary import with_narrowed
from sectornb.disclosure.withheld.system import System, systems_by_year
from sectornb.industry import (
    composite,
    diagnostics,
    factor_bounds,
    highlights,
    overview,
    profiles,
    ranking,
    read,
    requests,
    reversal,
    series,
)
from sectornb.industry.breaks import under_later_codes
from sectornb.industry.counts import industry_counts
from sectornb.industry.diversity import diversity_table
from sectornb.industry.factors import industry_factors
from sectornb.industry.figures.pictures import industry_pictures
from sectornb.industry.files import IndustryFiles
from sectornb.industry.groups.codes import finest_digits
from sectornb.industry.groups.table import group_table
from sectornb.industry.joins import industry_joins
from sectornb.industry.national import NationalShares, national_shares
from sectornb.industry.projection import projected
from sectornb.industry.ranking import listed_in_order
from sectornb.industry.robustness import Robustness, with_draws
from sectornb.industry.shift_share import shift_share_table
from sectornb.industry.what_if import what_if
from sectornb.industry.words.findings import industry_findings
from sectornb.industry.words.next_steps import industry_next_steps
from sectornb.industry.words.notes import industry_notes
from sectornb.industry.words.profiles import industry_profiles
from sectornb.industry.words.readings import industry_readings
from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.joins import Join
from sectornb.show.picture import Picture
from sectornb.show.profile import Profile
from sectornb.show.sentence import Findings, Sentence
from sectornb.sources.projected_areas import combined_areas, under_codes_of


class IndustryStudy(IndustryFiles):
    """Which industries drive the region, and how sure that is, made of what is read for it."""

    told_traps = frozenset({"T22"})  # `warnings` tells of the years.

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
        cells = self.published
        compared = (cells.comparison, cells.comparison_totals, cells.nation, cells.nation_totals)
        return national_shares(*compared, ownership=self.ownership)

    @cached_property
    def expected(self) -> pd.DataFrame | None:
        """Jobs projected for the areas that make up the region, under the codes of the latest."""
        if self.projections is None or self.settings.projections.use == "none":
            return None
        areas = combined_areas(self.projections, self.settings.projections.areas)
        return under_codes_of(areas, self.latest_year)

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

    @cached_property
    def outward(self) -> dict[str, IndustryBounds]:
        """The same with the region's rounded outward, so that reports may be subtracted."""
        return factor_bounds.outward(self.bounds, self.counties, self.settings.details.narrowest)

    def factors_within(self, *, public: bool) -> pd.DataFrame:
        """The factors between ends rounded outward; for the `public` without those not told."""
        return factor_bounds.with_bounds(
            self.published_factors,
            factor_bounds.Found(self.outward, self.bounds),
            naics_digits=self.naics_digits,
            **self.ends,
            all_jobs=self.jobs["all"],
            small_base_jobs=self.small_base_jobs,
            public=public,
        )

    @cached_property
    def proven(self) -> pd.DataFrame:
        """The factors between ends that hold for certain, which places are proven from."""
        return self.factors_within(public=False)

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """Our estimates of the region's industries in the latest year, as fine as groups are."""
        digits, year = max(self.naics_digits, finest_digits(self.settings)), str(self.latest_year)
        coarse = coarsely(self.bounds[year].cells, self.counties, self.settings.details.narrowest)
        return industry_estimates(self.systems[year], digits, coarse).region

    @cached_property
    def factors(self) -> pd.DataFrame:
        """The table ``industry_factors``: ends that may be shown, and estimates between them."""
        shown = self.factors_within(public=True)
        table = factor_bounds.with_estimates(shown, self.estimates, naics_digits=self.naics_digits)
        held_back = shown["employment_high"].isna() & self.proven["employment_high"].notna()
        return table.assign(ends_held_back=held_back)

    @cached_property
    def withheld(self) -> pd.DataFrame:
        """The table ``withheld_summary``: how much is withheld, and how closely confined."""
        industries = composite.regional_industries(self.published.industries, self.counties)
        return with_narrowed(
            diagnostics.withheld_summary(industries), self.outward, self.counties, self.naics_digits
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
        ranked = highlights.with_counts(ranked, self.highlights, self.factors)
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
            moves=factor_bounds.of_level(
                self.outward, self.latest_year, self.latest_year, ranked["naics"], self.naics_digits
            ),
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
    def groups(self) -> pd.DataFrame:
        """The table ``industry_groups``: sectors of the board's own, and others set beside."""
        return group_table(self)

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
        return requests.undecided_totals(
            ranked, ends, self.active_weights, settled, counties=len(self.counties)
        )

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
            "industry_groups": self.groups,
            "industry_highlights": self.highlights,
            "rank_reversals": self.reversals,
            "shift_share": self.shifts,
            "industry_diversity": self.diversity,
            "withheld_summary": self.withheld,
            "helpful_totals": self.helpful,
            "county_industries": composite.county_table(self.published.industries),
            "draw_diagnostics": self.drawn.diagnostics,
        }
        tables |= self.of_the_list(tables["industry_ranking"], tables["county_industries"])
        areas = {year: self.confined.areas(year) for year in self.confined.systems}
        tables["industry_counts"] = industry_counts(tables, self.shortlist, self.proven, areas)
        return tables

    def of_the_list(self, ranked: pd.DataFrame, cells: pd.DataFrame) -> dict[str, pd.DataFrame]:
        """What the profiles of the short list show beside other tables, and the sectors first."""
        listed, years = listed_in_order(ranked), self.years.region
        asked = (self.counties, self.ownership, self.settings.details.narrowest)
        between = profiles.bounds_between(self.levels_between, *asked)
        tables = profiles.profile_tables(
            listed,
            years[years["year"].astype(int).ge(self.base_year)],
            cells,
            self.levels[self.levels["own_code"].isin(ownership_codes(self.ownership))],
            self.outward | between,
            self.factors,
            self.county_names,
            latest_year=self.latest_year,
            naics_digits=self.naics_digits,
        )
        if self.naics_digits == 2:
            return tables
        wider = {"naics_digits": 2, "shortlist": overview.LEADING}
        above = type(self)(self.library, self.settings.model_copy(update=wider))
        # Of the same published rows: nothing is confined a second time.
        vars(above).update(levels=self.levels, systems=self.systems, bounds=self.bounds)
        # Projections of industries alone say nothing of the sectors.
        own = self.expected is not None and self.expected["naics"].isin(SECTORS).any()
        vars(above).update(expected=self.expected if own else None, outward=self.outward)
        names = short_titles(self.latest_year)
        first = overview.sectors_first(above.ranking, above.factors, self.factors, listed, names)
        return tables | {"sector_ranking": first}

    @cached_property
    def own_tables(self) -> dict[str, pd.DataFrame]:
        """Bounds of every single county cell, for the analyst alone."""
        cells = factor_bounds.with_cell_bounds(self.published.industries, self.bounds)
        return {"county_bounds": composite.county_table(cells)}

    def short_list(self) -> list[str]:
        """Industries on the short list, those that trial tables list most often first."""
        return listed_in_order(self.tables["industry_ranking"])

    def listed(self, table: str) -> pd.DataFrame:
        """The rows of `table` for the industries on the short list, in their order."""
        return self.tables[table].set_index("naics").loc[self.short_list()].reset_index()

    @property
    def speaker(self) -> IndustrySpeaker:
        """Reads what sentences say out of the tables."""
        keys = dictionary().keys_of(self.workbook.name)
        return IndustrySpeaker(self.tables, keys, self.settings, self.proven)

    @property
    def profiles(self) -> Sequence[Profile]:
        """A profile of each industry on the short list."""
        return industry_profiles(self.speaker, self.short_list())

    @property
    def leading(self) -> pd.DataFrame:
        """Sectors that lead, could, or hold an industry of the short list; none with two digits."""
        return overview.worth_showing(self.tables.get("sector_ranking"))

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
        grown = self.factors.dropna(subset="historical_growth_pct")["naics"]
        held = [int(year) for year in self.years.region["year"].unique()]
        ends = (self.base_year, self.latest_year)
        return diagnostics.year_warnings(*ends, self.ownership, grown, held)

    @property
    def limits(self) -> Sequence[str | Sentence]:
        """What the data cannot say."""
        own = dictionary().limits_of(self.workbook.name, self.ownership)
        return [*self.warnings, *self.cautions, *own]

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
        assert self.tables and self.own_tables and self.cautions is not None
        self.let_go(
            "levels", "surroundings", "systems", "confined", "bounds", "outward", "estimates"
        )
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
