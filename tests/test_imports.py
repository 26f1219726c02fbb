"""Who may import whom. Every file of the library has a row; a new file needs one."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(path.relative_to(ROOT) for path in (ROOT / "lstm_viz").rglob("*.py"))

# What a task is made of, and what a task file may therefore import.
TASK = {"numpy", "lstm_viz.tasks.base", "lstm_viz.tasks.sequences"}


def files_of(folder: str) -> set[str]:
    """Return the modules in one folder of the library, without the folder itself."""
    paths = (ROOT / "lstm_viz" / folder).glob("*.py")
    room = folder.replace("/", ".")
    return {f"lstm_viz.{room}.{path.stem}" for path in paths if path.stem != "__init__"}


ALL_TASKS = files_of("tasks") - {"lstm_viz.tasks.sequences"}

# A use may have data that ship with a package; they are read as files, not imported.
USE = {
    *(*TASK, "lstm_viz.tasks.uses.base", "lstm_viz.tasks.uses.linear"),
    "lstm_viz.tasks.uses.voice",
}

# What a measure takes a number from, and what a figure may draw.
MEASURE = {
    *("numpy", "lstm_viz.film", "lstm_viz.measures.film", "lstm_viz.recording", "lstm_viz.run"),
    *("lstm_viz.study", "lstm_viz.tasks"),
}
FIGURE = {
    *("numpy", "plotly", "lstm_viz.config", "lstm_viz.figures.frame", "lstm_viz.film"),
    *("lstm_viz.family", "lstm_viz.palette", "lstm_viz.recording", "lstm_viz.run"),
    *("lstm_viz.study", "lstm_viz.tasks"),
    *("lstm_viz.figures.lines", "lstm_viz.knobs", *files_of("measures")),
}

# What a question is made from.
QUIZ = {"numpy", "lstm_viz.film", "lstm_viz.measures.film", "lstm_viz.quiz.item"}

# Beside the standard library. Nobody imports streamlit; torch only where models are made and run.
MAY_IMPORT: dict[str, set[str]] = {
    "lstm_viz": {
        *("lstm_viz._version", "lstm_viz.config", "lstm_viz.film", "lstm_viz.film_bytes"),
        *("lstm_viz.knobs", "lstm_viz.recording", "lstm_viz.run", "lstm_viz.tasks"),
    },
    "lstm_viz._version": set(),
    "lstm_viz.recording": files_of("recording"),
    "lstm_viz.recording.parts": {"numpy"},
    "lstm_viz.recording.base": {"numpy", "lstm_viz.recording.parts"},
    "lstm_viz.recording.batch": {"lstm_viz.recording.base"},
    "lstm_viz.recording.kinds": {"lstm_viz.recording.base", "lstm_viz.recording.parts"},
    "lstm_viz.recording.keeping": {
        *("lstm_viz.container", "lstm_viz.recording.base", "lstm_viz.recording.kinds"),
        "lstm_viz.recording.parts",
    },
    "lstm_viz.recording_film": {
        *("numpy", "lstm_viz.family", "lstm_viz.film_bytes", "lstm_viz.film_writing"),
        *("lstm_viz.palette", "lstm_viz.player", "lstm_viz.recording"),
    },
    "lstm_viz.recording.table": {"numpy", "pandas", "lstm_viz.recording.base"},
    "lstm_viz.weights_file": {"numpy", "safetensors", "lstm_viz.recording"},
    "lstm_viz.sequence_file": {"numpy", "lstm_viz.recording"},
    "lstm_viz.provenance": {"lstm_viz._version"},
    "lstm_viz.family": {"lstm_viz.recording"},
    "lstm_viz.handover": {"numpy"},
    "lstm_viz.tasks": {*ALL_TASKS, "lstm_viz.tasks.preparing", "lstm_viz.tasks.uses"},
    "lstm_viz.tasks.preparing": {*files_of("tasks/preparing"), "lstm_viz.tasks.base"},
    **dict.fromkeys(files_of("tasks/preparing"), TASK),
    "lstm_viz.tasks.uses": files_of("tasks/uses"),
    "lstm_viz.tasks.uses.base": {"numpy", "lstm_viz.tasks.base"},
    **dict.fromkeys(files_of("tasks/uses") - {"lstm_viz.tasks.uses.base"}, USE),
    "lstm_viz.tasks.uses.translation": {*USE, "lstm_viz.tasks.uses.number_words"},
    "lstm_viz.tasks.uses.melody": {*USE, "lstm_viz.tasks.uses.tunes"},
    "lstm_viz.tasks.uses.tunes": set(),
    "lstm_viz.tasks.uses.linear": {"numpy", "lstm_viz.tasks.base"},
    "lstm_viz.tasks.uses.voice": {"numpy", "lstm_viz.tasks.base"},
    "lstm_viz.tasks.base": {"numpy"},
    "lstm_viz.tasks.sequences": {"numpy", "lstm_viz.tasks.base"},
    **dict.fromkeys(ALL_TASKS - {"lstm_viz.tasks.base"}, TASK),
    "lstm_viz.knobs": {"lstm_viz.family", "lstm_viz.tasks"},
    "lstm_viz.wired": {"numpy"},
    "lstm_viz.config": {
        *("lstm_viz.family", "lstm_viz.knobs", "lstm_viz.tasks", "lstm_viz.wired"),
    },
    "lstm_viz.data": {"numpy", "lstm_viz.config", "lstm_viz.tasks"},
    "lstm_viz.dropout": {
        *("numpy", "torch", "lstm_viz.config", "lstm_viz.family", "lstm_viz.model"),
        "lstm_viz.run",
    },
    "lstm_viz.run": {"numpy", "lstm_viz.config", "lstm_viz.recording", "lstm_viz.tasks"},
    "lstm_viz.gradients": files_of("gradients"),
    "lstm_viz.gradients.answers": {"numpy", "lstm_viz.recording", "lstm_viz.tasks.base"},
    "lstm_viz.gradients.kinds": {"numpy", "lstm_viz.recording"},
    "lstm_viz.gradients.bptt": {
        *("numpy", "lstm_viz.gradients.kinds", "lstm_viz.handover", "lstm_viz.recording"),
    },
    "lstm_viz.gradients.last_answer": {
        *("numpy", "lstm_viz.gradients.answers", "lstm_viz.gradients.bptt"),
        *("lstm_viz.gradients.kinds", "lstm_viz.recording", "lstm_viz.tasks"),
        "lstm_viz.tasks.base",
    },
    "lstm_viz.container": {"numpy"},
    "lstm_viz.film_bytes": {"lstm_viz.container"},
    "lstm_viz.film_writing": {
        *("numpy", "lstm_viz.family", "lstm_viz.film_bytes", "lstm_viz.recording"),
        "lstm_viz.run",
    },
    "lstm_viz.film_reading": {
        *("numpy", "lstm_viz.config", "lstm_viz.family", "lstm_viz.film_bytes"),
        *("lstm_viz.knobs", "lstm_viz.recording", "lstm_viz.run", "lstm_viz.tasks"),
    },
    "lstm_viz.film": {
        *("lstm_viz.config", "lstm_viz.film_bytes", "lstm_viz.provenance", "lstm_viz.run"),
        *("lstm_viz.film_reading", "lstm_viz.film_writing", "lstm_viz.tasks"),
    },
    "lstm_viz.interfering": {
        *("lstm_viz.interfering.base", "lstm_viz.interfering.film"),
        *("lstm_viz.interfering.interventions", "lstm_viz.interfering.links"),
        "lstm_viz.interfering.running",
    },
    "lstm_viz.interfering.film": {
        *("numpy", "lstm_viz.config", "lstm_viz.family", "lstm_viz.film_bytes"),
        *("lstm_viz.film_writing", "lstm_viz.interfering.running", "lstm_viz.recording"),
        "lstm_viz.tasks",
    },
    "lstm_viz.interfering.base": {"lstm_viz.family", "lstm_viz.recording"},
    "lstm_viz.interfering.interventions": {"lstm_viz.family", "lstm_viz.interfering.base"},
    "lstm_viz.interfering.links": {
        *("lstm_viz.interfering.base", "lstm_viz.interfering.interventions"),
    },
    "lstm_viz.interfering.plan": {
        *("numpy", "lstm_viz.family", "lstm_viz.interfering.base"),
        *("lstm_viz.interfering.interventions", "lstm_viz.recording"),
    },
    "lstm_viz.interfering.steps": {
        *("numpy", "lstm_viz.family", "lstm_viz.interfering.plan", "lstm_viz.recording"),
    },
    "lstm_viz.interfering.answers": {
        *("numpy", "lstm_viz.family", "lstm_viz.handover", "lstm_viz.recording"),
        "lstm_viz.tasks.base",
    },
    "lstm_viz.interfering.running": {
        *("numpy", "lstm_viz.config", "lstm_viz.family", "lstm_viz.recording"),
        *("lstm_viz.interfering.answers", "lstm_viz.interfering.base"),
        *("lstm_viz.interfering.interventions", "lstm_viz.interfering.plan"),
        *("lstm_viz.handover", "lstm_viz.interfering.steps", "lstm_viz.tasks"),
    },
    "lstm_viz.feedback": {
        *("numpy", "lstm_viz.family", "lstm_viz.interfering.answers", "lstm_viz.interfering.plan"),
        *("lstm_viz.handover", "lstm_viz.interfering.steps", "lstm_viz.recording"),
    },
    "lstm_viz.sound": {"numpy"},
    "lstm_viz.sweep": {"lstm_viz.config", "lstm_viz.study"},
    "lstm_viz.study": {
        *("lstm_viz.config", "lstm_viz.interfering", "lstm_viz.provenance", "lstm_viz.run"),
    },
    "lstm_viz.palette": set(),
    "lstm_viz.player": {"lstm_viz.film", "lstm_viz.palette"},
    "lstm_viz.figures": set(),
    "lstm_viz.figures.frame": {"plotly"},
    "lstm_viz.figures.lines": {
        *("numpy", "lstm_viz.figures.frame", "lstm_viz.palette", "lstm_viz.recording"),
    },
    **dict.fromkeys(
        files_of("figures") - {"lstm_viz.figures.frame", "lstm_viz.figures.lines"}, FIGURE
    ),
    "lstm_viz.figures.piano_roll": {*FIGURE, "lstm_viz.figures.scoreboard"},
    "lstm_viz.figures.signals": {*FIGURE, "lstm_viz.figures.scoreboard"},
    "lstm_viz.figures.alarms": {*FIGURE, "lstm_viz.figures.scoreboard"},
    "lstm_viz.figures.flow": {*FIGURE, "lstm_viz.film_writing"},
    "lstm_viz.measures": set(),
    "lstm_viz.measures.film": {"numpy", "lstm_viz.film", "lstm_viz.recording", "lstm_viz.run"},
    **dict.fromkeys(files_of("measures") - {"lstm_viz.measures.film"}, MEASURE),
    "lstm_viz.measures.counting": {*MEASURE, "lstm_viz.interfering"},
    "lstm_viz.measures.translating": {
        *(*MEASURE, "lstm_viz.config", "lstm_viz.feedback", "lstm_viz.interfering"),
        *("lstm_viz.tasks.uses.number_words", "lstm_viz.tasks.uses.translation"),
    },
    "lstm_viz.measures.alarms": {
        *MEASURE,
        *("lstm_viz.interfering", "lstm_viz.tasks.uses.anomaly"),
    },
    "lstm_viz.measures.unseen": {*MEASURE, "lstm_viz.interfering", "lstm_viz.tasks.uses"},
    "lstm_viz.measures.context": {*MEASURE, "lstm_viz.interfering"},
    "lstm_viz.measures.carrying": {
        *("numpy", "lstm_viz.film", "lstm_viz.interfering", "lstm_viz.run"),
        "lstm_viz.tasks.uses.characters",
    },
    "lstm_viz.measures.forks": {*MEASURE, "lstm_viz.interfering", "lstm_viz.tasks.uses.melody"},
    "lstm_viz.measures.contest": {
        *(*MEASURE, "lstm_viz.config", "lstm_viz.measures.unseen", "lstm_viz.tasks.uses"),
    },
    "lstm_viz.measures.flow": {*MEASURE, "lstm_viz.gradients"},
    "lstm_viz.measures.following": {*MEASURE, "lstm_viz.interfering"},
    "lstm_viz.measures.horizon": {
        *(*MEASURE, "lstm_viz.feedback", "lstm_viz.interfering"),
        "lstm_viz.tasks.uses.forecasting",
    },
    "lstm_viz.by_hand": set(),
    "lstm_viz.by_hand.step": set(),
    "lstm_viz.by_hand.mistakes": {"lstm_viz.by_hand.step"},
    "lstm_viz.by_hand.exercises": {"lstm_viz.by_hand.step", "lstm_viz.by_hand.mistakes"},
    "lstm_viz.by_hand.cell_diagram": {"lstm_viz.palette"},
    "lstm_viz.by_hand.code": {"lstm_viz.by_hand.step"},
    "lstm_viz.quiz": {"lstm_viz.quiz.item", "lstm_viz.quiz.paper"},
    "lstm_viz.quiz.item": {"numpy", "lstm_viz.film"},
    "lstm_viz.quiz.paper": {"numpy", "lstm_viz.film", *files_of("quiz") - {"lstm_viz.quiz.paper"}},
    "lstm_viz.quiz.sums": {*QUIZ, "lstm_viz.recording"},
    "lstm_viz.quiz.gates": {*QUIZ, "lstm_viz.measures.keeping", "lstm_viz.quiz.sums"},
    "lstm_viz.quiz.units": {*QUIZ, "lstm_viz.quiz.sums", "lstm_viz.run"},
    "lstm_viz.quiz.runs": {*QUIZ, "lstm_viz.family", "lstm_viz.run"},
    "lstm_viz.quiz.curves": {*QUIZ, "lstm_viz.family", "lstm_viz.run"},
    # They read our files and write others; what these import is no import of theirs.
    "lstm_viz.scripts": {"lstm_viz.scripts.script"},
    "lstm_viz.scripts.script": {
        *("lstm_viz.config", "lstm_viz.scripts.keras_model", "lstm_viz.scripts.keras_training"),
        *("lstm_viz.scripts.opening", "lstm_viz.scripts.task_code"),
        *("lstm_viz.scripts.torch_model", "lstm_viz.scripts.torch_training"),
    },
    "lstm_viz.scripts.names": set(),
    "lstm_viz.scripts.plain_text": set(),
    "lstm_viz.scripts.source": {"lstm_viz.scripts.names", "lstm_viz.scripts.plain_text"},
    "lstm_viz.scripts.task_code": {
        *("lstm_viz.config", "lstm_viz.scripts.source", "lstm_viz.tasks"),
    },
    "lstm_viz.scripts.opening": {
        *("lstm_viz.config", "lstm_viz.family", "lstm_viz.knobs"),
        *("lstm_viz.scripts.plain_text", "lstm_viz.scripts.task_code"),
    },
    "lstm_viz.scripts.wired_weights": {
        *("numpy", "lstm_viz.config", "lstm_viz.family", "lstm_viz.wired"),
    },
    "lstm_viz.scripts.torch_model": {
        *("lstm_viz.config", "lstm_viz.family", "lstm_viz.scripts.wired_weights"),
    },
    "lstm_viz.scripts.torch_training": {
        *("lstm_viz.config", "lstm_viz.family", "lstm_viz.scripts.telling"),
    },
    "lstm_viz.scripts.telling": {"lstm_viz.config"},
    "lstm_viz.scripts.keras_model": {
        *("numpy", "lstm_viz.config", "lstm_viz.family", "lstm_viz.scripts.keras_layer"),
        *("lstm_viz.scripts.wired_weights", "lstm_viz.wired"),
    },
    "lstm_viz.scripts.keras_training": {"lstm_viz.config", "lstm_viz.scripts.telling"},
    "lstm_viz.scripts.keras_layer": {"lstm_viz.config", "lstm_viz.family"},
    "lstm_viz.cells": files_of("cells"),
    "lstm_viz.cells.attention": {"torch"},
    "lstm_viz.cells.gru": {"torch"},
    "lstm_viz.cells.lstm": {"torch"},
    "lstm_viz.cells.peephole": {"torch", "lstm_viz.cells.lstm"},
    "lstm_viz.cells.rnn": {"torch"},
    "lstm_viz.peephole": {"lstm_viz.peephole.layer"},
    "lstm_viz.peephole.layer": {
        *("torch", "lstm_viz.peephole.through_time", "lstm_viz.peephole.unrolling"),
    },
    "lstm_viz.peephole.product": {"numpy", "torch", "lstm_viz.recording"},
    "lstm_viz.peephole.through_time": {
        *("numpy", "torch", "lstm_viz.peephole.product", "lstm_viz.peephole.unrolling"),
        "lstm_viz.recording",
    },
    "lstm_viz.peephole.unrolling": {
        *("numpy", "lstm_viz.peephole.product", "lstm_viz.recording"),
    },
    "lstm_viz.model": {
        *("torch", "lstm_viz.cells", "lstm_viz.family", "lstm_viz.handover"),
        "lstm_viz.peephole",
    },
    "lstm_viz.recorder": files_of("recorder"),
    "lstm_viz.recorder.layers": {"torch", "lstm_viz.peephole", "lstm_viz.recording"},
    "lstm_viz.recorder.lanes": {
        *("numpy", "torch", "lstm_viz.peephole", "lstm_viz.recorder.layers", "lstm_viz.recording"),
    },
    "lstm_viz.recorder.activations": {
        *("numpy", "torch", "lstm_viz.recorder.lanes", "lstm_viz.recorder.layers"),
        "lstm_viz.recording",
    },
    "lstm_viz.recorder.sequences": {"torch", "lstm_viz.recorder.layers"},
    "lstm_viz.recorder.states": {"torch", "lstm_viz.recorder.layers", "lstm_viz.recording"},
    "lstm_viz.recorder.dropout": {
        *("torch", "lstm_viz.recorder.layers", "lstm_viz.recorder.sequences"),
    },
    "lstm_viz.recorder.finding": {"torch", "lstm_viz.recorder.layers"},
    "lstm_viz.recorder.calls": {
        *("numpy", "torch", "lstm_viz.recorder.dropout", "lstm_viz.recorder.layers"),
        *("lstm_viz.recorder.sequences", "lstm_viz.recorder.states"),
    },
    "lstm_viz.recorder.stored": {
        *("torch", "lstm_viz.peephole", "lstm_viz.recorder.layers", "lstm_viz.recorder.recorder"),
        *("lstm_viz.recording", "lstm_viz.weights_file"),
    },
    "lstm_viz.recorder.recorder": {
        *("torch", "lstm_viz.model", "lstm_viz.provenance", "lstm_viz.recording"),
        *("lstm_viz.recorder.activations", "lstm_viz.recorder.calls", "lstm_viz.recorder.dropout"),
        *("lstm_viz.recorder.finding", "lstm_viz.recorder.layers", "lstm_viz.recorder.sequences"),
        "lstm_viz.recorder.states",
    },
    "lstm_viz.weights": {
        *("numpy", "torch", "lstm_viz.config", "lstm_viz.family", "lstm_viz.model"),
        *("lstm_viz.run", "lstm_viz.wired"),
    },
    "lstm_viz.trainer": {
        *("torch", "lstm_viz.config", "lstm_viz.dropout", "lstm_viz.model", "lstm_viz.run"),
        "lstm_viz.weights",
        *("lstm_viz.tasks", "lstm_viz.tasks.base"),
    },
    "lstm_viz.looking": {
        *("numpy", "torch", "lstm_viz.config", "lstm_viz.data", "lstm_viz.family"),
        *("lstm_viz.gradients", "lstm_viz.handover", "lstm_viz.recorder"),
        *("lstm_viz.recording", "lstm_viz.run", "lstm_viz.tasks", "lstm_viz.tasks.base"),
        *("lstm_viz.trainer", "lstm_viz.weights"),
    },
    "lstm_viz.training": {
        *("torch", "lstm_viz.config", "lstm_viz.data", "lstm_viz.dropout", "lstm_viz.looking"),
        *("lstm_viz.run", "lstm_viz.tasks"),
        *("lstm_viz.trainer", "lstm_viz.weights"),
    },
}

# Only inside a function, when it is first called.
MAY_IMPORT_LATE: dict[str, set[str]] = {
    "lstm_viz.recording.base": {
        *("lstm_viz.recording.keeping", "lstm_viz.recording.table", "lstm_viz.recording_film"),
    },
    "lstm_viz.recording.batch": {"pandas"},
    "lstm_viz.study": {"torch", "lstm_viz.training"},
    "lstm_viz.sweep": {"distributed", "joblib"},
}


def module_of(path: Path) -> str:
    """Return the dotted name of a file."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_for_types(node: ast.AST) -> bool:
    """Tell whether a node is ``if TYPE_CHECKING:``, which nobody runs."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imports(node: ast.AST, is_late: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield every module that a file imports, and whether only inside a function."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((alias.name, is_late) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert not child.level, "import by full name, so that this test can read it"
            for alias in child.names:
                whole = f"{child.module}.{alias.name}"
                is_module = (ROOT / Path(*whole.split("."))).with_suffix(".py").exists()
                yield whole if is_module else str(child.module), is_late
        elif not is_for_types(child):
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from imports(child, is_late or inside)


def room(name: str) -> str:
    """Return a library's own name (``torch.nn`` is torch), or the full name of one of ours."""
    first = name.partition(".")[0]
    return name if first == "lstm_viz" else first


