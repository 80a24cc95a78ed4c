-- Entries' own pages that are read again; due_at null: not any more.
CREATE TABLE article (
    entry_id TEXT NOT NULL PRIMARY KEY,
    source_id TEXT NOT NULL,
    watched INTEGER NOT NULL,
    due_at INTEGER,
    lease_until INTEGER,
    owner TEXT NOT NULL,
    fence INTEGER NOT NULL,
    data TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX article_due ON article (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX article_of_source ON article (source_id, entry_id);
