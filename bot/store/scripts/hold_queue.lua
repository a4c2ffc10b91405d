-- A job that the service would not take goes back to its place, and the queue is held for a while.
-- KEYS: as queue_steps.lua says; then brake
-- ARGV: id, when it was opened, now (s), reason, seconds after which earlier pauses are forgiven, ttl (s),
--       when to queue it again, then how long to wait after the first time in a row, the second ... (s)
-- Returns until when (s).
local BRAKE, id, now = KEYS[10], ARGV[1], tonumber(ARGV[3])
if redis.call("ZSCORE", INSIDE, id) then
  local place, person = whose(redis.call("HGET", WHO, id))
  come_out(id)
  -- Without credit another one goes first next time: it may ask for less. After a 429 the place is kept.
  stand(id, place, person, tonumber(ARGV[4] == "credit" and ARGV[3] or ARGV[2]), ARGV[7])
  for n = 1, 9 do redis.call("EXPIRE", KEYS[n], ARGV[6]) end
end
local brake = redis.call("HMGET", BRAKE, "until", "times", "reason")
local til, times = tonumber(brake[1] or 0), tonumber(brake[2] or 0)
-- Those that were sent before the pause began are refused, too: that tells nothing new.
if brake[1] and now < til and brake[3] == ARGV[4] then return brake[1] end
if now > til + tonumber(ARGV[5]) or (brake[3] and brake[3] ~= ARGV[4]) then times = 0 end
local wait = tonumber(ARGV[math.min(8 + times, #ARGV)])
til = string.format("%.3f", now + wait)
redis.call("HSET", BRAKE, "until", til, "reason", ARGV[4], "times", times + 1, "probe", "")
redis.call("EXPIRE", BRAKE, ARGV[6])
return til