def test_every_file_has_a_row_and_every_row_a_file() -> None:
    assert {module_of(path) for path in FILES} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_file_imports_only_what_it_may(path: Path) -> None:
    name = module_of(path)
    found = {
        (room(imported), is_late)
        for imported, is_late in imports(ast.parse((ROOT / path).read_text("utf-8")))
        if room(imported) not in sys.stdlib_module_names
    }
    allowed, late = MAY_IMPORT[name], MAY_IMPORT_LATE.get(name, set())
    assert {imported for imported, is_late in found if not is_late} <= allowed
    assert {imported for imported, is_late in found if is_late} <= allowed | late


def test_streamlit_has_no_row() -> None:
    rows = set().union(*MAY_IMPORT.values(), *MAY_IMPORT_LATE.values())
    assert "streamlit" not in rows


def test_nobody_imports_in_a_circle() -> None:
    def reach(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        for other in MAY_IMPORT[name]:
            if other.startswith("lstm_viz"):
                reach(other, (*path, name))

    for name in MAY_IMPORT:
        reach(name, ())


USES = {
    "films, tasks and configurations": (
        "lstm_viz.Film; lstm_viz.TASKS; lstm_viz.TrainConfig.of_task()",
        ("torch", "pandas", "plotly", "streamlit"),
    ),
    "training": ("lstm_viz.advance; lstm_viz.record", ("pandas", "plotly", "streamlit")),
    "interfering": (
        "import lstm_viz.interfering",
        ("torch", "pandas", "plotly", "streamlit"),
    ),
    "the player": (
        "import lstm_viz.player",
        ("torch", "pandas", "plotly", "streamlit"),
    ),
}


@pytest.mark.parametrize("use", USES)
def test_what_is_heavy_is_imported_only_where_it_is_used(use: str) -> None:
    code, heavy = USES[use]
    program = f"import sys, lstm_viz; {code}; print(*sys.modules)"
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(heavy) & set(done.stdout.split()) == set()


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    import lstm_viz

    with pytest.raises(AttributeError, match="no attribute 'no_such_name'"):
        _ = lstm_viz.no_such_name
    assert all(hasattr(lstm_viz, name) for name in lstm_viz.__all__)


def test_pages_see_torch_and_plotly_only_through_the_library() -> None:
    """Torch is 250 MB and a second that no web server should spend; workers import it late."""
    pages = [ROOT / "app.py", *(ROOT / "lessons").rglob("*.py")]
    for path in pages:
        if path.parent.name == "films":
            continue  # a command, which no page imports
        names = {
            name.partition(".")[0]
            for node in ast.parse(path.read_text()).body
            for name in imported(node)
        }
        assert not names & {"torch", "plotly"}, path


def imported(node: ast.stmt) -> list[str]:
    """Return the modules that a statement at module level imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
