"""What recurrent networks are used for: small real tasks, one file each. List a new one here."""

from __future__ import annotations

from lstm_viz.tasks.uses.anomaly import Anomalies
from lstm_viz.tasks.uses.base import Baseline, Use
from lstm_viz.tasks.uses.characters import Characters
from lstm_viz.tasks.uses.denoising import Denoising
from lstm_viz.tasks.uses.forecasting import Forecasting
from lstm_viz.tasks.uses.melody import Melody
from lstm_viz.tasks.uses.moving_dot import MovingDot
from lstm_viz.tasks.uses.sentiment import Sentiment
from lstm_viz.tasks.uses.translation import Translation
from lstm_viz.tasks.uses.vowels import Vowels

_ALL: tuple[Use, ...] = (
    Forecasting(),
    Sentiment(),
    Characters(),
    Anomalies(),
    Denoising(),
    Vowels(),
    MovingDot(),
    Melody(),
    Translation(),
)

USES: dict[str, Use] = {use.name: use for use in _ALL}
"""All uses by name, in the order of their pages."""

__all__ = ["USES", "Baseline", "Use"]
