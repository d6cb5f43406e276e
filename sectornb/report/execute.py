"""Executing workbooks: side by side, each in a kernel of its own, with one bar for all."""

from __future__ import annotations

import builtins
import contextlib
import json
import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import yaml

from sectornb.contract import Placed, Workbook
from sectornb.errors import (
    ADVICE,
    ParameterError,
    WorkbookError,
    examples,
    nearest,
    told_of_system,
)
from sectornb.report.guard import Guard, is_own, without_outputs
from sectornb.report.kernel import Early, end_all, kernel_manager
from sectornb.report.parameters import check_parameters, declared_parameters

Tick = Callable[[], None]


@dataclass(frozen=True)
class Job:
    """One workbook to execute.

    Attributes
    ----------
    workbook : Workbook
        Which.
    parameters : dict
        Flat, paths as seen from the report.
    stage : Path
        The folder in which it runs and leaves ``<workbook>.ipynb`` and its results.
    report : Path
        The folder that the stage will replace; the notebook of a run that failed goes beside it.
    library : Path
        The library's folder, for messages.
    guard : Guard, optional
        Of the private inputs of the run.
    """

    workbook: Workbook
    parameters: dict[str, Any]
    stage: Path
    report: Path
    library: Path
    guard: Guard | None = None

    @property
    def private(self) -> dict[str, Placed]:
        """Where the workbook's private inputs lie; empty without any."""
        return self.guard.placed(self.workbook.name) if self.guard else {}

    @property
    def target(self) -> Path:
        """The executed notebook."""
        return self.stage / f"{self.workbook.name}.ipynb"


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def execute(
    jobs: Sequence[Job],
    early: Early,
    *,
    at_once: int,
    progress: bool,
    meanwhile: Callable[[], None],
) -> None:
    """Execute every job, `at_once` at a time; what one fails with ends the others.

    The results do not depend on how many run at once: each has a process of its own, and
    none reads what another writes; but for workbooks with rows about people, which run one
    after the other, each guarding its figures together with those printed before.

    Parameters
    ----------
    early : mapping
        Workbook to the process that waits to become its kernel, where there is one.
    progress : bool
        Whether to show one bar for all on stderr.
    meanwhile : callable
        Called while the first kernels work.

    Raises
    ------
    ParameterError
        If a notebook and the package do not declare the same parameters, or a value cannot
        be; nothing is executed then.
    WorkbookError
        If a workbook stops in a cell, or its process dies.
    """
    for job in jobs:
        _check_declared(job.workbook.notebook, job.parameters)
        check_parameters(job.workbook, job.parameters)
        _write_parameters(job)
    # Half of papermill's import is a grammar that jsonschema compiles to check international
    # addresses, which no notebook holds; where the module is missing it goes without.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import papermill  # noqa: F401  in this thread, once, before several need it

    # Its errors are told by ours, once.
    logging.getLogger("papermill").setLevel(logging.CRITICAL)

    with _one_bar(jobs, progress) as tick, ThreadPoolExecutor(max(at_once, 1)) as pool:
        running = [pool.submit(_execute_each, turn, early, tick) for turn in _turns(jobs)]
        try:
            meanwhile()
            for one in as_completed(running):
                one.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            end_all()
            raise


def _turns(jobs: Sequence[Job]) -> list[list[Job]]:
    """Jobs that run one after the other: those with private inputs; every other is alone."""
    of_people = [job for job in jobs if job.workbook.private_inputs]
    others = [[job] for job in jobs if not job.workbook.private_inputs]
    return [of_people, *others] if of_people else others


def _execute_each(turn: Sequence[Job], early: Early, tick: Tick) -> None:
    for job in turn:
        _execute(job, early, tick)


def _execute(job: Job, early: Early, tick: Tick) -> None:
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError
    from zmq import ZMQError

    try:
        papermill.execute_notebook(
            job.workbook.notebook,
            job.target,
            parameters=job.parameters,
            # papermill's own cwd= moves this process, and so every other workbook.
            resources={"metadata": {"path": str(job.stage)}},
            progress_bar=False,
            log_output=False,
            request_save_on_cell_execute=False,
            on_cell_executed=lambda **_: tick(),
            kernel_manager_class=kernel_manager(job.workbook.name, early, job.private),
            shutdown_kernel="immediate",
            # What is printed may reach us in pieces, cut by the clock.
            coalesce_streams=True,
        )
    except PapermillExecutionError as error:
        # What stopped a workbook with private inputs may repeat them.
        hidden = bool(job.private)
        raise WorkbookError(_stopped(job, error)) from None if hidden else error
    except DeadKernelError as error:
        raise WorkbookError(
            f"Workbook {job.workbook.name} ended without a word: its Python process died or was "
            "ended from outside, often because memory ran out. Nothing was changed. Close other "
            "programs, or take fewer counties, and run again."
        ) from error
    except (RuntimeError, NoSuchKernel, ZMQError) as error:
        raise WorkbookError(
            f"Workbook {job.workbook.name} could not begin: its Python process gave no answer "
            f"({error}). Nothing was changed. This computer's own address 127.0.0.1 has to be "
            "open to local programs: allow it where a firewall or a container forbids it. Where "
            "the computer was only busy, run again with --jobs 1."
        ) from error
    _scrub(job.target)


