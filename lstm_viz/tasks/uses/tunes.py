"""Four tunes that belong to everybody, as notes: pitch and length."""

from __future__ import annotations

from typing import NamedTuple

NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")


class Tune(NamedTuple):
    """A tune in C major.

    Attributes
    ----------
    title, origin : str
        What it is called; who wrote it or where it was first printed, and when.
    notes : str
        One word per note: ``C D E F G A`` from middle C up, ``g a b`` below it. By itself a note
        lasts one beat; each ``+`` adds a beat, ``,`` halves, and ``.`` adds half.
    """

    title: str
    origin: str
    notes: str

    def pitches(self) -> tuple[int, ...]:
        """Return the pitch of each note in semitones above middle C."""
        return tuple(
            NAMES.index(note[0].upper()) - 12 * note[0].islower() for note in self.notes.split()
        )

    def beats(self) -> tuple[float, ...]:
        """Return the length of each note in beats."""
        return tuple(
            (1 + note.count("+")) * (0.5 if "," in note else 1) * (1.5 if "." in note else 1)
            for note in self.notes.split()
        )


TUNES = (
    Tune(
        "Frère Jacques",
        "French round, written down about 1780",
        "C D E C C D E C E F G+ E F G+ G, A, G, F, E C G, A, G, F, E C C g C+ C g C+",
    ),
    Tune(
        "Ode to Joy",
        "L. van Beethoven, 1824",
        "E E F G G F E D C C D E E. D, D+ E E F G G F E D C C D E D. C, C+ "
        "D D E C D E, F, E C D E, F, E D C D g+ E E F G G F E D C C D E D. C, C+",
    ),
    Tune(
        "Ah ! vous dirai-je, maman",
        "French song, printed 1761; Twinkle, twinkle, little star",
        "C C G G A A G+ F F E E D D C+ G G F F E E D+ G G F F E E D+ C C G G A A G+ F F E E D D C+",
    ),
    Tune(
        "Au clair de la lune",
        "French song of the 18th century",
        "C C C D E+ D+ C E D D C+++ C C C D E+ D+ C E D D C+++ "
        "D D D D a+ a+ D C b a g+++ C C C D E+ D+ C E D D C+++",
    ),
)
