-- KEYS: lane
-- Returns its version ("" when there is none), its data, and the server's time (s).
local found = redis.call("HMGET", KEYS[1], "v", "data")
local time = redis.call("TIME")
return { found[1] or "", found[2] or "", string.format("%d.%06d", time[1], time[2]) }
