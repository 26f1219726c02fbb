"""What films and equations say, in numbers: one file per idea."""
