-- The budget of a whole platform: evenly spaced sends, and none while it is held.
-- KEYS: bucket, hold    ARGV: seconds between two sends, "1" to take the next place
-- Returns how long to wait for it (s).
local time = redis.call("TIME")
local now = tonumber(time[1]) + tonumber(time[2]) / 1e6
local held = math.max(redis.call("PTTL", KEYS[2]), 0) / 1000
local due = math.max(tonumber(redis.call("GET", KEYS[1]) or 0), now + held)
if ARGV[2] == "1" then
  redis.call("SET", KEYS[1], string.format("%.6f", due + tonumber(ARGV[1])), "EX", 60 + math.ceil(due - now))
end
return string.format("%.6f", due - now)
