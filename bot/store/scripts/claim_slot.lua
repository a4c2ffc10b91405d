-- Take a place among the answers to one person in one place.
-- KEYS: those that wait, those of the last minute
-- ARGV: name, now (s), most that wait, most in a minute (0: any), since when those that wait are counted (s), ttl (s)
-- Returns 1 when there was one, also for who has it already; 0 otherwise.
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", ARGV[5])
redis.call("ZREMRANGEBYSCORE", KEYS[2], "-inf", tonumber(ARGV[2]) - 60)
if redis.call("ZSCORE", KEYS[1], ARGV[1]) then return 1 end
if redis.call("ZCARD", KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
local most = tonumber(ARGV[4])
if most > 0 and redis.call("ZCARD", KEYS[2]) >= most then return 0 end
redis.call("ZADD", KEYS[1], ARGV[2], ARGV[1])
redis.call("EXPIRE", KEYS[1], ARGV[6])
if most > 0 then
  redis.call("ZADD", KEYS[2], ARGV[2], ARGV[1])
  redis.call("EXPIRE", KEYS[2], 60)
end
return 1
