-- Write a new job down and mark the event it came from, unless that was dealt with, or its button has an open job.
-- KEYS: job, open jobs, press, event
-- ARGV: id, data, stamp, created at, ttl (s), has press ("1" or ""), event ttl (s; "" for no event)
-- Returns the id of the job that is open now, ours or the one that was first; "" for an event that was marked.
if ARGV[6] == "1" then
  local first = redis.call("GET", KEYS[3])
  if first then return first end
end
if redis.call("EXISTS", KEYS[1]) == 1 then return ARGV[1] end
if ARGV[7] ~= "" and not redis.call("SET", KEYS[4], 1, "NX", "EX", ARGV[7]) then return "" end
redis.call("HSET", KEYS[1], "v", 1, "stamp", ARGV[3], "data", ARGV[2])
redis.call("EXPIRE", KEYS[1], ARGV[5])
redis.call("ZADD", KEYS[2], ARGV[4], ARGV[1])
redis.call("EXPIRE", KEYS[2], ARGV[5])
if ARGV[6] == "1" then redis.call("SET", KEYS[3], ARGV[1], "EX", ARGV[5]) end
return ARGV[1]
