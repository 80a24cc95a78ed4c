"""The schema, one numbered SQL file a step; each runs in one transaction. Released files are never edited."""
