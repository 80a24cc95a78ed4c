-- Moments are microseconds since 1970 in UTC. `data` is JSON of state/codec.py: the whole value; columns beside it
-- are what is searched, ordered or changed in place. ANY columns hold text, or a blob where state/sqlite/columns.py
-- packed it. A key that a guild owns begins with its id.

CREATE TABLE source (
    id TEXT NOT NULL PRIMARY KEY,
    url ANY NOT NULL,
    credential_scope TEXT NOT NULL,
    paused INTEGER NOT NULL,
    due_at INTEGER NOT NULL,            -- 0: at once
    lease_until INTEGER,
    owner TEXT NOT NULL,
    fence INTEGER NOT NULL,
    data TEXT NOT NULL,
    UNIQUE (url, credential_scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE follow (
    guild_id INTEGER NOT NULL,
    source_id TEXT NOT NULL,
    theme_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, source_id, theme_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX follow_of_source ON follow (source_id, guild_id, theme_id);

-- Clustered by source: a poll reads its source's rows in one sweep.
CREATE TABLE entry (
    source_id TEXT NOT NULL,
    key ANY NOT NULL,
    id TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    missing INTEGER NOT NULL DEFAULT 0,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL,
    url ANY NOT NULL,
    title ANY NOT NULL,
    author ANY,
    content_type TEXT NOT NULL,
    published INTEGER,
    published_raw ANY NOT NULL,
    first_seen INTEGER NOT NULL,
    context ANY,                        -- JSON, null for none
    content ANY,                        -- null: as in its newest revision
    PRIMARY KEY (source_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE revision (
    entry_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    title ANY,
    content ANY,                        -- title and content are null in a revert: they stand in revision `reverts_to`
    reverts_to INTEGER,
    PRIMARY KEY (entry_id, number)
) STRICT;
CREATE INDEX revision_by_age ON revision (seen_at);

CREATE TABLE statement (
    entry_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    at INTEGER,                         -- when its entry was published, or first seen
    data TEXT NOT NULL,
    PRIMARY KEY (entry_id, revision, position)
) STRICT;
CREATE INDEX statement_by_id ON statement (id);
CREATE INDEX statement_by_moment ON statement (at);

CREATE TABLE claim (
    no INTEGER NOT NULL PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    theme_id TEXT,
    statement_id TEXT NOT NULL,         -- the standing statement
    created_at INTEGER NOT NULL,
    length INTEGER NOT NULL,            -- indexed words, repetitions included
    data TEXT NOT NULL,
    UNIQUE (guild_id, id)
) STRICT;
CREATE INDEX claim_theme ON claim (guild_id, theme_id);
CREATE INDEX claim_standing ON claim (guild_id, statement_id);

-- BM25 needs how many claims a guild has and how long they are together.
CREATE TABLE claim_total (
    guild_id INTEGER NOT NULL PRIMARY KEY,
    claims INTEGER NOT NULL,
    length INTEGER NOT NULL
) STRICT;

CREATE TABLE claim_word (
    guild_id INTEGER NOT NULL,
    word TEXT NOT NULL,
    claim_no INTEGER NOT NULL REFERENCES claim (no) ON DELETE CASCADE,
    often INTEGER NOT NULL,
    length INTEGER NOT NULL,            -- of the claim, repeated here so that scoring needs no join
    PRIMARY KEY (guild_id, word, claim_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_word_of_claim ON claim_word (claim_no);

CREATE TABLE claim_speaker (
    guild_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    claim_no INTEGER NOT NULL REFERENCES claim (no) ON DELETE CASCADE,
    PRIMARY KEY (guild_id, key, claim_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_speaker_of_claim ON claim_speaker (claim_no);

CREATE TABLE version (
    claim_no INTEGER NOT NULL REFERENCES claim (no) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    statement_id TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (claim_no, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_statement ON version (statement_id);

CREATE TABLE theme (
    guild_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    name_key ANY NOT NULL,              -- without case
    data TEXT NOT NULL,
    PRIMARY KEY (guild_id, id),
    UNIQUE (guild_id, name_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE rule (
    guild_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    name_key ANY NOT NULL, 
    theme_id TEXT,
    data TEXT NOT NULL,
    PRIMARY KEY (guild_id, id),
    UNIQUE (guild_id, name_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE subscription (
    guild_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    theme_id TEXT,
    created_at INTEGER NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (guild_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE alert (
    no INTEGER NOT NULL PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    theme_id TEXT,
    claim_id TEXT,
    entry_id TEXT NOT NULL,
    before_id TEXT NOT NULL,            -- statement ids, "" for none
    after_id TEXT NOT NULL,
    headline TEXT NOT NULL,
    speakers TEXT NOT NULL,             -- |key|key|, state/names.py
    tags TEXT NOT NULL,                 -- |figure_changed|deadline_moved|
    data TEXT NOT NULL,
    UNIQUE (guild_id, id)
) STRICT;
-- Everything that /history filters by, in its order: a filter reads this index, not the rows.
CREATE INDEX alert_history ON alert (guild_id, at, id, theme_id, claim_id, speakers, tags);
CREATE INDEX alert_entry ON alert (entry_id);
CREATE INDEX alert_before ON alert (before_id);
CREATE INDEX alert_after ON alert (after_id);
-- Stemmed words of each alert; no copy of the text. `guild` holds the guild's id as one token.
CREATE VIRTUAL TABLE alert_text USING fts5 (guild, words, content='', detail=full);

CREATE TABLE match (
    statement_id TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (statement_id, rule_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE why_not (
    guild_id INTEGER NOT NULL,
    statement_id TEXT NOT NULL,
    rule_id TEXT NOT NULL,              -- "" for none
    at INTEGER NOT NULL,
    code TEXT NOT NULL,
    text ANY NOT NULL,
    PRIMARY KEY (guild_id, statement_id, rule_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
    guild_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (guild_id, id)
) STRICT, WITHOUT ROWID;

-- The outbox. `no` is the order within a lane.
CREATE TABLE delivery (
    no INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    lane ANY NOT NULL,
    subject_id TEXT NOT NULL,
    state TEXT NOT NULL,
    digest TEXT NOT NULL,
    not_before INTEGER NOT NULL,
    expires_at INTEGER,
    attempts INTEGER NOT NULL,
    first_try_at INTEGER,
    lease_until INTEGER,
    owner TEXT NOT NULL,
    fence INTEGER NOT NULL,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_owed ON delivery (lane, no, not_before, attempts, lease_until) WHERE state = 'owed';
CREATE INDEX delivery_open ON delivery (guild_id, not_before) WHERE state IN ('owed', 'parked');
CREATE INDEX delivery_expiry ON delivery (expires_at) WHERE state = 'owed' AND digest = '' AND expires_at IS NOT NULL;
CREATE INDEX delivery_done ON delivery (not_before) WHERE state IN ('sent', 'failed', 'expired');
CREATE INDEX delivery_subject ON delivery (subject_id);

CREATE TABLE parked (
    lane ANY NOT NULL PRIMARY KEY,
    reason ANY NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE guild (
    id INTEGER NOT NULL PRIMARY KEY,
    data TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    no INTEGER NOT NULL PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX audit_log ON audit (guild_id, at, no);

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES ('rules', 0);
