"""State remembers: one Store, several backends, migrations, the outbox. No HTTP, no Discord."""
