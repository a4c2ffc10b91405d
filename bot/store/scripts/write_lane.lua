-- Write a lane unless somebody else has written it since it was read.
-- KEYS: lane    ARGV: version read, data, ttl (s)
-- Returns 1, or 0 when it was.
if (redis.call("HGET", KEYS[1], "v") or "") ~= ARGV[1] then return 0 end
redis.call("HSET", KEYS[1], "v", (tonumber(ARGV[1]) or 0) + 1, "data", ARGV[2])
redis.call("EXPIRE", KEYS[1], ARGV[3])
return 1
