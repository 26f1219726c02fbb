"""What `pip install .` gives: the library, with its player and its types, without Streamlit."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

import lstm_viz

ROOT = Path(__file__).parents[1]
PROGRAM = """
import sys
import torch
from lstm_viz import Recording, __version__, record

recording = record(torch.nn.GRU(2, 3), torch.zeros(4, 2))
recording.to_html("page.html")
recording.save("one.recording")
assert Recording.load("one.recording").steps == 4
assert "iframe" in recording._repr_html_()
assert len(recording.to_frame())
assert "streamlit" not in sys.modules
import lstm_viz
print(__version__, lstm_viz.__file__)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, from a copy that holds what is under version control."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "source"
    files = ["lstm_viz", "pyproject.toml", "README.md", "LICENSE"]
    copy.mkdir()
    subprocess.run(["cp", "-r", *(str(ROOT / name) for name in files), str(copy)], check=True)
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q"]
    subprocess.run([*command, "-w", str(folder), str(copy)], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_player_and_the_types_and_nothing_of_the_app(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "lstm_viz").rglob("*")
        if path.suffix in (".py", ".js", ".css", ".typed")
    ]
    assert set(shipped) <= names
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"lstm_viz", f"lstm_viz-{lstm_viz.__version__}.dist-info"}


def test_it_records_and_plays_where_nothing_of_the_app_is(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "fresh"
    venv.create(place)
    site = sysconfig.get_path("purelib", vars={"base": str(place), "platbase": str(place)})
    # torch and the like need not be downloaded again: they are read from where this test runs.
    (Path(site) / "others.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*command, "--target", site, str(wheel)], check=True, capture_output=True)
    python = place / "bin" / "python"
    done = subprocess.run(
        [str(python), "-c", PROGRAM], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    version, where = done.stdout.split()
    assert version == lstm_viz.__version__
    assert Path(where).is_relative_to(place)
    assert "application/octet-stream" in (tmp_path / "page.html").read_text("utf-8")


def test_what_the_app_needs_is_an_extra_that_the_pinned_versions_satisfy() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extra = {need.partition(">=")[0] for need in project["optional-dependencies"]["app"]}
    library = {need.partition(">=")[0] for need in project["dependencies"]}
    pinned = {
        line.partition("==")[0]
        for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()
        if "==" in line
    }
    assert "streamlit" in extra
    assert "streamlit" not in library
    assert pinned == extra | library


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "version" not in project["project"]
    assert f"version: {lstm_viz.__version__}" in (ROOT / "CITATION.cff").read_text("utf-8")
