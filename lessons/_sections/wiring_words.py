"""The stages of the wiring puzzle, in words: tasks, hints and what is told at the end."""

from __future__ import annotations

from lessons._shared.wiring import PARTS, Stage

ANSWER = "This is the answer that somebody wired. Begin again, and find your own."
STAGES = (
    Stage(
        "input",
        "Input gate",
        "Everything else is given. A number comes in at every time step, and most are to be "
        "ignored. Make the input gate write exactly when it is told to.",
        ("input_gate",),
        (
            "At most time steps nothing is to be written: there the sum must be far below 0, so "
            "that σ of it is near 0. Which of the six is added at every step?",
            "The bias is: at −10 the gate stands at 0.00005. But at a write the sum must be far "
            "above 0. Only one input is 1 exactly then.",
            "× write has to make up for the bias, and as much again: write 20, bias −10.",
        ),
        "Solved: it writes when it is told to, and ignores all else.",
        ANSWER,
    ),
    Stage(
        "forget",
        "Forget gate",
        "Now the forget gate. It has to keep what is stored for as long as nothing happens. When "
        "must it not?",
        ("forget_gate",),
        (
            "Near 1 it keeps, near 0 it erases. At a quiet time step it should keep: the bias "
            "alone has to bring the sum far above 0.",
            "At an erase the sum must fall far below 0. So × erase must be negative, and outweigh "
            "the bias.",
            "When something new is written, the old number must go in the same time step, or the "
            "two are added: × write must be negative as well.",
        ),
        "Solved: it keeps, until there is something to erase or something new to store.",
        ANSWER,
    ),
    Stage(
        "output",
        "Output gate",
        "The number is stored. Make the output gate read it out when it is asked for, and hide it "
        "at all other time steps.",
        ("output_gate",),
        (
            "It is the input gate once more: near 0 at most time steps, near 1 at one command.",
            "Bias −10, and × read 20.",
        ),
        "Solved: it says the number when it is asked, and 0 otherwise.",
        ANSWER,
    ),
    Stage(
        "candidate",
        "Candidate and readout",
        "The gates are given; now say what they write, and how loud it is said. The number passes "
        "through tanh twice, and must come out as it went in.",
        ("candidate", "readout"),
        (
            "Only × value should reach the candidate: what is written must not depend on the "
            "commands.",
            "tanh bends what is large: tanh 1 is 0.76. What is small it leaves nearly as it is. So "
            "write a small number, × value about 0.1,",
            "and make it large again in the readout: with × value 0.125, the readout's × h is "
            "about 8.",
        ),
        "Solved: written small, where tanh is straight, and said loud.",
        ANSWER,
    ),
    Stage(
        "all",
        "All of it",
        "Nothing is given any more: 26 weights, all 0. You are what training would be. Which part "
        "do you set first?",
        PARTS,
        (
            "While the readout is 0, nothing that you do to the gates changes the answer: begin "
            "with candidate and readout.",
            "With × value 0.125 and readout × h 8, it says something. Then let the output gate "
            "hide it, so that errors at quiet time steps go away.",
            "Last the two that need each other: what the input gate writes, the forget gate has "
            "to keep, and to give up when the next number is written.",
        ),
        "",
        ANSWER,
    ),
)
AFTER = (
    "Solved: you were the LSTM. Training finds such weights from examples alone, none of which "
    "says what a gate should do."
)
