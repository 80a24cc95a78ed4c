-- Claims that people added count towards a guild's limit; of those only heard, the oldest go when there are too many.
CREATE INDEX claim_origin ON claim (guild_id, ifnull(json_extract(data, '$.origin'), 'added'), created_at, no);
