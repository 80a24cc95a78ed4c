"""The command line: one file a command group. `root.py` lists them all."""
