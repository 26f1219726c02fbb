"""What a script prints, in either framework: how training goes, and what came of it."""

from __future__ import annotations

from lstm_viz.config import TrainConfig

PROGRESS = """\
        if update % SCORED_EVERY == 0:
            recent = np.mean(losses[-SCORED_EVERY:])
            scored = validation_score(model)
            print(f"update {update:5d}   loss {recent:.5f}   validation score {scored:.5f}")
    return losses"""
"""The end of the loop over updates, and of the function around it."""


def main(config: TrainConfig, first: str = "") -> str:
    """Return what happens when the file is run; ``first`` is a line to begin with."""
    name = config.the_task.score_name
    lines = [
        first,
        "model = initial_model()",
        "train(model)",
        f'print("On 256 other sequences:", validation_score(model), "({name})")',
    ]
    body = "\n    ".join(filter(None, lines))
    return f'if __name__ == "__main__":\n    {body}'
