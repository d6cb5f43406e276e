"""Workbook 1 as one chain: from flows to sheds, containment, delineations and sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial

import pandas as pd

from sectornb.codes import segment_names
from sectornb.contract import Study
from sectornb.dictionary import dictionary
from sectornb.errors import counted
from sectornb.joins import Join, join_on_codes
from sectornb.region import WORKBOOK, placed, segments, sheds
from sectornb.region.containment import ValidityTargets, containment
from sectornb.region.counts import region_counts
from sectornb.region.delineation import delineate
from sectornb.region.distance import distance_bands, no_centroids
from sectornb.region.figures.exchanges import plot_exchanges
from sectornb.region.figures.methods import plot_methods
from sectornb.region.figures.strips import plot_strips
from sectornb.region.figures.zone_map import plot_zone_map
from sectornb.region.flow_matrix import flow_matrix
from sectornb.region.read import Commuting, commuting_flows, counties_of
from sectornb.region.stability import CUTS, membership_runs
from sectornb.region.words.findings import region_findings, region_next_steps
from sectornb.region.words.gaps import Gaps, gaps_of, marks, uncounted
from sectornb.region.words.neighbors import told_of
from sectornb.region.words.notes import region_notes
from sectornb.region.words.readings import region_readings
from sectornb.region.words.verdict import verdict
from sectornb.shipped import facts
from sectornb.show.picture import Picture
from sectornb.show.sentence import Findings, Sentence, Speaker
from sectornb.sources.county_changes import of_other_edition
from sectornb.sources.county_names import county_names, with_county_name
from sectornb.sources.geometry import CountyShapes, held_shapes
from sectornb.sources.library import describe_used
from sectornb.sources.lodes.flows import MissingFlows, missing_flow_files

OUTLINES = "the county shapes"
AROUND = 10
"""So many counties outside, those with the largest exchange, are spoken of."""


def with_names() -> tuple[str, ...]:
    """Tables with names of counties."""
    tables = ((name, dictionary().table(name)) for name in dictionary().keys_of(WORKBOOK.name))
    return tuple(name for name, table in tables if "county_name" in " ".join(table.columns))


class RegionStudy(Study):
    """The steps of workbook 1; a table is the property of its declared name."""

    workbook = WORKBOOK
    told_traps = frozenset({"T45", "T46", "T48"})
    """The first findings tell what is missing, and the notes which counts are noise."""

    @property
    def period(self) -> str:
        """Year of the flows."""
        return str(self.settings.vintage)

    @cached_property
    def commuting(self) -> Commuting:
        """Flows into and out of the region."""
        return commuting_flows(
            self.library,
            self.counties,
            source=self.settings.flows,
            vintage=self.settings.vintage,
            job_type=self.settings.job_type,
            residents=self.settings.residents,
        )

    @cached_property
    def own_flows(self) -> pd.DataFrame:
        """The flows that begin or end in the region: all that sheds and distances look at."""
        flows, own = self.commuting.flows, list(self.counties)
        touching = flows["home_area_fips"].isin(own) | flows["work_area_fips"].isin(own)
        return flows[touching]

    @cached_property
    def lacking(self) -> tuple[MissingFlows, ...]:
        """Flow files that the library does not hold."""
        if self.settings.flows != "lodes":
            return ()
        vintage, job_type = self.settings.vintage, self.settings.job_type
        states = {code[:2] for code in self.counties}
        return missing_flow_files(self.library, int(vintage[:4]), job_type, states, vintage=vintage)

    @cached_property
    def shapes(self) -> CountyShapes | None:
        """Shapes of counties, where the library has them."""
        return held_shapes(self.library, self.settings.geometry)

    @cached_property
    def joins(self) -> Sequence[Join]:
        """Counties of the flows among those of LAUS, those with an outline, and those named."""
        found = [*self.commuting.joins]
        own = counties_of(self.own_flows[self.own_flows["jobs"].gt(0)])
        around = "the flows into and out of the region"
        if self.shapes:
            drawn, advice = self.shapes.polygons, "Add county shapes that have them, or choose "
            advice += "another vintage of shapes: geometry:"
            found.append(join_on_codes(around, own, OUTLINES, drawn, ("distance_bands",), advice))
            zones = self.delineation
            rows = {place for method in zones.labels for place in zones.zone(method)}
            codes, what = [zones.matrix.codes[place] for place in rows], "the region's zones"
            found.append(join_on_codes(what, codes, OUTLINES, drawn, ("delineations",), advice))
        if self.names:
            advice = "Add the agency's own area_titles.csv, of the year of the flows or later."
            what = "the names of counties"
            found.append(join_on_codes(around, own, what, self.names, with_names(), advice))
        return tuple(found)

    @property
    def undrawn(self) -> tuple[str, ...]:
        """Counties of the region's flows without an outline, though there are shapes."""
        return next((join.without for join in self.joins if join.where == OUTLINES), ())

    @property
    def unshaded(self) -> set[str]:
        """Outlines of which nothing is known: where flows have other counties of the state."""
        flows, states = self.commuting.flows, {code[:2] for code in self.undrawn}
        known = counties_of(flows)
        strange = set(self.shapes.polygons if self.shapes else ()) - known
        return {c for c in strange if c[:2] in states} | of_other_edition(strange, known)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of all counties by code."""
        return county_names(self.library, self.commuting.states, self.shapes)

    def _named(self, table: pd.DataFrame, codes: str, column: str = "county_name") -> pd.DataFrame:
        return with_county_name(table, codes, self.names, column)

    @property
    def _around(self) -> list[str]:
        """Names of the counties that the page speaks of: two alike are told with their state."""
        linked, zones = self.linked_counties["county_name"].head(AROUND), self.delineations
        return [*linked, *zones.loc[zones["with_region"] | zones["in_region"], "county_name"]]

    @property
    def county_names(self) -> Mapping[str, str]:
        """Names of the region's counties, its code where none is known."""
        return {code: self.names.get(code, code) for code in self.counties}

    @property
    def files_used(self) -> str:
        """The files behind the study, a line for each source."""
        _ = self.names  # Flows, shapes and titles are all read by then.
        return describe_used(self.library)

    @property
    def files_missing(self) -> str:
        """What the library lacks, and how much the flows hold, a line each."""
        data = self.commuting
        lines = [*(data.missing or ["No flow file is known to be missing."])]
        lines += [
            f"{data.flows['jobs'].sum():,.0f} {data.counted} in "
            f"{counted(len(data.flows), 'pair')} of "
            "counties",
            f"{counted(len(data.complete), 'county', 'counties')} whose own flows are complete, "
            f"in {data.zoned_in}",
            "County shapes are at hand."
            if self.shapes
            else "No county shapes: no distances, and tiles for a map.",
        ]
        return "\n".join(lines)

    @cached_property
    def targets(self) -> ValidityTargets:
        """Size and containment that a labor market should reach."""
        return ValidityTargets(**self.settings.travel_areas.model_dump())

    @cached_property
    def region_commuting(self) -> pd.DataFrame:
        """In- and out-commuting."""
        return sheds.commuting_summary(self.own_flows, self.counties)

    @cached_property
    def labor_shed(self) -> pd.DataFrame:
        """Homes of the region's workers."""
        shed = sheds.labor_shed(self.own_flows, self.counties)
        return self._named(shed, "home_area_fips")

    @cached_property
    def commute_shed(self) -> pd.DataFrame:
        """Workplaces of its residents."""
        shed = sheds.commute_shed(self.own_flows, self.counties)
        return self._named(shed, "work_area_fips")

    @cached_property
    def distance_bands(self) -> pd.DataFrame:
        """Jobs by the distance between home and work."""
        middles = self.shapes.centroids() if self.shapes else no_centroids()
        return distance_bands(self.own_flows, self.counties, middles)

    @cached_property
    def exchanges(self) -> pd.DataFrame:
        """The largest flows between two counties."""
        pairs = sheds.largest_exchanges(self.own_flows, self.counties)
        pairs = self._named(pairs, "home_area_fips", "home_county_name")
        return self._named(pairs, "work_area_fips", "work_county_name")

    @cached_property
    def containment(self) -> pd.DataFrame:
        """How self-contained the region is, with one county more or less."""
        return self._contained(self.commuting.flows)

    def _contained(self, flows: pd.DataFrame) -> pd.DataFrame:
        sets = containment(
            flows, self.counties, candidates=self.commuting.complete, targets=self.targets
        )
        return self._named(sets, "area_fips")

    @property
    def region_alone(self) -> pd.DataFrame:
        """Containment of the region as it is."""
        return self.containment.head(1).assign(county_name=self.settings.title)

    @property
    def next_counties(self) -> pd.DataFrame:
        """The ten best counties to add, and the ten to leave out, beside the region."""
        return self.containment[self.containment.groupby("change").cumcount().lt(10)]

    @cached_property
    def linked_counties(self) -> pd.DataFrame:
        """Counties outside by their exchange with the region."""
        linked = sheds.linked_counties(self.commuting.flows, self.counties)
        linked["flows_known"] = linked["area_fips"].isin(self.commuting.complete)
        return self._named(linked, "area_fips")

    @property
    def segment(self) -> str:
        """The segment nearest to the target industry; empty where the region has none of it."""
        known = self.segment_commuting["segment"].tolist()
        return self.settings.segment if self.settings.segment in known else ""

    @cached_property
    def segment_commuting(self) -> pd.DataFrame:
        """In- and out-commuting of every segment."""
        table = segments.commuting_by_segment(
            self.own_flows, self.counties, self.commuting.segments
        )
        table.insert(1, "segment_name", table["segment"].map(segment_names()))
        return table

    @property
    def target_segment(self) -> pd.DataFrame:
        """In- and out-commuting of the target segment beside that of all jobs."""
        table = self.segment_commuting
        return table[table["segment"].isin(["jobs", self.segment])]

    @cached_property
    def segment_sheds(self) -> pd.DataFrame:
        """Sheds of the target segment beside those of all jobs."""
        table = segments.segment_sheds(self.own_flows, self.counties, self.segment)
        return self._named(table, "area_fips")

    @property
    def differing_sheds(self) -> pd.DataFrame:
        """The ten counties whose share of the segment differs most from that of all jobs."""
        by_difference = self.segment_sheds["difference_pp"].abs().sort_values(ascending=False)
        return self.segment_sheds.reindex(by_difference.index).head(10)

    @cached_property
    def segment_containment(self) -> pd.DataFrame:
        """Containment in the target segment, with one county more or less."""
        own = segments.segment_flows(self.commuting.flows, self.segment or "jobs")
        sets = self._contained(own)
        return sets if self.segment else sets.head(0)

    @cached_property
    def delineation(self) -> delineate.Delineation:
        """Zones of all counties with known flows, by four methods."""
        chosen = self.settings.delineation
        choices = delineate.Choices(
            self.settings.cut, self.targets, tuple(chosen.central_counties), seed=chosen.seed
        )
        matrix = flow_matrix(self.commuting.flows, self.commuting.complete)
        return delineate.delineate(matrix, self.counties, choices)

    @cached_property
    def delineation_methods(self) -> pd.DataFrame:
        """What each method makes of the region."""
        return delineate.method_summary(self.delineation)

    @cached_property
    def method_agreement(self) -> pd.DataFrame:
        """How far every two methods agree."""
        return delineate.method_agreement(self.delineation)

    @cached_property
    def zones_by_cut(self) -> pd.DataFrame:
        """The region's commuting zone as the cut rises."""
        return delineate.zones_by_cut(self.delineation, CUTS)

    @cached_property
    def _runs(self) -> pd.DataFrame:
        return membership_runs(self.delineation, self.settings.delineation.draws)

    @cached_property
    def membership(self) -> pd.DataFrame:
        """How often each county is in the region's zone."""
        runs = self._named(self._runs, "area_fips")
        runs.insert(2, "in_region", runs["area_fips"].isin(self.counties))
        return runs

    @cached_property
    def delineations(self) -> pd.DataFrame:
        """Where every method puts every county, and how firmly."""
        neighbors = self.shapes.neighbors if self.shapes else None
        zones = placed.delineations(self.delineation, self._runs, neighbors)
        zones = self._named(zones, "area_fips")
        return self._named(zones, "zone", "zone_name")

    @property
    def weak_members(self) -> pd.DataFrame:
        """Members of the region's zones that few commuters hold, or that touch no other."""
        zones = self.delineations
        return zones[zones["alarm"].fillna(False) | ~zones["touches_zone"].fillna(True)]

    @cached_property
    def _unread(self) -> pd.Series[float]:
        """A table of the user is all that there is; of LODES, files may not be at hand."""
        unread = sheds.jobs_from_unread_states(self.own_flows, self.counties)
        return unread if self.settings.flows == "lodes" else unread.head(0)

    @cached_property
    def region_counts(self) -> pd.DataFrame:
        """Counts that the sentences speak of."""
        return region_counts(
            self.counties,
            self.commuting.complete,
            self.containment,
            self.delineation_methods,
            self.targets,
            self.linked_counties,
            float(self._unread.sum()),
            self.period,
        )

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Every declared table of the workbook."""
        return {name: getattr(self, name) for name in dictionary().keys_of(self.workbook.name)}

    @cached_property
    def _speaker(self) -> Speaker:
        return Speaker(self.tables, dictionary().keys_of(self.workbook.name))

    @cached_property
    def findings(self) -> Findings:
        """What a board should know, and what is missing."""
        return region_findings(
            self._speaker,
            self.counties,
            self.settings.segment,
            self.commuting,
            self._gaps,
            self.lacking,
        )

    @cached_property
    def _gaps(self) -> Gaps:
        known = {each.state.fips for each in self.lacking}
        return gaps_of(self.lacking, self.counties, further=bool({*self._unread.index} - known))

    def marks(self, table: pd.DataFrame) -> Mapping[str, Sequence[str]]:
        """What stands before figures of a table that missing files make bounds: at most."""
        return marks(table, self._gaps)

    @property
    def uncounted(self) -> Sequence[str]:
        """Which jobs the shares of a table leave out, for want of their file."""
        return uncounted(self._gaps)

    @cached_property
    def readings(self) -> Mapping[str, Sentence]:
        """What the numbers of each result mean here."""
        approximated = bool(self.commuting.missing) and not self.lacking
        said = verdict(self._speaker, self._gaps, approximated=approximated)
        unit = self.commuting.counted
        return {"answer": said} | region_readings(self._speaker, self.settings, self._gaps, unit)

    @property
    def notes(self) -> Sequence[str | Sentence]:
        """How the flows are to be read."""
        shapes = self.shapes is not None
        return region_notes(
            self._speaker, self.settings, self.commuting, shapes=shapes, undrawn=self.undrawn
        )

    @property
    def next_steps(self) -> Sequence[str | Sentence]:
        """Which file would settle most, and whom to ask."""
        return region_next_steps(self._speaker, self._gaps, self.lacking)

    @property
    def limits(self) -> Sequence[str]:
        """What workbook 1 cannot tell."""
        return [*self.cautions, *dictionary().limits_of(self.workbook.name, self.settings.flows)]

    @cached_property
    def _about(self) -> str:
        """Region, year and what is counted, for captions."""
        counted = self.commuting.counted
        if self.settings.flows == "lodes":
            titles = {row["job_type"]: row["title"] for row in facts("lodes_job_types")}
            counted = titles[self.settings.job_type]
        return f"{self.settings.title}, {self.period}, {counted}"

    @cached_property
    def shed_strips(self) -> Picture:
        """How many cross the border, each way."""
        both = (self.labor_shed, self.commute_shed)
        return plot_strips(*both, self.counties, self._about, self._gaps, self._around)

    @cached_property
    def exchange_grid(self) -> Picture:
        """Homes by workplaces."""
        jobs = sheds.home_by_work(self.own_flows, self.counties)
        drawn = partial(plot_exchanges, among=self._around, counted=self.commuting.counted)
        return drawn(jobs, self.names, self._about, self._gaps)

    @cached_property
    def zone_map(self) -> Picture:
        """Where workers live, and the lines of the labor markets."""
        shed, told = self.labor_shed, told_of(self.linked_counties)
        own, gaps = self.region_commuting, self._gaps
        drawn = partial(plot_zone_map, commuting=own, gaps=gaps, linked=told)
        return drawn(shed, self.delineations, self.shapes, self._about, self.unshaded)

    @cached_property
    def method_maps(self) -> Picture:
        """The region's zone by every method."""
        votes = delineate.voting(self.delineation_methods)["method"].tolist()
        return plot_methods(self.delineations, self.shapes, self._about, self._around, votes)

    @property
    def pictures(self) -> Sequence[Picture]:
        """The pictures of the notebook, the map first."""
        return (self.zone_map, self.shed_strips, self.exchange_grid, self.method_maps)
