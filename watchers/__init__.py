"""Watchers listen: polite fetching, parsing, cadence, scheduling. They never hear of Discord."""
