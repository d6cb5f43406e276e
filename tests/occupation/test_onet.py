"""Lists of O*NET by occupation: each entry once, flags as told, absent tables without rows."""

from __future__ import annotations

import pandas as pd

from sectornb.occupation.onet import (
    CONDITIONS,
    TASKS,
    TOOLS,
    ZONES,
    job_zones,
    occupation_tasks,
    occupation_tools,
    working_conditions,
)

PAIRS = pd.DataFrame(
    [("29-1141", "29-1141.00"), ("29-1141", "29-1141.01"), ("31-1120", "31-1121.00")],
    columns=["soc", "onet_soc"],
)
NONE = pd.DataFrame()
TECHNOLOGY = pd.DataFrame(
    [
        ("29-1141.00", "Epic", "Medical software", "N", "Y"),
        ("29-1141.00", "Excel", "Spreadsheet software", "Y", "N"),
        ("29-1141.01", "Excel", "Spreadsheet software", "Y", "Y"),
        ("29-1141.01", "Allscripts", "Medical software", "N", "N"),
    ],
    columns=["onet_soc", "example", "commodity_title", "hot_technology", "in_demand"],
)
TOOL = pd.DataFrame(
    [("31-1121.00", "Gait belts", "Lifts")], columns=["onet_soc", "example", "commodity_title"]
)


def test_a_product_of_several_o_net_occupations_stands_once() -> None:
    table = occupation_tools(PAIRS, TECHNOLOGY, NONE).set_index("tool")
    assert table.loc["Excel", ["n_onet", "hot_technology", "often_in_postings"]].tolist() == [
        2, "yes", "yes",
    ]  # fmt: skip


def test_what_postings_name_often_stands_first() -> None:
    table = occupation_tools(PAIRS, TECHNOLOGY, NONE)
    assert table["tool"].tolist() == ["Excel", "Epic", "Allscripts"]
    assert table["rank"].tolist() == [1, 2, 3]


def test_of_tools_no_postings_are_told() -> None:
    row = occupation_tools(PAIRS, NONE, TOOL).iloc[0]
    assert (row["tool_kind"], row["hot_technology"]) == ("tool", "not_known")
    assert row["often_in_postings"] == "not_known"


def test_software_of_later_releases_is_read_alike() -> None:
    later = TECHNOLOGY.rename(columns={"commodity_title": "element_name"})
    pd.testing.assert_frame_equal(
        occupation_tools(PAIRS, later, NONE), occupation_tools(PAIRS, TECHNOLOGY, NONE)
    )


def test_core_tasks_stand_first() -> None:
    tasks = pd.DataFrame(
        {
            "onet_soc": "29-1141.00",
            "task_id": ["9", "10", "11", "12"],
            "task": ["Rarely", "Mostly", "Often", "New"],
            "task_type": ["Supplemental", "Core", "Core", ""],
            "respondents": [50.0, 40, 50, float("nan")],
        }
    )
    table = occupation_tasks(PAIRS, tasks)
    assert table["task"].tolist() == ["Often", "Mostly", "Rarely", "New"]
    assert table["task_type"].tolist() == ["core", "core", "supplemental", "not_rated"]


def test_conditions_are_means_of_the_scale_alone() -> None:
    columns = ["onet_soc", "element_id", "element_name", "scale_id", "value", "value_status"]
    context = pd.DataFrame(
        [
            ("29-1141.00", "4.C.1", "Disease", "CX", 5.0, "published"),
            ("29-1141.01", "4.C.1", "Disease", "CX", 4.0, "published"),
            ("29-1141.00", "4.C.1", "Disease", "CXP", 80.0, "published"),
            ("29-1141.00", "4.C.2", "Noise", "CX", 3.0, "unreliable"),
        ],
        columns=columns,
    )
    table = working_conditions(PAIRS, context).set_index("element")
    row = table.loc["Disease"]
    assert (row["condition"], row["condition_score"], row["condition_n"]) == (4.5, 87.5, 2)
    assert table.loc["Noise", "condition_status"] == "low_precision"
    assert pd.isna(table.loc["Noise", "condition"])


def test_zones_of_one_code_may_differ() -> None:
    zones = pd.DataFrame(
        {"onet_soc": ["29-1141.00", "29-1141.01", "31-1121.00"], "job_zone": ["3", "5", "2"]}
    )
    reference = pd.DataFrame(
        {
            "job_zone": ["2", "3", "5"], "job_zone_name": ["Some", "Medium", "Extensive"],
            "education": ["School", "Training", "Graduate"], "experience": ["a", "b", "c"],
            "job_training": ["d", "e", "f"],
        }
    )  # fmt: skip
    table = job_zones(PAIRS, zones, reference).set_index("soc")
    nurse, aide = table.loc["29-1141"], table.loc["31-1120"]
    assert (nurse["job_zone_low"], nurse["job_zone_high"]) == (3, 5)
    assert (nurse["job_zone_range"], nurse["job_zone_education"]) == ("Medium to Extensive", "")
    assert (aide["job_zone_range"], aide["job_zone_education"]) == ("Some", "School")
    bare = job_zones(PAIRS, zones, NONE).set_index("soc")
    assert bare.loc["31-1120", "job_zone_range"] == "Job Zone 2"


def test_what_is_not_held_gives_tables_without_rows() -> None:
    assert occupation_tools(PAIRS, NONE, NONE).columns.tolist() == TOOLS
    assert occupation_tasks(PAIRS, NONE).columns.tolist() == TASKS
    assert working_conditions(PAIRS, NONE).columns.tolist() == CONDITIONS
    assert job_zones(PAIRS, NONE, NONE).columns.tolist() == ZONES
