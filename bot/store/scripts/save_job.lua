-- Save a job if nobody else has saved it since it was read, with all that must change in the same step.
-- KEYS: as queue_steps.lua says; then job, open jobs, press, message -> job, task -> job,
--       then of the person and of the place: open, day, month; code, results of the person
-- ARGV: id, version read, stamp, data, job ttl, shown ttl, created at, ttl while open,
--       flags: "p" has a press, "m" has a message, "t" has a task, "s" is settled, "r" ended without a result,
--              "d" is done, "o" has a result, "w" waits and was not sent, "l" is somebody's
--       most results kept, stamp read ("" for any), price, ttl of a day and of a month (s), sent at (s),
--       person, place
-- Returns the new version; or, when somebody else has saved it, theirs below 0.
local found = redis.call("HMGET", KEYS[10], "v", "stamp")
local have, read = tonumber(found[1] or 0), tonumber(ARGV[2])
local next = read + 1
if have == next and found[2] == ARGV[3] then
  -- The answer to this very save was lost on the way. Writing something makes the store vouch for it once more.
  redis.call("EXPIRE", KEYS[10], ARGV[5])
  return have
end
if have > read or (have == read and ARGV[11] ~= "" and found[2] ~= ARGV[11]) then return -have end
local function has(flag) return string.find(ARGV[9], flag, 1, true) end
if have < read then
  -- The store has lost what we know: it failed over to one that was behind, or was emptied. All of it is written anew.
  local charged = not has("s") or has("o")
  if has("p") and charged then redis.call("SET", KEYS[12], ARGV[1], "NX", "EX", ARGV[6]) end
  for scope = 0, 1 do
    local keys = 14 + scope * 3
    if not has("s") then
      redis.call("SADD", KEYS[keys + 1], ARGV[1])
      redis.call("EXPIRE", KEYS[keys + 1], ARGV[8])
    end
    if have == 0 and charged then
      redis.call("INCR", KEYS[keys + 2])
      redis.call("EXPIRE", KEYS[keys + 2], ARGV[13])
      redis.call("INCRBY", KEYS[keys + 3], ARGV[12])
      redis.call("EXPIRE", KEYS[keys + 3], ARGV[14])
    end
  end
  if have == 0 and charged then redis.call("HSET", KEYS[10], "held", ARGV[12]) end
  if not has("s") then
    leave(ARGV[1])
    if has("w") then
      stand(ARGV[1], ARGV[17], ARGV[16], tonumber(ARGV[7]), 0)
    else
      come_in(ARGV[1], ARGV[17], ARGV[16], ARGV[15])
    end
    for n = 1, 9 do redis.call("EXPIRE", KEYS[n], ARGV[8]) end
  end
end
redis.call("HSET", KEYS[10], "v", next, "stamp", ARGV[3], "data", ARGV[4])
redis.call("EXPIRE", KEYS[10], ARGV[5])
if has("m") then
  redis.call("SET", KEYS[13], ARGV[1], "EX", ARGV[6])
end
if has("t") then redis.call("SET", KEYS[14], ARGV[1], "NX", "EX", ARGV[5]) end
if has("r") then
  if has("p") and redis.call("GET", KEYS[12]) == ARGV[1] then redis.call("DEL", KEYS[12]) end
  -- What was reserved is given back, once: the field is gone afterwards.
  local held = redis.call("HGET", KEYS[10], "held")
  if held and redis.call("HDEL", KEYS[10], "held") == 1 then
    for scope = 0, 1 do
      local keys = 14 + scope * 3
      if redis.call("EXISTS", KEYS[keys + 2]) == 1 then redis.call("DECR", KEYS[keys + 2]) end
      if redis.call("EXISTS", KEYS[keys + 3]) == 1 then redis.call("DECRBY", KEYS[keys + 3], held) end
    end
  end
end
if has("s") then
  leave(ARGV[1])
  redis.call("SREM", KEYS[15], ARGV[1])
  redis.call("SREM", KEYS[18], ARGV[1])
end
if has("o") then
  redis.call("SET", KEYS[21], ARGV[1], "NX", "EX", ARGV[6])
  -- A result is asked for by its task as long as its buttons work.
  if has("t") and redis.call("GET", KEYS[14]) == ARGV[1] then redis.call("EXPIRE", KEYS[14], ARGV[6]) end
end
if has("o") and has("l") then
  redis.call("ZADD", KEYS[22], "NX", ARGV[7], ARGV[1])
  redis.call("ZREMRANGEBYRANK", KEYS[22], 0, -(tonumber(ARGV[10]) + 1))
  redis.call("EXPIRE", KEYS[22], ARGV[6])
end
if has("d") then
  redis.call("ZREM", KEYS[11], ARGV[1])
else
  redis.call("ZADD", KEYS[11], "NX", ARGV[7], ARGV[1])
  redis.call("EXPIRE", KEYS[11], ARGV[8])
end
return next
