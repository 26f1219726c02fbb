"""The app as a process of its own: started on a free port, weighed, stopped with its workers."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0


class Memory(NamedTuple):
    """Megabytes of the server and of its workers: resident, and shared with no other process."""

    server_rss: float
    server_uss: float
    workers_rss: float
    workers_uss: float


class AppServer:
    """A running app.

    Attributes
    ----------
    port : int
    seconds : float
        From the command to the first good answer of its health check.
    process : psutil.Process
    """

    def __init__(self, port: int, seconds: float, process: psutil.Process) -> None:
        self.port, self.seconds, self.process = port, seconds, process

    @property
    def address(self) -> str:
        """Return where a browser finds the app."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> Memory:
        """Weigh the server and its workers."""
        workers = [child.memory_full_info() for child in self.process.children(recursive=True)]
        server = self.process.memory_full_info()
        numbers = (
            server.rss,
            server.uss,
            sum(worker.rss for worker in workers),
            sum(worker.uss for worker in workers),
        )
        return Memory(*(number / 1e6 for number in numbers))

    def processor_seconds(self) -> float:
        """Return the processor time that the server, without its workers, has taken so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@contextmanager
def app_server() -> Iterator[AppServer]:
    """Run the app on a free port of this machine, and stop it with all its workers at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ("--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}")
    began = time.perf_counter()
    started = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    process = psutil.Process(started.pid)
    try:
        _wait_until_healthy(started, f"http://127.0.0.1:{port}/_stcore/health")
        yield AppServer(port, time.perf_counter() - began, process)
    finally:
        workers = process.children(recursive=True) if process.is_running() else []
        started.kill()
        started.wait()
        for worker in workers:
            if worker.is_running():
                worker.kill()
        psutil.wait_procs(workers, timeout=5)


def _wait_until_healthy(started: subprocess.Popen[bytes], address: str) -> None:
    """Ask until the server says that it is well."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if started.poll() is not None:
            raise RuntimeError(f"the app's server ended with exit code {started.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"the app's server was not healthy after {PATIENCE:.0f} s")
