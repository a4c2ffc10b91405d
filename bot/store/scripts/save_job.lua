-- Save a job if nobody else has saved it since it was read, with all that must change in the same step.
-- KEYS: job, open jobs, press, message -> job, message -> outcome, task -> job
-- ARGV: id, version read, stamp, data, job ttl, outcome (JSON or ""), outcome ttl,
--       flags: "p" has a press, "m" has a message, "t" has a task, "d" is done
-- Returns the new version, or -1 when the job is gone or was saved by somebody else.
local version = redis.call("HGET", KEYS[1], "v")
if not version then return -1 end
if version ~= ARGV[2] then
  -- The answer to this very save may have been lost on the way: then it is already in.
  if redis.call("HGET", KEYS[1], "stamp") == ARGV[3] then return tonumber(version) end
  return -1
end
local function has(flag) return string.find(ARGV[8], flag, 1, true) end
local next = tonumber(version) + 1
redis.call("HSET", KEYS[1], "v", next, "stamp", ARGV[3], "data", ARGV[4])
redis.call("EXPIRE", KEYS[1], ARGV[5])
if has("m") then
  redis.call("SET", KEYS[4], ARGV[1], "EX", ARGV[7])
  if ARGV[6] ~= "" then redis.call("SET", KEYS[5], ARGV[6], "EX", ARGV[7]) end
end
if has("t") then redis.call("SET", KEYS[6], ARGV[1], "NX", "EX", ARGV[5]) end
if has("d") then
  redis.call("ZREM", KEYS[2], ARGV[1])
  if has("p") and redis.call("GET", KEYS[3]) == ARGV[1] then redis.call("DEL", KEYS[3]) end
end
return next