def _write_parameters(job: Job) -> None:
    name = job.workbook.name
    written = job.stage / "parameters" / f"{name}.yml"
    written.parent.mkdir(exist_ok=True)
    written.write_text(
        f"# Parameters of {name}; paths are relative to the report's folder. By hand:\n"
        f"# papermill {name}.ipynb again.ipynb -f parameters/{name}.yml\n"
        + yaml.safe_dump(job.parameters, sort_keys=False, allow_unicode=True),
        "utf-8",
    )


@contextlib.contextmanager
def _one_bar(jobs: Sequence[Job], progress: bool) -> Iterator[Tick]:
    """What to call after each cell: it moves one bar, whichever workbook the cell is of."""
    if not progress:
        yield lambda: None
        return
    cells = [json.loads(job.workbook.notebook.read_text("utf-8"))["cells"] for job in jobs]
    code = sum(cell["cell_type"] == "code" for notebook in cells for cell in notebook)
    alone = threading.Lock()
    # papermill adds a cell with the run's parameters to each notebook.
    with click.progressbar(length=code + len(jobs), label="    cells", file=sys.stderr) as bar:

        def tick() -> None:
            with alone:
                bar.update(1)

        yield tick


def _check_declared(notebook: Path, parameters: dict[str, Any]) -> None:
    declared = declared_parameters(notebook)
    unknown = sorted(set(parameters) - set(declared))
    missing = sorted(set(declared) - set(parameters))
    if unknown or missing:
        what = [f"does not declare {examples(unknown)}"] if unknown else []
        what += [f"declares {examples(missing)}, which nothing fills"] if missing else []
        raise ParameterError(
            f"{notebook.name} {' and '.join(what)}. {nearest((unknown + missing)[0], declared)} "
            "The notebook and the package are of different versions; reinstall sectornb."
        )


def _stopped(job: Job, error: Any) -> str:
    """Keep the notebook of a run that failed; say where it stopped, and why."""
    name = job.workbook.name
    kept = ", and the previous report is unchanged" if (job.report / "index.html").exists() else ""
    failed = failed_notebook(job.report, name)
    reason = " ".join(str(error.evalue).split())
    private = bool(job.private)
    if job.guard and private:
        reason = job.guard.told(str(error.ename), reason)
    _scrub(job.target, (str(error.ename), reason) if private else None)
    job.target.replace(failed)
    # Inside, the library is named as seen from the report; the reader stands elsewhere.
    inside = job.parameters["library"]
    if inside.strip("./"):
        reason = reason.replace(inside, str(job.library))
    where = f"cell {error.exec_count}" if error.exec_count else f"cell number {error.cell_index}"
    cell_id = _failing_cell_id(failed)
    named = f"{where} ('{cell_id}')" if cell_id else where
    kind = "" if private or is_own(error.ename) else f"{error.ename}: "
    return (
        f"Workbook {name} stopped in {named}; the notebook as it stopped is {failed}{kept}. "
        f"{kind}{reason}{_advice(error.ename, reason)}"
    )


def _advice(name: str, reason: str) -> str:
    """What to do about an error of the system that came up in a cell; empty about others."""
    kind = getattr(builtins, name, None)
    if kind is MemoryError:
        return f". {told_of_system(MemoryError())}"
    if not (isinstance(kind, type) and issubclass(kind, OSError)):
        return ""
    number = re.match(r"\[Errno (\d+)\]", reason)
    return f". {ADVICE.get(int(number[1]) if number else 0, ADVICE[0])}"


def failed_notebook(report: Path, workbook: str) -> Path:
    """Where the notebook of a run that failed is kept: beside the report, whether there is one."""
    return report.with_name(f"{report.name}.{workbook}.failed.ipynb")


def _failing_cell_id(notebook: Path) -> str | None:
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    for cell in cells:
        if any(output.get("output_type") == "error" for output in cell.get("outputs", [])):
            return str(cell.get("id"))
    return None


def _scrub(notebook: Path, told: tuple[str, str] | None = None) -> None:
    """Take clocks, absolute paths and random ids out of an executed notebook.

    Where `told` is given, kind and words of an error, every output goes as well.
    """
    content = json.loads(notebook.read_text("utf-8"))
    content["metadata"].pop("papermill", None)
    for cell in content["cells"]:
        for name in ("papermill", "execution"):
            cell["metadata"].pop(name, None)
        if "injected-parameters" in cell["metadata"].get("tags", []):
            cell["id"] = "injected-parameters"
    # papermill puts a banner with its own random ids before and inside a failed cell.
    content["cells"] = [
        cell
        for cell in content["cells"]
        if "papermill-error-cell-tag" not in cell["metadata"].get("tags", [])
    ]
    if told:
        without_outputs(content, *told)
    notebook.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
