"""What an installation carries: an editable one nothing, a wheel everything it needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("notebooks", "data/sources", "data/instruments", "data/classifications")
SHIPPED += ("data/dictionary", "data/example")
RUBBISH = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}

# Prints where the package and what comes with it are found, as JSON.
LOOK = """
import json
import sectornb
from sectornb.shipped import checkout, shipped
print(json.dumps({
    "package": sectornb.__file__,
    "checkout": str(checkout()),
    "notebooks": str(shipped("notebooks")),
    "dictionary": str(shipped("data", "dictionary")),
}))
"""


def built(hook: str, checkout: Path, target: Path) -> Path:
    """The wheel that the build hook makes of `checkout`, without a build environment."""
    target.mkdir()
    script = f"import sys, hatchling.build as b; print(b.{hook}(sys.argv[1]))"
    command = [sys.executable, "-c", script, str(target)]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(target.glob("*.whl"))


def python(code: str, folder: Path, *path: Path) -> dict[str, str]:
    """What `code` prints in a fresh interpreter that knows `path` and the standard library."""
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path))}
    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def checkout_of(folder: Path, *left_out: str) -> Path:
    """A small checkout: the package's own files that matter here, and a file in each folder."""
    (folder / "sectornb").mkdir(parents=True)
    for name in ("pyproject.toml", "LICENSE", "sectornb/__init__.py", "sectornb/shipped.py"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    (folder / "README.md").write_text("Read me\n", encoding="utf-8")
    for name in (*SHIPPED, "data/library", "docs"):
        if name not in left_out:
            (folder / name).mkdir(parents=True)
            (folder / name / "one.txt").write_text(f"{name}\n", encoding="utf-8")
    return folder


def test_an_editable_install_is_a_path_and_no_copy(tmp_path: Path) -> None:
    checkout = checkout_of(tmp_path / "checkout")
    wheel = built("build_editable", checkout, tmp_path / "wheel")
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
        assert names == ["_sectornb.pth"]
        assert archive.read("_sectornb.pth").decode().split("\n") == [str(checkout)]


def test_an_editable_install_never_reads_a_stale_copy(tmp_path: Path) -> None:
    checkout = checkout_of(tmp_path / "checkout")
    site = tmp_path / "site"
    with zipfile.ZipFile(built("build_editable", checkout, tmp_path / "wheel")) as archive:
        archive.extractall(site)
    # An older wheel's copies, both in the installation and beside the checkout's package.
    for package in (site / "sectornb", checkout / "sectornb"):
        stale = package / "_shipped" / "notebooks"
        stale.mkdir(parents=True)
        (stale / "one.txt").write_text("stale\n", encoding="utf-8")
    found = python(f"import site; site.addsitedir({str(site)!r})\n" + LOOK, tmp_path)
    assert Path(found["package"]) == checkout / "sectornb" / "__init__.py"
    assert Path(found["notebooks"]) == checkout / "notebooks"
    assert Path(found["dictionary"]) == checkout / "data" / "dictionary"


@pytest.mark.parametrize("missing", ["data/instruments", "data/example"])
def test_a_wheel_is_built_without_an_optional_folder(tmp_path: Path, missing: str) -> None:
    checkout = checkout_of(tmp_path / "checkout", missing)
    with zipfile.ZipFile(built("build_wheel", checkout, tmp_path / "wheel")) as archive:
        names = archive.namelist()
    carried = {name.removeprefix("sectornb/_shipped/") for name in names if "_shipped/" in name}
    assert carried == {f"{name}/one.txt" for name in SHIPPED if name != missing}


def test_an_installed_wheel_carries_what_the_checkout_has(tmp_path: Path) -> None:
    wheel = built("build_wheel", ROOT, tmp_path / "wheel")
    site = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "-qq", "--no-deps", "--no-index"]
    command += ["--no-compile", "--target", str(site), str(wheel)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)

    found = python(LOOK, tmp_path, site)
    assert found["checkout"] == "None"
    assert Path(found["package"]) == site / "sectornb" / "__init__.py"
    carried = Path(found["notebooks"]).parent
    assert carried == site / "sectornb" / "_shipped"

    present = [ROOT / name for name in SHIPPED if (ROOT / name).is_dir()]
    files = [path for folder in present for path in folder.rglob("*") if path.is_file()]
    files = [path for path in files if not RUBBISH & set(path.parts)]
    # Copies that readers keep beside wide files are no part of what is shipped.
    files = [path for path in files if not path.name.startswith(".")]
    missing = [
        path.relative_to(ROOT).as_posix()
        for path in files
        if not (carried / path.relative_to(ROOT)).is_file()
        or (carried / path.relative_to(ROOT)).read_bytes() != path.read_bytes()
    ]
    assert missing == []
    shipped_code = {path.relative_to(site) for path in (site / "sectornb").rglob("*.py")}
    own_code = {path.relative_to(ROOT) for path in (ROOT / "sectornb").rglob("*.py")}
    assert shipped_code >= own_code
