"""What stands where in the files of LODES: names, columns, job types, digits of a block."""

from __future__ import annotations

from sectornb.shipped import facts

SOURCE = "lodes"
KEYS = ["home_area_fips", "work_area_fips"]
"""A pair of counties, in our tables."""
SUFFIXES = (".csv.gz", ".csv")
"""As the agency packs a file, and as some browsers unpack it."""
SEGMENTS = (("SA01", "SA02", "SA03"), ("SE01", "SE02", "SE03"), ("SI01", "SI02", "SI03"))
"""Age, pay and industry: each group adds up to the jobs of its row, ``S000``."""
COUNTS = ("S000", *(column for group in SEGMENTS for column in group))
JOB_TYPES = {row["job_type"]: row["title"] for row in facts("lodes_job_types")}
BLOCK_TO_COUNTY = 10**10
"""A block divided by it, as a whole number, is its county."""
BLOCK_TO_STATE = 10**13
