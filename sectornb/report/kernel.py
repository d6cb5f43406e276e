"""The kernels that reports are run with: begun early, encrypted, ended with their run."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

LAUNCHER = [sys.executable, "-m", "ipykernel_launcher"]
Early = Mapping[str, subprocess.Popen[str]]


@contextlib.contextmanager
def begun_early(workbooks: Collection[str]) -> Iterator[Early]:
    """Processes that import what each of `workbooks` needs, and wait to become its kernel.

    Nothing but the standard library is needed to start them.  Whatever is left of them
    ends with the block.  Only on POSIX systems; elsewhere kernels begin when they are needed.
    """
    early: dict[str, subprocess.Popen[str]] = {}
    try:
        for workbook in workbooks if os.name == "posix" else ():
            early[workbook] = subprocess.Popen(
                # -P: a file in the caller's folder must not stand in for a package.
                [sys.executable, "-P", "-m", "sectornb.report.early_kernel", workbook],
                stdin=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env={**os.environ, "JPY_PARENT_PID": str(os.getpid())},
                start_new_session=True,
            )
        yield early
    finally:
        for process in early.values():
            with contextlib.suppress(OSError):
                process.kill()
            process.wait()
            if process.stdin:
                process.stdin.close()


def kernel_manager(workbook: str, early: Early) -> type[AsyncKernelManager]:
    """The class of kernel manager for `workbook`: its kernel is the process begun early.

    The connections are encrypted where the kernel can do it: a kernel listens on local
    ports, and on a shared machine its neighbors could otherwise read what it computes.
    """
    import zmq
    from jupyter_client.manager import AsyncKernelManager

    class ReportKernelManager(AsyncKernelManager):
        def __init__(self, **settings: object) -> None:
            super().__init__(**settings)
            _running.add(self)
            if zmq.has("curve"):
                self.transport_encryption = "auto"

        def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
            # Its own log reports every orderly end as an error.
            command = super().format_kernel_cmd([*(extra_arguments or []), "--log-level=CRITICAL"])
            return list(command)

        async def _async_launch_kernel(self, kernel_cmd: list[str], **settings: Any) -> None:
            process = early.get(workbook)
            if process is None or not _becomes(process, kernel_cmd, settings):
                await super()._async_launch_kernel(kernel_cmd, **settings)
                return
            provisioner: Any = self.provisioner
            provisioner.process, provisioner.pid = process, process.pid
            provisioner.pgid, provisioner.cwd = os.getpgid(process.pid), settings.get("cwd")
            self._reconcile_connection_info(provisioner.connection_info)

        _launch_kernel = _async_launch_kernel

    return ReportKernelManager


_running: WeakSet[Any] = WeakSet()


def end_all() -> None:
    """End every kernel at once, from whatever thread, when a run is given up."""
    for manager in list(_running):
        process = getattr(manager.provisioner, "process", None)
        if process is not None:
            process.kill()


def _becomes(
    process: subprocess.Popen[str], command: list[str], settings: Mapping[str, Any]
) -> bool:
    """Tell a waiting process to be the kernel of `command`; False where it cannot be."""
    if command[:3] != LAUNCHER or process.poll() is not None or process.stdin is None:
        return False
    told = {
        "arguments": command[3:],
        "folder": str(settings.get("cwd") or os.getcwd()),
        "environment": {**settings["env"], "JPY_PARENT_PID": str(os.getpid())},
    }
    try:
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.close()
    except OSError:
        return False
    return True
