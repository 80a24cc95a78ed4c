"""The parts of `rules.judge`: what arrives, which rules match, which claim is held against it, what is recorded."""
