"""Rules think: pure functions over frozen values. No network, disk, clock, randomness, event loop or Discord."""
