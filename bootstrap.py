"""Set up the project and run its commands, with nothing but Python's standard library.

`python bootstrap.py report` and `python bootstrap.py test` are all that a fresh machine
needs, on Windows too; `make report` and `make test` call the same.

The file has to parse on a Python too old to run it, or its message would be a syntax
error: hence no future import and no newer syntax.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "sectornb needs Python 3.11 or newer; this is Python %d.%d (%s).\n"  # noqa: UP031
        "Call it with a newer one, such as: python3.12 bootstrap.py report\n"
        "or: make report PYTHON=python3.12" % (*sys.version_info[:2], sys.executable)
    )

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "sectornb-setup.json"
LOCK = ROOT / "requirements.lock"
PYPROJECT = ROOT / "pyproject.toml"
HELD: list[int] = []  # open files that what we call holds open too
INDEX_PAGE = ROOT / "reports" / "example" / "index.html"

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)


class Stop(Exception):
    """A reason to stop that the user can do something about."""


def say(text: str) -> None:
    print(text, flush=True)


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Tell what takes time while it runs, and how long it took."""
    print(f"  {what} ...", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        say(" stopped")
        raise
    say(f" {time.monotonic() - began:.1f} s")


def environment() -> dict[str, str]:
    """Variables for everything that runs in .venv: its own Python path, a pip that never asks."""
    # A foreign PYTHONHOME or PYTHONPATH would mix other packages into the pinned ones.
    dropped = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__", "PIP_TARGET", "PIP_PREFIX"}
    kept = {name: value for name, value in os.environ.items() if name.upper() not in dropped}
    kept["PATH"] = os.pathsep.join([str(BIN), kept.get("PATH", os.defpath)])
    kept["VIRTUAL_ENV"] = str(VENV)
    kept["PYTHONUTF8"] = "1"
    kept["PIP_NO_INPUT"] = "1"
    kept["PIP_USER"] = "0"
    kept["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return kept


def run(*arguments: object, **variables: str) -> int:
    """Run the Python of .venv in the checkout; its exit code, as a shell would give it."""
    command = [str(PYTHON), *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, env={**environment(), **variables}, pass_fds=HELD)
    before = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        # Ctrl-C reaches the child as well: wait until it has tidied up after itself.
        while process.returncode is None:
            with contextlib.suppress(KeyboardInterrupt):
                process.wait()
    finally:
        signal.signal(signal.SIGTERM, before)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


# --- set-up -------------------------------------------------------------------------------


def wanted() -> dict[str, str]:
    """What the present checkout and Python ask of .venv."""
    return {
        "python": "{}.{}".format(*sys.version_info),
        "checkout": str(ROOT),
        "lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
        "pyproject": hashlib.sha256(PYPROJECT.read_bytes()).hexdigest(),
    }


def found() -> dict[str, str]:
    """What .venv was set up for; empty if it is missing or was left half made."""
    if not PYTHON.exists():
        return {}
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one set-up run at a time: `make report` and `make test` may be started together."""
    with open(ROOT / ".venv.lock", "w", encoding="utf-8") as handle:
        if sys.platform == "win32":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:  # it gives up after ten tries
                    time.sleep(0.5)
        else:
            import fcntl

            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Waiting for another set-up of this checkout to end")
                fcntl.flock(handle, fcntl.LOCK_EX)
            # A pip that outlives a killed set-up keeps the lock, and so the next one waiting.
            HELD.append(handle.fileno())
        try:
            yield
        finally:
            HELD.clear()


def pip(*arguments: object) -> None:
    code = run("-m", "pip", "install", "-qq", *arguments)
    if code:
        raise Stop(
            f"Set-up stopped: pip ended with code {code}; its message stands above. The packages "
            "come from the package index that pip is configured for (see `pip config list`), as "
            "wheels with the hashes in requirements.lock. Call the same command again to go on."
        )


def make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        version = "{}.{}".format(*sys.version_info)
        raise Stop(
            f"This Python ({sys.executable}) cannot make virtual environments: its ensurepip is "
            f"missing. On Debian and Ubuntu: apt-get install python{version}-venv; then call the "
            "same command again."
        )
    if VENV.is_symlink():
        raise Stop(
            f"{VENV} is a link to {os.readlink(VENV)}, and setting up would empty what it leads "
            "to. Remove the link; the same command then makes a folder of its own."
        )
    import venv

    symlinks = os.name != "nt"
    venv.EnvBuilder(clear=True, with_pip=True, symlinks=symlinks).create(VENV)


def setup() -> int:
    """Make .venv what the lock file and pyproject.toml say; nothing to do is the usual case."""
    if found() == wanted():
        return 0
    with alone():
        old, new = found(), wanted()
        if old == new:
            return 0
        changed = {name for name in new if old.get(name) != new[name]}
        if old and changed == {"pyproject"}:
            say("pyproject.toml has changed: installing sectornb again")
        else:
            reason = f"changed: {', '.join(sorted(changed))}" if old else "once"
            say(f"Setting up .venv with Python {new['python']} ({reason})")
        STAMP.unlink(missing_ok=True)
        if changed != {"pyproject"} or not old:
            with step("virtual environment"):
                make_venv()
            pins = sum("==" in line for line in LOCK.read_text(encoding="utf-8").splitlines())
            with step(f"up to {pins} packages from requirements.lock, about 300 MB"):
                pip("--require-hashes", "--only-binary", ":all:", "-r", LOCK)
        with step("sectornb from this checkout"):
            pip("--no-deps", "--no-build-isolation", "-e", ROOT)
        draft = STAMP.with_suffix(".part")
        draft.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
        draft.replace(STAMP)
    return 0


# --- a browser for the tests of the pages ---------------------------------------------------


def installed_browser() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    for name in BROWSERS:
        path = shutil.which(name)
        if path:
            return path
    usual: list[Path] = []
    if sys.platform == "darwin":
        for name in ("Chromium", "Google Chrome", "Microsoft Edge"):
            usual.append(Path(f"/Applications/{name}.app/Contents/MacOS/{name}"))
    elif sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            base = Path(os.environ.get(variable, ROOT))
            usual.append(base / "Google" / "Chrome" / "Application" / "chrome.exe")
            usual.append(base / "Microsoft" / "Edge" / "Application" / "msedge.exe")
    return next((str(path) for path in usual if path.is_file()), None)


def may_use_apt() -> bool:
    """Whether this is Debian itself (Ubuntu's chromium is a snap) and we are its root."""
    release = Path("/etc/os-release")
    return (
        sys.platform == "linux"
        and os.geteuid() == 0
        and shutil.which("apt-get") is not None
        and release.is_file()
        and "ID=debian" in release.read_text(encoding="utf-8").splitlines()
    )


def browser() -> dict[str, str]:
    """The variable that tells the tests which browser to open; empty if there is none."""
    path = installed_browser()
    if path is None and "CHROMIUM" not in os.environ and may_use_apt():
        get = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]
        with contextlib.suppress(OSError, subprocess.SubprocessError), step("Debian's chromium"):
            for arguments in (["update"], packages):
                subprocess.run(
                    [*get, *arguments],
                    env=quiet,
                    check=True,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    timeout=600,
                )
        path = installed_browser()
    if path is None:
        say(
            "No Chromium, Chrome or Edge found: the tests that open pages in a browser are "
            "skipped. Install one, or name it in the variable CHROMIUM."
        )
        return {}
    return {"CHROMIUM": path}


# --- commands -------------------------------------------------------------------------------


def workers() -> int:
    """Processes for the tests: the cores we may use, within what memory usually allows."""
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return min(max(cores, 2), 4)


def pytest(*arguments: object, **variables: str) -> int:
    # A notebook's cells share a kernel, so a file must not be split over processes.
    spread = ("-n", workers(), "--dist", "loadfile")
    return run("-m", "pytest", *spread, *arguments, **browser(), **variables)


def report(extra: Sequence[str]) -> int:
    region = ROOT / "data" / "example" / "region.yml"
    code = run("-m", "sectornb", "run", region, "--out", ROOT / "reports", *extra)
    if code == 0:
        say(str(INDEX_PAGE))
    return code


def test(extra: Sequence[str]) -> int:
    # A checkout without notebooks has no such folder, for which pytest would run nothing at all.
    folders = [name for name in ("tests", "notebooks") if (ROOT / name).is_dir()]
    return pytest(*folders, "--nbval-lax", "--nbval-current-env", *extra)


def soak(extra: Sequence[str]) -> int:
    return pytest("tests", "-m", "soak", *extra)


def fuzz(extra: Sequence[str]) -> int:
    return run("-m", "tests.fuzz", *extra)


def properties(extra: Sequence[str]) -> int:
    return pytest("tests", "-m", "hypothesis", *extra, HYPOTHESIS_PROFILE="wide")


def lint(extra: Sequence[str]) -> int:
    tools = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
    return max(run("-m", *tool) for tool in tools)


def example(extra: Sequence[str]) -> int:
    return run("-m", "sectornb.report.example")


def accept(extra: Sequence[str]) -> int:
    """Make what was computed the expected: tables (`X_actual.csv`) and notebooks' outputs."""
    folders = (ROOT / "tests", ROOT / "reports" / "example")
    actual = sorted(path for folder in folders for path in folder.rglob("*_actual.csv"))
    for path in actual:
        expected = path.with_name(path.name.removesuffix("_actual.csv") + ".csv")
        path.replace(expected)
        say(f"accepted {expected.relative_to(ROOT)}")
    code = run("-m", "tests.compared_outputs", *extra)
    say("Look at the changes with: git diff")
    return code


def bench(extra: Sequence[str]) -> int:
    script = ROOT / "benchmarks" / "run.py"
    if not script.is_file():
        raise Stop(f"There are no benchmarks in this checkout: {script} is missing.")
    return run(script, *extra)


def tracked_reports() -> set[Path]:
    """The files under reports/ that belong to the project."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listed = subprocess.run(
            [git, "ls-files", "-z", "--", "reports"], cwd=ROOT, capture_output=True, text=True
        )
        if listed.returncode == 0:
            return {ROOT / name for name in listed.stdout.split("\0") if name}
    kept = ROOT / "reports" / "example"
    return {kept / "manifest.json", *(kept / "tables").glob("*.csv")}


def clean(extra: Sequence[str]) -> int:
    caches = ["__pycache__", ".ipynb_checkpoints"]
    found = [ROOT / name for name in (".venv", ".venv.lock", "build", "dist", ".cache")]
    found += [ROOT / f".{tool}_cache" for tool in ("pytest", "mypy", "ruff")]
    found += [ROOT / ".hypothesis"]
    for folder in ("sectornb", "tests", "notebooks", "benchmarks"):
        found += [path for name in caches for path in (ROOT / folder).rglob(name)]
    found.append(ROOT / "__pycache__")
    kept = tracked_reports()
    for path in sorted((ROOT / "reports").rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept:
            path.unlink()
    for path in found:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return 0


# Name, function, whether it takes arguments after `--`, what it does.
COMMANDS: dict[str, tuple[Callable[[Sequence[str]], int], bool, str]] = {
    "setup": (lambda extra: 0, False, "make .venv from requirements.lock (all others do it first)"),
    "report": (report, True, "run the workbooks on the example region, into reports/example"),
    "test": (test, True, "run the tests and the workbooks' own outputs"),
    "soak": (soak, True, "run the tests that take long"),
    "lint": (lint, False, "check style, format and types"),
    "example": (example, False, "write the simulated state again, into data/example"),
    "accept": (accept, False, "take the tests' *_actual.csv over as the expected tables"),
    "bench": (bench, True, "measure speed and memory"),
    "fuzz": (fuzz, True, "damage files for every reader until stopped; it goes on the next time"),
    "properties": (properties, True, "run the property tests with many more examples"),
    "clean": (clean, False, "remove .venv, caches, and reports that are not part of the project"),
}
WITHOUT_SETUP = {"clean"}


def help_text() -> str:
    lines = [f"  {name:<8} {what}" for name, (_, _, what) in COMMANDS.items()]
    lines.append("  help     this list")
    passed = ", ".join(name for name, (_, takes, _) in COMMANDS.items() if takes)
    return "\n".join(
        [
            "usage: python bootstrap.py COMMAND [-- ARGUMENTS]    or: make COMMAND [ARGS=...]",
            "",
            *lines,
            "",
            f"ARGUMENTS are passed on by {passed}; for one test: test -- -k name",
        ]
    )


def outside_venv(arguments: Sequence[str]) -> int | None:
    """Call this again with the Python that .venv was made from, since set-up may replace it."""
    base = getattr(sys, "_base_executable", None)
    if Path(sys.prefix).resolve() != VENV.resolve() or not base or base == sys.executable:
        return None
    return subprocess.run([base, __file__, *arguments]).returncode


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 done, 1 stopped, 2 wrong usage, or the code of what it called."""
    name, *extra = arguments or ["help"]
    if name in ("help", "-h", "--help"):
        say(help_text())
        return 0
    if name not in COMMANDS:
        print(f"There is no command {name!r}.\n\n{help_text()}", file=sys.stderr)
        return 2
    function, takes_arguments, _ = COMMANDS[name]
    if extra[:1] == ["--"]:
        extra = extra[1:]
    if extra and not takes_arguments:
        print(f"{name} takes no arguments: {' '.join(extra)}", file=sys.stderr)
        return 2
    elsewhere = outside_venv(arguments)
    if elsewhere is not None:
        return elsewhere
    try:
        if name not in WITHOUT_SETUP:
            setup()
        return function(extra)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
