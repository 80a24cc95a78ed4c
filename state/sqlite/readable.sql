-- The copy that people read (readable.py): only what is named here is in it.

CREATE TABLE out.server (id TEXT PRIMARY KEY, name TEXT, joined TEXT, gone TEXT);
INSERT INTO out.server
    SELECT id, json_extract(data, '$.name'), json_extract(data, '$.joined_at'), json_extract(data, '$.left_at')
    FROM main.guild;

CREATE TABLE out.theme (server TEXT, id TEXT, name TEXT, created TEXT, PRIMARY KEY (server, id));
INSERT INTO out.theme SELECT guild_id, id, json_extract(data, '$.name'), json_extract(data, '$.created_at') FROM main.theme;

CREATE TABLE out.source (
    id TEXT PRIMARY KEY, name TEXT, host TEXT, kind TEXT, health TEXT, reason TEXT, failures INTEGER, paused INTEGER,
    polled TEXT, last_good TEXT, due TEXT, followers INTEGER);
INSERT INTO out.source
    SELECT id, clean(json_extract(data, '$.name')), host(text_of(url)), json_extract(data, '$.kind'),
        coalesce(json_extract(data, '$.health'), 'new'), clean(json_extract(data, '$.reason')),
        coalesce(json_extract(data, '$.failures'), 0), paused, json_extract(data, '$.polled_at'),
        json_extract(data, '$.ok_at'), iif(due_at > 0, datetime(due_at / 1000000, 'unixepoch'), ''),
        (SELECT count(DISTINCT guild_id) FROM main.follow WHERE source_id = source.id)
    FROM main.source;

CREATE TABLE out.rule (
    server TEXT, id TEXT, name TEXT, query TEXT, theme TEXT, created TEXT, PRIMARY KEY (server, id));
INSERT INTO out.rule
    SELECT guild_id, id, json_extract(data, '$.name'), json_extract(data, '$.query'),
        (SELECT name FROM out.theme WHERE server = CAST(rule.guild_id AS TEXT) AND id = rule.theme_id),
        json_extract(data, '$.created_at')
    FROM main.rule;

CREATE TABLE out.subscription (server TEXT, id TEXT, kind TEXT, channel TEXT, theme TEXT, pace TEXT, created TEXT);
INSERT INTO out.subscription
    SELECT guild_id, id, json_extract(data, '$.address.kind'),
        iif(json_extract(data, '$.address.kind') = 'discord', json_extract(data, '$.address.target'), ''),
        (SELECT name FROM out.theme WHERE server = CAST(subscription.guild_id AS TEXT) AND id = subscription.theme_id),
        coalesce(json_extract(data, '$.pace'), 'instant'), json_extract(data, '$.created_at')
    FROM main.subscription;

CREATE TABLE out.claim (
    server TEXT, id TEXT, speaker TEXT, text TEXT, said_on TEXT, url TEXT, theme TEXT, title TEXT, versions INTEGER,
    withdrawn INTEGER, origin TEXT, created TEXT, PRIMARY KEY (server, id));
INSERT INTO out.claim
    SELECT guild_id, id, json_extract(data, '$.speaker'), json_extract(data, '$.standing.text'),
        json_extract(data, '$.standing.said_on'), clean(json_extract(data, '$.standing.url')),
        (SELECT name FROM out.theme WHERE server = CAST(claim.guild_id AS TEXT) AND id = claim.theme_id),
        json_extract(data, '$.title'), coalesce(json_extract(data, '$.versions'), 1),
        coalesce(json_extract(data, '$.withdrawn'), 0), coalesce(json_extract(data, '$.origin'), 'stored'),
        json_extract(data, '$.created_at')
    FROM main.claim;

CREATE TABLE out.version (server TEXT, claim TEXT, number INTEGER, change TEXT, text TEXT, said_on TEXT, url TEXT, recorded TEXT);
INSERT INTO out.version
    SELECT claim.guild_id, claim.id, version.number, json_extract(version.data, '$.tag'),
        json_extract(version.data, '$.statement.text'), json_extract(version.data, '$.statement.said_on'),
        clean(json_extract(version.data, '$.statement.url')), json_extract(version.data, '$.recorded_at')
    FROM main.version JOIN main.claim ON claim.no = version.claim_no;

