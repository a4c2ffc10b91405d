-- A job that the service would not take goes back to its place, and the line is held for a while.
-- KEYS: line, inside, brake
-- ARGV: id, when it was opened, now (s), reason, seconds after which earlier pauses are forgiven, ttl (s),
--       then how long to wait after the first time in a row, the second ... (s)
-- Returns until when (s).
if redis.call("ZREM", KEYS[2], ARGV[1]) == 1 then
  -- Without credit another one goes first next time: it may ask for less. After a 429 the place is kept.
  redis.call("ZADD", KEYS[1], "NX", ARGV[4] == "credit" and ARGV[3] or ARGV[2], ARGV[1])
  redis.call("EXPIRE", KEYS[1], ARGV[6])
end
local now = tonumber(ARGV[3])
local brake = redis.call("HMGET", KEYS[3], "until", "times", "reason")
local til, times = tonumber(brake[1] or 0), tonumber(brake[2] or 0)
-- Those that were sent before the pause began are refused, too: that tells nothing new.
if brake[1] and now < til and brake[3] == ARGV[4] then return brake[1] end
if now > til + tonumber(ARGV[5]) or (brake[3] and brake[3] ~= ARGV[4]) then times = 0 end
local wait = tonumber(ARGV[math.min(7 + times, #ARGV)])
til = string.format("%.3f", now + wait)
redis.call("HSET", KEYS[3], "until", til, "reason", ARGV[4], "times", times + 1, "probe", "")
redis.call("EXPIRE", KEYS[3], ARGV[6])
return til
