"""Where messages go: one small file per kind of address, one Protocol for all."""
