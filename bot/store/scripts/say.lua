-- Say something to those who listen now, without keeping it.
-- KEYS: said    ARGV: ttl (s), channel, note (a JSON object)
announce(KEYS[1], ARGV[1], ARGV[2], ARGV[3])
