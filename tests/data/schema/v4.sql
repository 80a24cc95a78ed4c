PRAGMA application_id = 1464617794;
PRAGMA user_version = 4;
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
CREATE TABLE statement (
    entry_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    at INTEGER,                         -- when its entry was published, or first seen
    data TEXT NOT NULL,
    PRIMARY KEY (entry_id, revision, position)
) STRICT;
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
CREATE TABLE claim_speaker (
    guild_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    claim_no INTEGER NOT NULL REFERENCES claim (no) ON DELETE CASCADE,
    PRIMARY KEY (guild_id, key, claim_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE version (
    claim_no INTEGER NOT NULL REFERENCES claim (no) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    statement_id TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (claim_no, number)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE claim_vector (
    claim_no INTEGER NOT NULL PRIMARY KEY REFERENCES claim (no) ON DELETE CASCADE,
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,            -- grows with every vector that is written
    model TEXT NOT NULL,                -- fingerprint of what made it
    words TEXT NOT NULL,                -- hash of the claim's words that it was made from
    data BLOB NOT NULL
) STRICT;
INSERT INTO source (id, url, credential_scope, paused, due_at, lease_until, owner, fence, data) VALUES ('paused', 'https://paused.example/feed', '', 1, 0, NULL, '', 0, '{"$":"source/1","id":"paused","kind":"feed","url":"https://paused.example/feed","name":"paused","added_at":"2026-03-02T12:00:00+00:00","paused":true,"reason":"gone"}');
INSERT INTO source (id, url, credential_scope, paused, due_at, lease_until, owner, fence, data) VALUES ('src', 'https://src.example/feed', '', 0, 1772452800000000, 1772452920000000, 'poller', 1, '{"$":"source/1","id":"src","kind":"feed","url":"https://src.example/feed","name":"src","added_at":"2026-03-02T12:00:00+00:00","health":"ok","etag":"Vy8i/yI=","last_modified":"TW9u","due_at":"2026-03-02T12:00:00+00:00","baseline_done":true,"rhythm":{"rate":0.5,"profile":[1.0,2.0],"last_new_at":"2026-03-02T12:01:00+00:00"},"hints":[["cursor","7"]]}');
INSERT INTO follow (guild_id, source_id, theme_id, created_at) VALUES (123456789012345678, 'paused', 'theme', 1772452800000000);
INSERT INTO follow (guild_id, source_id, theme_id, created_at) VALUES (123456789012345678, 'src', 'theme', 1772452800000000);
INSERT INTO follow (guild_id, source_id, theme_id, created_at) VALUES (987654321098765432, 'src', 'theme', 1772452800000000);
INSERT INTO entry (source_id, key, id, revision, content_hash, missing, withdrawn, kind, url, title, author, content_type, published, published_raw, first_seen, context, content) VALUES ('src', 'key-ent', 'ent', 3, 'hash-3', 1, 0, 'article', 'https://src.example/ent', 'Title of ent', 'Ines Okafor', 'text', 1772452800000000, 'Mon, 02 Mar 2026 12:00:00 GMT', 1772452800000000, '{"$":"context/1","story_title":"A story"}', NULL);
INSERT INTO entry (source_id, key, id, revision, content_hash, missing, withdrawn, kind, url, title, author, content_type, published, published_raw, first_seen, context, content) VALUES ('src', X'EDA080', 'odd', 1, 'hash-1', 0, 1, 'article', 'https://src.example/odd', '漢字 👩‍👧', NULL, 'text', NULL, '5. Januar', 1772452800000000, NULL, NULL);
INSERT INTO revision (entry_id, number, content_hash, seen_at, title, content, reverts_to) VALUES ('ent', 1, 'hash-1', 1772452800000000, 'Title of ent', X'789C0BC9485548CB2C2A2E5128CF2F4AC9CC4BD7530819151A151AEE4200A44710B8', NULL);
INSERT INTO revision (entry_id, number, content_hash, seen_at, title, content, reverts_to) VALUES ('ent', 2, 'hash-2', 1772453100000000, 'Retitled', X'789C0BC94855284E4DCECF4B5128CF2F4AC9CC4BD7530819151B151B15038B010081A91DD8', NULL);
INSERT INTO revision (entry_id, number, content_hash, seen_at, title, content, reverts_to) VALUES ('ent', 3, 'hash-3', 1772453340000000, NULL, NULL, 1);
INSERT INTO revision (entry_id, number, content_hash, seen_at, title, content, reverts_to) VALUES ('odd', 1, 'hash-1', 1772452800000000, '漢字 👩‍👧', 'What odd says.', NULL);
INSERT INTO statement (entry_id, revision, position, id, at, data) VALUES ('ent', 1, 0, 'said', 1772452800000000, '{"$":"statement/1","id":"said","text":"Half of entry-level jobs will go by 2030.","speaker":"Mara Voss","speaker_kind":"named","spans":{"content":[[0,41]]},"quantities":[{"kind":"percent","low":50.0,"high":50.0,"unit":"%","text":"Half","of":"jobs","span":[0,4]}],"horizons":[{"text":"by 2030","earliest":null,"latest":"2030-12-31","bound":"by","span":[33,40]}],"certainty":4,"commitment":"plan","evidential":"reportedly","polarity":"affirmed","checkable":true,"said_on":"2026-03-02","entry_id":"ent"}');
INSERT INTO statement (entry_id, revision, position, id, at, data) VALUES ('ent', 2, 0, 'resaid', 1772452800000000, '{"$":"statement/1","id":"resaid","text":"A fifth of them will go.","speaker":"Mara Voss","speaker_kind":"named","said_on":"2026-03-02","entry_id":"ent"}');
INSERT INTO statement (entry_id, revision, position, id, at, data) VALUES ('ent', 2, 1, 'also', 1772452800000000, '{"$":"statement/1","id":"also","text":"Half of entry-level jobs will go.","speaker":"Mara Voss","speaker_kind":"named","said_on":"2026-03-02","entry_id":"ent"}');
INSERT INTO claim (no, guild_id, id, theme_id, statement_id, created_at, length, data) VALUES (1, 123456789012345678, 'cla', 'theme', 'resaid', 1772452800000000, 2, '{"$":"claim/1","id":"cla","guild_id":123456789012345678,"theme_id":"theme","speaker":"Mara Voss","standing":{"id":"resaid","text":"A fifth of them will go.","speaker":"Mara Voss","speaker_kind":"named","said_on":"2026-03-02","entry_id":"ent"},"created_at":"2026-03-02T12:00:00+00:00","versions":2}');
INSERT INTO claim (no, guild_id, id, theme_id, statement_id, created_at, length, data) VALUES (2, 987654321098765432, 'other', NULL, 'sta-other', 1772452800000000, 5, '{"$":"claim/1","id":"other","guild_id":987654321098765432,"theme_id":null,"speaker":"Mara Voss","standing":{"id":"sta-other","text":"Half of entry-level jobs will go.","speaker":"Mara Voss","speaker_kind":"named","said_on":"2026-03-02","entry_id":"ent"},"created_at":"2026-03-02T12:00:00+00:00","aliases":["the chief"],"origin":"heard","withdrawn":true}');
INSERT INTO claim_total (guild_id, claims, length) VALUES (123456789012345678, 1, 2);
INSERT INTO claim_total (guild_id, claims, length) VALUES (987654321098765432, 1, 5);
INSERT INTO claim_word (guild_id, word, claim_no, often, length) VALUES (123456789012345678, 'fifth', 1, 1, 2);
INSERT INTO claim_word (guild_id, word, claim_no, often, length) VALUES (123456789012345678, 'go', 1, 1, 2);
INSERT INTO claim_word (guild_id, word, claim_no, often, length) VALUES (987654321098765432, 'entri', 2, 1, 5);
INSERT INTO claim_word (guild_id, word, claim_no, often, length) VALUES (987654321098765432, 'go', 2, 1, 5);
INSERT INTO claim_word (guild_id, word, claim_no, often, length) VALUES (987654321098765432, 'half', 2, 1, 5);
INSERT INTO claim_word (guild_id, word, claim_no, often, length) VALUES (987654321098765432, 'job', 2, 1, 5);
INSERT INTO claim_word (guild_id, word, claim_no, often, length) VALUES (987654321098765432, 'level', 2, 1, 5);
INSERT INTO claim_speaker (guild_id, key, claim_no) VALUES (123456789012345678, 'mara voss', 1);
INSERT INTO claim_speaker (guild_id, key, claim_no) VALUES (123456789012345678, 'voss', 1);
INSERT INTO claim_speaker (guild_id, key, claim_no) VALUES (987654321098765432, 'chief', 2);
INSERT INTO claim_speaker (guild_id, key, claim_no) VALUES (987654321098765432, 'mara voss', 2);
INSERT INTO claim_speaker (guild_id, key, claim_no) VALUES (987654321098765432, 'voss', 2);
INSERT INTO version (claim_no, number, statement_id, data) VALUES (1, 1, 'said', '{"$":"version/1","claim_id":"cla","number":1,"statement":{"id":"said","text":"Half of entry-level jobs will go by 2030.","speaker":"Mara Voss","speaker_kind":"named","spans":{"content":[[0,41]]},"quantities":[{"kind":"percent","low":50.0,"high":50.0,"unit":"%","text":"Half","of":"jobs","span":[0,4]}],"horizons":[{"text":"by 2030","earliest":null,"latest":"2030-12-31","bound":"by","span":[33,40]}],"certainty":4,"commitment":"plan","evidential":"reportedly","polarity":"affirmed","checkable":true,"said_on":"2026-03-02","entry_id":"ent"},"recorded_at":"2026-03-02T12:00:00+00:00","tag":"new_claim"}');
INSERT INTO version (claim_no, number, statement_id, data) VALUES (1, 2, 'resaid', '{"$":"version/1","claim_id":"cla","number":2,"statement":{"id":"resaid","text":"A fifth of them will go.","speaker":"Mara Voss","speaker_kind":"named","said_on":"2026-03-02","entry_id":"ent"},"recorded_at":"2026-03-02T12:00:00+00:00","tag":"figure_changed","alert_id":"ale"}');
INSERT INTO version (claim_no, number, statement_id, data) VALUES (2, 1, 'sta-other', '{"$":"version/1","claim_id":"other","number":1,"statement":{"id":"sta-other","text":"Half of entry-level jobs will go.","speaker":"Mara Voss","speaker_kind":"named","said_on":"2026-03-02","entry_id":"ent"},"recorded_at":"2026-03-02T12:00:00+00:00","tag":"new_claim"}');
INSERT INTO theme (guild_id, id, name_key, data) VALUES (123456789012345678, 'theme', 'jobs', '{"$":"theme/1","id":"theme","guild_id":123456789012345678,"name":"Jobs","created_at":"2026-03-02T12:00:00+00:00"}');
INSERT INTO theme (guild_id, id, name_key, data) VALUES (987654321098765432, 'theme', 'jobs', '{"$":"theme/1","id":"theme","guild_id":987654321098765432,"name":"Jobs","created_at":"2026-03-02T12:00:00+00:00"}');
INSERT INTO rule (guild_id, id, name_key, theme_id, data) VALUES (123456789012345678, 'rule', 'job losses', NULL, '{"$":"rule/1","id":"rule","guild_id":123456789012345678,"name":"Job losses","query":"jobs","created_at":"2026-03-02T12:00:00+00:00","claims":["cla"],"changes":["withdrawn"]}');
INSERT INTO rule (guild_id, id, name_key, theme_id, data) VALUES (987654321098765432, 'rule', 'job losses', NULL, '{"$":"rule/1","id":"rule","guild_id":987654321098765432,"name":"Job losses","query":"jobs","created_at":"2026-03-02T12:00:00+00:00","claims":["cla"],"changes":["withdrawn"],"paused":true}');
INSERT INTO subscription (guild_id, id, theme_id, created_at, data) VALUES (123456789012345678, 'sub', 'theme', 1772452800000000, '{"$":"subscription/1","id":"sub","guild_id":123456789012345678,"address":{"kind":"discord","target":"1"},"created_at":"2026-03-02T12:00:00+00:00","theme_id":"theme","options":[["hour","8"]]}');
INSERT INTO subscription (guild_id, id, theme_id, created_at, data) VALUES (987654321098765432, 'sub', 'theme', 1772452800000000, '{"$":"subscription/1","id":"sub","guild_id":987654321098765432,"address":{"kind":"discord","target":"1"},"created_at":"2026-03-02T12:00:00+00:00","theme_id":"theme","options":[["hour","8"]]}');
INSERT INTO alert (no, guild_id, id, at, theme_id, claim_id, entry_id, before_id, after_id, headline, speakers, tags, data) VALUES (1, 123456789012345678, 'ale', 1772452800000000, 'theme', 'cla', 'ent', 'old', 'new', 'figure_changed', '|mara voss|voss|', '|figure_changed|deadline_moved|certainty_changed|theme:theme|', '{"$":"alert/1","id":"ale","guild_id":123456789012345678,"at":"2026-03-02T12:00:00+00:00","theme_id":"theme","rule_id":"rule","rule_name":"Job losses","claim_id":"cla","entry_id":"ent","speaker":"Mara Voss","changes":[{"$":"figure_changed","before":"50 %","after":"20 %","direction":"down","of":"entry-level jobs","points":-30.0},{"$":"deadline_moved","before":"2030","after":"2032","direction":"later","after_latest":"2032-12-31","days":731},{"$":"certainty_changed","before":"will","after":"could","direction":"weaker","before_level":4,"after_level":2}],"before":{"text":"Half of entry-level jobs will go.","speaker":"Mara Voss","said_on":"2026-03-02","url":"https://src.example/1","statement_id":"old"},"after":{"text":"A fifth of entry-level jobs will go.","speaker":"Mara Voss","said_on":"2026-03-02","url":"https://src.example/1","statement_id":"new"},"probability":0.93,"why":["The same speaker on the same subject."]}');
INSERT INTO alert (no, guild_id, id, at, theme_id, claim_id, entry_id, before_id, after_id, headline, speakers, tags, data) VALUES (2, 123456789012345678, 'gone', 1772453220000000, 'theme', 'cla', 'ent', 'old', '', 'withdrawn', '|mara voss|voss|', '|withdrawn|theme:theme|', '{"$":"alert/1","id":"gone","guild_id":123456789012345678,"at":"2026-03-02T12:07:00+00:00","theme_id":"theme","rule_id":"rule","rule_name":"Job losses","claim_id":"cla","entry_id":"ent","speaker":"Mara Voss","changes":[{"$":"withdrawn","before":"It will.","last_seen":"2026-03-02T12:06:00+00:00"}],"before":{"text":"Half of entry-level jobs will go.","speaker":"Mara Voss","said_on":"2026-03-02","url":"https://src.example/1","statement_id":"old"},"after":null,"probability":0.93,"why":["The same speaker on the same subject."]}');
INSERT INTO alert (no, guild_id, id, at, theme_id, claim_id, entry_id, before_id, after_id, headline, speakers, tags, data) VALUES (3, 987654321098765432, 'theirs', 1772452800000000, 'theme', 'cla', 'ent', 'old', 'new', 'figure_changed', '|mara voss|voss|', '|figure_changed|theme:theme|', '{"$":"alert/1","id":"theirs","guild_id":987654321098765432,"at":"2026-03-02T12:00:00+00:00","theme_id":"theme","rule_id":"rule","rule_name":"Job losses","claim_id":"cla","entry_id":"ent","speaker":"Mara Voss","changes":[{"$":"figure_changed","before":"50 %","after":"20 %","direction":"down","of":"entry-level jobs","points":-30.0}],"before":{"text":"Half of entry-level jobs will go.","speaker":"Mara Voss","said_on":"2026-03-02","url":"https://src.example/1","statement_id":"old"},"after":{"text":"A fifth of entry-level jobs will go.","speaker":"Mara Voss","said_on":"2026-03-02","url":"https://src.example/1","statement_id":"new"},"probability":0.93,"why":["The same speaker on the same subject."]}');
DELETE FROM alert_text_data;
INSERT INTO alert_text_data (id, block) VALUES (1, X'030345');
INSERT INTO alert_text_data (id, block) VALUES (10, X'000000000101010001010101');
INSERT INTO alert_text_data (id, block) VALUES (137438953473, X'0000017E03303230010601011A020601011A03023330010601011B040132010601011C0102353001060101190206010119010161010601010F020601010F0105636F756C64010601011E0105656E74726901080101080C010601010801080101080C0105666966746801060101100206010110011367313233343536373839303132333435363738010202010202021239383736353433323130393837363534333203020202016F010801010C0C010601010C010801010C0C010468616C6601060101060106010106010601010601026974020601010F01036A6F62010A010104080C010801010408010A010104080C01056C6576656C01080101090C010601010901080101090C02036F737301060101050106010105010601010501046D617261010A0101020D0C01080101020D010A0101020D0C01026F6601080101070C010601010701080101070C0104766F7373010A0101030D0C01080101030D010A0101030D0C010477696C6C010A01010B0C0A010801010B07010801010B0C040E09080E0D0C18111B171415091918141A151A');
DELETE FROM alert_text_idx;
INSERT INTO alert_text_idx (segid, term, pgno) VALUES (1, X'', 2);
DELETE FROM alert_text_docsize;
INSERT INTO alert_text_docsize (id, sz) VALUES (1, X'011D');
INSERT INTO alert_text_docsize (id, sz) VALUES (2, X'010F');
INSERT INTO alert_text_docsize (id, sz) VALUES (3, X'0119');
DELETE FROM alert_text_config;
INSERT INTO alert_text_config (k, v) VALUES ('version', 4);
INSERT INTO match (statement_id, rule_id, data) VALUES ('said', 'rule', '{"$":"match/1","statement_id":"said","rule_id":"rule","hits":[{"clause":"jobs","field":"text","spans":[[20,24]]}]}');
INSERT INTO why_not (guild_id, statement_id, rule_id, at, code, text) VALUES (123456789012345678, 'also', '', 1772452800000000, 'repeated', 'The same was said before.');
INSERT INTO why_not (guild_id, statement_id, rule_id, at, code, text) VALUES (123456789012345678, 'also', 'rule', 1772452800000000, 'repeated', 'The same was said before.');
INSERT INTO notice (guild_id, id, at, data) VALUES (123456789012345678, 'not', 1772452800000000, '{"$":"notice/1","id":"not","guild_id":123456789012345678,"at":"2026-03-02T12:00:00+00:00","kind":"silent","title":"Silent","text":"Nothing for a week.","source_id":"paused"}');
INSERT INTO delivery (no, guild_id, id, lane, subject_id, state, digest, not_before, expires_at, attempts, first_try_at, lease_until, owner, fence, data) VALUES (1, 123456789012345678, 'sent', 'discord:1', 'ale', 'sent', '', 1772452800000000, NULL, 0, NULL, NULL, '', 0, '{"$":"delivery/1","id":"sent","guild_id":123456789012345678,"subscription_id":"sub","address":{"kind":"discord","target":"1"},"subject":"alert","subject_id":"ale","not_before":"2026-03-02T12:00:00+00:00","created_at":"2026-03-02T12:00:00+00:00","state":"sent","message_id":"99","sent_at":"2026-03-02T12:01:00+00:00"}');
INSERT INTO delivery (no, guild_id, id, lane, subject_id, state, digest, not_before, expires_at, attempts, first_try_at, lease_until, owner, fence, data) VALUES (2, 123456789012345678, 'waiting', 'discord:1', 'ale', 'owed', 'daily', 1772488800000000, 1772572800000000, 0, NULL, NULL, '', 0, '{"$":"delivery/1","id":"waiting","guild_id":123456789012345678,"subscription_id":"sub","address":{"kind":"discord","target":"1"},"subject":"alert","subject_id":"ale","not_before":"2026-03-02T22:00:00+00:00","created_at":"2026-03-02T12:00:00+00:00","expires_at":"2026-03-03T21:20:00+00:00","digest":"daily"}');
INSERT INTO delivery (no, guild_id, id, lane, subject_id, state, digest, not_before, expires_at, attempts, first_try_at, lease_until, owner, fence, data) VALUES (3, 123456789012345678, 'leased', 'discord:2', 'gone', 'owed', '', 1772452800000000, NULL, 1, 1772452860000000, 1772452920000000, 'sender', 1, '{"$":"delivery/1","id":"leased","guild_id":123456789012345678,"subscription_id":"sub","address":{"kind":"discord","target":"2"},"subject":"alert","subject_id":"gone","not_before":"2026-03-02T12:00:00+00:00","created_at":"2026-03-02T12:00:00+00:00"}');
INSERT INTO delivery (no, guild_id, id, lane, subject_id, state, digest, not_before, expires_at, attempts, first_try_at, lease_until, owner, fence, data) VALUES (4, 987654321098765432, 'parked', 'discord:3', 'not', 'parked', '', 1772452800000000, NULL, 0, NULL, NULL, '', 0, '{"$":"delivery/1","id":"parked","guild_id":987654321098765432,"subscription_id":"sub","address":{"kind":"discord","target":"3"},"subject":"notice","subject_id":"not","not_before":"2026-03-02T12:00:00+00:00","created_at":"2026-03-02T12:00:00+00:00"}');
INSERT INTO parked (lane, reason, at) VALUES ('discord:3', '403: no permission', 1772452860000000);
INSERT INTO guild (id, data) VALUES (123456789012345678, '{"$":"guild/1","id":123456789012345678,"name":"Halden","manager_role":5,"joined_at":"2026-03-02T12:00:00+00:00","settings":[["zone","UTC"]]}');
INSERT INTO guild (id, data) VALUES (4611686018427387904, '{"$":"guild/1","id":4611686018427387904,"left_at":"2026-03-02T12:03:00+00:00"}');
INSERT INTO audit (no, guild_id, at, data) VALUES (1, 123456789012345678, 1772452800000000, '{"$":"audit/1","guild_id":123456789012345678,"at":"2026-03-02T12:00:00+00:00","actor":7,"action":"rule add","subject":"rule"}');
INSERT INTO meta (key, value) VALUES ('commands', 'hash');
INSERT INTO counter (name, value) VALUES ('claim_terms', 57941514642122523);
INSERT INTO counter (name, value) VALUES ('rules', 7);
INSERT INTO counter (name, value) VALUES ('vectors', 1);
INSERT INTO article (entry_id, source_id, watched, due_at, lease_until, owner, fence, data) VALUES ('ent', 'src', 1, 1772453760000000, NULL, '', 0, '{"$":"article/1","entry_id":"ent","source_id":"src","url":"https://src.example/ent","added_at":"2026-03-02T12:01:00+00:00","due_at":"2026-03-02T12:16:00+00:00","watched":true,"etag":"Vy8i/yI=","missing":[{"id":"also","text":"Half of entry-level jobs will go.","speaker":"Mara Voss","speaker_kind":"named","said_on":"2026-03-02","entry_id":"ent"}]}');
INSERT INTO claim_vector (claim_no, guild_id, number, model, words, data) VALUES (1, 123456789012345678, 1, 'model-a', 'k10vgq16yxa6zhtaq89j', X'007F80');
CREATE INDEX alert_after ON alert (after_id);
CREATE INDEX alert_before ON alert (before_id);
CREATE INDEX alert_entry ON alert (entry_id);
CREATE INDEX alert_history ON alert (guild_id, at, id, theme_id, claim_id, speakers, tags);
CREATE INDEX article_due ON article (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX article_of_source ON article (source_id, entry_id);
CREATE INDEX audit_log ON audit (guild_id, at, no);
CREATE INDEX claim_origin ON claim (guild_id, ifnull(json_extract(data, '$.origin'), 'added'), created_at, no);
CREATE INDEX claim_speaker_of_claim ON claim_speaker (claim_no);
CREATE INDEX claim_standing ON claim (guild_id, statement_id);
CREATE INDEX claim_theme ON claim (guild_id, theme_id);
CREATE INDEX claim_vector_since ON claim_vector (guild_id, number);
CREATE INDEX claim_word_of_claim ON claim_word (claim_no);
CREATE INDEX delivery_done ON delivery (not_before) WHERE state IN ('sent', 'failed', 'expired');
CREATE INDEX delivery_expiry ON delivery (expires_at) WHERE state = 'owed' AND digest = '' AND expires_at IS NOT NULL;
CREATE INDEX delivery_open ON delivery (guild_id, not_before) WHERE state IN ('owed', 'parked');
CREATE INDEX delivery_owed ON delivery (lane, no, not_before, attempts, lease_until) WHERE state = 'owed';
CREATE INDEX delivery_subject ON delivery (subject_id);
CREATE INDEX follow_of_source ON follow (source_id, guild_id, theme_id);
CREATE INDEX revision_by_age ON revision (seen_at);
CREATE INDEX statement_by_id ON statement (id);
CREATE INDEX statement_by_moment ON statement (at);
CREATE INDEX version_statement ON version (statement_id);
