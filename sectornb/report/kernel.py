"""The kernels that reports are run with: begun early, encrypted, ended with their run."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import math
import os
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

if TYPE_CHECKING:
    from jupyter_client.asynchronous.client import AsyncKernelClient
    from jupyter_client.manager import AsyncKernelManager

    from sectornb.contract import Placed

PRIVATE_INPUTS = "SECTORNB_PRIVATE_INPUTS"
LAUNCHER = [sys.executable, "-m", "ipykernel_launcher"]
Early = dict[str, subprocess.Popen[str]]
# Memory that arrays gave back is kept for the next ones: asking the system anew for each
# takes a third of the time of drawing tables.  Other C libraries than glibc pass it over.
KEEPS_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TRIM_THRESHOLD_": "67108864"}


@contextlib.contextmanager
def begun_early(workbooks: Collection[str]) -> Iterator[Early]:
    """Processes that import what each of `workbooks` needs, and wait to become its kernel.

    Nothing but the standard library is needed to start them.  Whatever is left of them
    ends with the block, also those that begin later, and with this process, however it ends.
    Only on POSIX systems; elsewhere kernels begin when they are needed.
    """
    early: Early = {}
    try:
        for workbook in workbooks if os.name == "posix" else ():
            early[workbook] = _begin(workbook)
        yield early
    finally:
        for process in early.values():
            with contextlib.suppress(OSError):
                process.kill()
            process.wait()
            if process.stdin:
                process.stdin.close()


def _begin(workbook: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        # -P: a file in the caller's folder must not stand in for a package.
        [sys.executable, "-P", "-m", "sectornb.report.early_kernel", workbook],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**KEEPS_MEMORY, **os.environ, "JPY_PARENT_PID": str(os.getpid())},
        start_new_session=True,
    )


def kernel_manager(
    workbook: str, early: Early, private: Mapping[str, Placed] | None = None
) -> type[AsyncKernelManager]:
    """The class of kernel manager for `workbook`: its kernel is the process begun early.

    Where private inputs lie it is told in its environment, which nothing saves.

    The connections are encrypted where the kernel can do it: a kernel listens on local
    ports, and on a shared machine its neighbors could otherwise read what it computes.
    """
    import zmq
    from jupyter_client.manager import AsyncKernelManager

    class ReportKernelManager(AsyncKernelManager):
        def __init__(self, **settings: object) -> None:
            super().__init__(**settings)
            _running.add(self)
            self.client_factory = _report_client()
            if zmq.has("curve"):
                self.transport_encryption = "auto"

        def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
            # Its own log reports every orderly end as an error.
            command = super().format_kernel_cmd([*(extra_arguments or []), "--log-level=CRITICAL"])
            return list(command)

        async def _async_launch_kernel(self, kernel_cmd: list[str], **settings: Any) -> None:
            settings["env"] = {**settings["env"], PRIVATE_INPUTS: json.dumps(private or {})}
            if workbook not in early and os.name == "posix":
                early[workbook] = _begin(workbook)
            process = early.get(workbook)
            if process is None or not _becomes(process, kernel_cmd, settings):
                await super()._async_launch_kernel(kernel_cmd, **settings)
                return
            provisioner: Any = self.provisioner
            provisioner.process, provisioner.pid = process, process.pid
            provisioner.pgid, provisioner.cwd = os.getpgid(process.pid), settings.get("cwd")
            self._reconcile_connection_info(provisioner.connection_info)

        _launch_kernel = _async_launch_kernel

        async def _async_kill_kernel(self, restart: bool = False) -> None:
            # Its parent looks ten times a second whether the process has ended.
            process: Any = getattr(self.provisioner, "process", None)
            if process is not None:
                process.kill()
                await asyncio.to_thread(process.wait)
            await super()._async_kill_kernel(restart=restart)

    return ReportKernelManager


def _report_client() -> type[AsyncKernelClient]:
    """The class of client: it knows when a kernel is ready, and does not wait for silence."""
    from queue import Empty

    from jupyter_client.asynchronous.client import AsyncKernelClient

    class ReportKernelClient(AsyncKernelClient):
        async def wait_for_ready(self, timeout: float | None = None) -> None:
            """Wait until the kernel has answered and said on both channels that it is idle.

            Its parent's reads what the kernel says until nothing comes for 0.2 s.
            """
            until = time.monotonic() + (math.inf if timeout is None else timeout)
            while time.monotonic() < until:
                asked = self.kernel_info()
                with contextlib.suppress(Empty):
                    reply = await self.shell_channel.get_msg(timeout=1)
                    # Where the channel was joined too late to hear of it, it is asked again.
                    while not _says_idle(await self.iopub_channel.get_msg(timeout=0.2), asked):
                        pass
                    self._handle_kernel_info_reply(reply)
                    return
                if not await self._async_is_alive():
                    raise RuntimeError("Kernel died before replying to kernel_info")
            raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    return ReportKernelClient


def _says_idle(message: Mapping[str, Any], asked: str) -> bool:
    """Whether a kernel says that it has done what the message `asked` wanted."""
    about = message["parent_header"].get("msg_id")
    return about == asked and message["content"].get("execution_state") == "idle"


_running: WeakSet[Any] = WeakSet()


def end_all() -> None:
    """End every kernel at once, from whatever thread, when a run is given up."""
    # What papermill would say of kernels that are ended on purpose.
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
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
        # Left open: the kernel ends when this process does and closes it.
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.flush()
    except OSError:
        return False
    return True
