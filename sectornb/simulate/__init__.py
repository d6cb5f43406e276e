"""A fictional state with known truth, published in the agencies' own formats.

It is the default example, the ground of tests and benchmarks, and a teaching case.
"""

from sectornb.simulate.state import State, simulate_state
from sectornb.simulate.write import write_agency_files, write_truth

__all__ = ["State", "simulate_state", "write_agency_files", "write_truth"]
