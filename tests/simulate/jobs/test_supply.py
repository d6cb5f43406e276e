"""Who can fill the jobs: sums that hold, totals beside their parts, marks of the agencies."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd

from sectornb.simulate import State
from sectornb.simulate.jobs.supply import (
    attainment_csv,
    completions_files,
    state_occupations_json,
    workers_json,
)
from sectornb.simulate.jobs.truth import build_jobs


def test_lines_of_attainment_add_up(little: State) -> None:
    header, labels, *rows = csv.reader(io.StringIO(attainment_csv(little).decode("utf-8-sig")))
    # The agency closes every row with a comma.
    assert header[:2] == ["GEO_ID", "NAME"] and header[-1] == labels[-1] == ""
    place = {label: at for at, label in enumerate(labels)}
    for row in rows:
        total, male, female = (
            int(row[place[f"Estimate!!Total:{part}"]]) for part in ("", "!!Male:", "!!Female:")
        )
        assert total == male + female > 0


def test_totals_of_awards_are_those_of_their_programs(little: State) -> None:
    data = dict(completions_files(little))[f"c{little.years[-1]}_a.csv"]
    rows = pd.read_csv(io.BytesIO(data), dtype=str)
    rows["CTOTALT"] = rows["CTOTALT"].astype(int)
    total = rows[rows["CIPCODE"].eq("99")]
    assert total["CTOTALT"].sum() == rows["CTOTALT"].sum() - total["CTOTALT"].sum() > 0
    assert set(rows["MAJORNUM"]) == {"1", "2"}


def test_ages_add_up_to_all_but_for_the_noise_of_the_program(little: State) -> None:
    head, *cells = json.loads(workers_json(little))
    rows = pd.DataFrame(cells, columns=head)
    rows["Emp"] = rows["Emp"].astype(float)
    every = rows[rows["agegrp"].eq("A00")].set_index(["county", "time"])["Emp"]
    parts = rows[rows["agegrp"].ne("A00")].groupby(["county", "time"])["Emp"].sum(min_count=8)
    ratio = (parts / every).dropna()
    assert len(ratio) and ratio.between(0.99, 1.01).all()


def test_the_state_tells_as_many_rows_as_it_says(little: State) -> None:
    answer = json.loads(state_occupations_json(little, build_jobs(little)))
    assert len(answer["rows"]) == int(answer["pager"]["total_items"])
    assert all(int(row["Base"]) % 10 == 0 for row in answer["rows"])
