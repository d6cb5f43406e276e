"""The kernel manager that reports are run with."""

from __future__ import annotations

from typing import ClassVar
from weakref import WeakSet

import zmq
from jupyter_client.manager import AsyncKernelManager


class ReportKernelManager(AsyncKernelManager):
    """Starts kernels whose connections are encrypted, where the kernel can do it.

    A kernel listens on local ports; on a shared machine its neighbors could
    otherwise read what a workbook computes.
    """

    running: ClassVar[WeakSet[ReportKernelManager]] = WeakSet()

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)
        self.running.add(self)
        if zmq.has("curve"):
            self.transport_encryption = "auto"

    @classmethod
    def end_all(cls) -> None:
        """End every kernel at once, from whatever thread, when a run is given up."""
        for manager in list(cls.running):
            process = getattr(manager.provisioner, "process", None)
            if process is not None:
                process.kill()

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The kernel's command, without its own log: it reports every orderly end as an error."""
        command = super().format_kernel_cmd([*(extra_arguments or []), "--log-level=CRITICAL"])
        return list(command)
