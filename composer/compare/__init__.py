"""What differs between two texts or two policies: words, sentences, moves, obligations, deviations."""
