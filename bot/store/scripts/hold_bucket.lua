-- A lane was refused. When several are at nearly the same moment it is the whole platform that is too fast, which no
-- lane can know of itself: then nobody sends for as long as the refusal says.
-- KEYS: lanes refused lately, hold
-- ARGV: lane, pause (s), that of the others while it is the only one (s), how many lanes, within how long (s)
local time = redis.call("TIME")
local now = tonumber(time[1]) + tonumber(time[2]) / 1e6
redis.call("ZADD", KEYS[1], now, ARGV[1])
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", now - tonumber(ARGV[5]))
redis.call("EXPIRE", KEYS[1], 60)
local several = redis.call("ZCARD", KEYS[1]) >= tonumber(ARGV[4])
local pause = math.ceil(tonumber(several and ARGV[2] or ARGV[3]) * 1000)
if pause > math.max(redis.call("PTTL", KEYS[2]), 0) then
  redis.call("SET", KEYS[2], 1, "PX", pause)
end