CREATE TABLE out.alert (
    server TEXT, id TEXT, at TEXT, speaker TEXT, headline TEXT, theme TEXT, rule TEXT, rule_id TEXT, claim TEXT,
    before TEXT, before_on TEXT, before_url TEXT, after TEXT, after_on TEXT, after_url TEXT, probability REAL, why TEXT,
    verdict TEXT, PRIMARY KEY (server, id));
INSERT INTO out.alert
    SELECT guild_id, id, datetime(at / 1000000, 'unixepoch'), json_extract(data, '$.speaker'), headline,
        (SELECT name FROM out.theme WHERE server = CAST(alert.guild_id AS TEXT) AND id = alert.theme_id),
        json_extract(data, '$.rule_name'), json_extract(data, '$.rule_id'), claim_id,
        json_extract(data, '$.before.text'), json_extract(data, '$.before.said_on'),
        clean(json_extract(data, '$.before.url')),
        json_extract(data, '$.after.text'), json_extract(data, '$.after.said_on'), clean(json_extract(data, '$.after.url')),
        json_extract(data, '$.probability'), (SELECT group_concat(value, ' ') FROM json_each(data, '$.why')),
        (SELECT json_extract(value, '$.verdict') FROM main.meta
            WHERE key = 'triage:' || alert.guild_id || ':' || alert.id AND value <> '')
    FROM main.alert;

CREATE TABLE out.change (server TEXT, alert TEXT, tag TEXT, direction TEXT, before TEXT, after TEXT);
INSERT INTO out.change
    SELECT alert.guild_id, alert.id, json_extract(value, '$."$"'), json_extract(value, '$.direction'),
        json_extract(value, '$.before'), json_extract(value, '$.after')
    FROM main.alert, json_each(alert.data, '$.changes');

CREATE TABLE out.delivery (server TEXT, subject TEXT, kind TEXT, state TEXT, attempts INTEGER, reason TEXT, created TEXT, sent TEXT);
INSERT INTO out.delivery
    SELECT guild_id, subject_id, json_extract(data, '$.address.kind'), state, attempts,
        clean(json_extract(data, '$.reason')), json_extract(data, '$.created_at'), json_extract(data, '$.sent_at')
    FROM main.delivery;

CREATE TABLE out.notice (server TEXT, at TEXT, kind TEXT, title TEXT, text TEXT);
INSERT INTO out.notice
    SELECT guild_id, datetime(at / 1000000, 'unixepoch'), json_extract(data, '$.kind'),
        clean(json_extract(data, '$.title')), clean(json_extract(data, '$.text'))
    FROM main.notice;

CREATE TABLE out.why_not (server TEXT, at TEXT, statement TEXT, rule TEXT, reason TEXT, text TEXT);
INSERT INTO out.why_not
    SELECT guild_id, datetime(at / 1000000, 'unixepoch'), statement_id, rule_id, code, clean(text_of(text))
    FROM main.why_not ORDER BY at DESC LIMIT 100000;

CREATE TABLE out.audit (server TEXT, at TEXT, actor TEXT, action TEXT, subject TEXT, detail TEXT);
INSERT INTO out.audit
    SELECT guild_id, datetime(at / 1000000, 'unixepoch'), json_extract(data, '$.actor'),
        json_extract(data, '$.action'), clean(json_extract(data, '$.subject')), clean(json_extract(data, '$.detail'))
    FROM main.audit;

CREATE INDEX out.alert_at ON alert (at);
CREATE INDEX out.alert_speaker ON alert (speaker);
CREATE INDEX out.change_alert ON change (alert);
CREATE INDEX out.claim_speaker ON claim (speaker);
CREATE INDEX out.version_claim ON version (claim);
CREATE INDEX out.delivery_state ON delivery (state);
