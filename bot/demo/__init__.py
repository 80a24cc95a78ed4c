"""The demo: a story of nine days, told by four invented feeds to the real bot over real HTTP."""
