"""What ``make bench`` runs: ratios measured side by side, each with its target beside it.

No test depends on these times, because machines differ and are noisy.
"""
