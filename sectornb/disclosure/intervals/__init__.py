"""What follows for unknown numbers from sums that are known: bounds, conflicts, draws.

Knows nothing of counties or industries: nodes are numbered, and a parent is the
sum of its children.
"""

from sectornb.disclosure.intervals.conflict import irreducible_rows
from sectornb.disclosure.intervals.forest import Forest, Narrowed, narrow, narrow_crossed

__all__ = ["Forest", "Narrowed", "irreducible_rows", "narrow", "narrow_crossed"]
