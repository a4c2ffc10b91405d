-- Post word for whoever works on a job; if it waits in line nobody does, so it is queued at the next look.
-- KEYS: signals of the job, waiting, wake, said on the channel (announce.lua)
-- ARGV: id, word (JSON), most kept, ttl (s), channel, note (a JSON object)
redis.call("RPUSH", KEYS[1], ARGV[2])
redis.call("LTRIM", KEYS[1], -tonumber(ARGV[3]), -1)
redis.call("EXPIRE", KEYS[1], ARGV[4])
if redis.call("ZSCORE", KEYS[2], ARGV[1]) then redis.call("ZADD", KEYS[3], 0, ARGV[1]) end
announce(KEYS[4], ARGV[4], ARGV[5], ARGV[6])
