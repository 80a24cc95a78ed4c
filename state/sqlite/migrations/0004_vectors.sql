-- Sentence vectors of claims (the semantic extra): made from their words, and made anew where one is missing.
CREATE TABLE claim_vector (
    claim_no INTEGER NOT NULL PRIMARY KEY REFERENCES claim (no) ON DELETE CASCADE,
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,            -- grows with every vector that is written
    model TEXT NOT NULL,                -- fingerprint of what made it
    words TEXT NOT NULL,                -- hash of the claim's words that it was made from
    data BLOB NOT NULL
) STRICT;
CREATE INDEX claim_vector_since ON claim_vector (guild_id, number);
INSERT INTO counter VALUES ('vectors', 0);
