"""A kernel's process that begins before its connection is known, importing what it will need.

``sectornb run`` starts one for each workbook at once and imports its own half meanwhile;
when a kernel is wanted, it tells this process how to connect, and the process becomes the
kernel.  Its input stays open as long as the run lives: it ends as its input does.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
from importlib import import_module

from sectornb.report.lifeline import hang_on


def become_kernel(workbook: str) -> None:
    """Import what `workbook` needs, wait for the command line of a kernel, and be one."""
    # What is imported stays; looking for circles among it is a tenth of the time.
    gc.disable()
    # Nobody steps through a report as it is made, and the debugger's import is not small.
    sys.modules.setdefault("debugpy", None)  # type: ignore[arg-type]
    from ipykernel import kernelapp

    # As the kernel would do it later, or figures would not be shown.
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    # What cannot be imported is told by the notebook, which imports it again.
    with contextlib.suppress(Exception):
        from sectornb.show.picture import statistical_plots
        from sectornb.workbooks import workbooks

        statistical_plots()
        for module in (
            workbooks()[workbook].study.partition(":")[0],
            "matplotlib.pyplot",
            "matplotlib.backends.backend_agg",
            "matplotlib.backends.backend_svg",
            "PIL.PngImagePlugin",
            "sectornb.report.parameters",
            "sectornb.report.record",
        ):
            import_module(module)
    gc.freeze()
    gc.enable()
    line = sys.stdin.readline()
    if not line:
        return
    # What a notebook starts finds an empty input, and does not wait on ours.
    lifeline = os.dup(0)
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    hang_on(lifeline)
    told = json.loads(line)
    os.environ.clear()
    os.environ.update(told["environment"])
    os.chdir(told["folder"])
    sys.argv = ["ipykernel_launcher", *told["arguments"]]
    kernelapp.launch_new_instance()


if __name__ == "__main__":
    become_kernel(sys.argv[1])
