"""Bot speaks: commands, rendering, delivery, command line, settings, the one composition root."""
