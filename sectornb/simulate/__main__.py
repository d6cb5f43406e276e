"""`python -m sectornb.simulate` writes the example: agency files and the truth behind them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from sectornb.simulate.state import simulate_state
from sectornb.simulate.write import write_agency_files, write_truth


def main(arguments: Sequence[str] | None = None) -> None:
    """Write ``library/`` and ``truth/`` below the output folder."""
    parser = argparse.ArgumentParser(prog="python -m sectornb.simulate", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("data/example"), help="output folder")
    parser.add_argument("--seed", type=int, default=57, help="seed of all draws")
    chosen = parser.parse_args(arguments)
    state = simulate_state(chosen.seed)
    files = write_agency_files(state, chosen.out / "library")
    files += write_truth(state, chosen.out / "truth")
    size = sum(path.stat().st_size for path in files)
    print(f"{len(files)} files, {size / 1e6:.1f} MB in {chosen.out}")


if __name__ == "__main__":
    main()
