-- Write a new job down, reserve what it costs, and mark the event it came from; all of it or nothing.
-- KEYS: job, open jobs, press, event, then of the person and of the place: open, day, month
-- ARGV: id, data, stamp, created at, ttl (s), has press ("1" or ""), event ttl (s; "" for no event), price,
--       ttl of a day and of a month (s), then limits of the person and of the place: open, day, month (0: none),
--       the job of the press that is known and may be followed by one more ("" for none), ttl of a press (s)
-- Returns the id of the job of the press, ours or the one that was first; "" for an event that was marked;
-- or "!" and the number of the limit that is reached, counted from 1.
if redis.call("HGET", KEYS[1], "stamp") == ARGV[3] then
  -- The answer to this very call was lost on the way. Writing something makes the store vouch for it once more.
  redis.call("EXPIRE", KEYS[1], ARGV[5])
  return ARGV[1]
end
if ARGV[6] == "1" then
  local first = redis.call("GET", KEYS[3])
  if first and first ~= ARGV[17] then return first end
end
if redis.call("EXISTS", KEYS[1]) == 1 then return ARGV[1] end
if ARGV[7] ~= "" and redis.call("EXISTS", KEYS[4]) == 1 then return "" end
local price = tonumber(ARGV[8])
for scope = 0, 1 do
  local keys, limits = 4 + scope * 3, 10 + scope * 3
  local function reached(n, have, more)
    local limit = tonumber(ARGV[limits + n])
    return limit > 0 and have + more > limit
  end
  if reached(1, redis.call("SCARD", KEYS[keys + 1]), 1) then return "!" .. (scope * 3 + 1) end
  if reached(2, tonumber(redis.call("GET", KEYS[keys + 2]) or 0), 1) then return "!" .. (scope * 3 + 2) end
  if reached(3, tonumber(redis.call("GET", KEYS[keys + 3]) or 0), price) then return "!" .. (scope * 3 + 3) end
end
for scope = 0, 1 do
  local keys = 4 + scope * 3
  redis.call("SADD", KEYS[keys + 1], ARGV[1])
  redis.call("EXPIRE", KEYS[keys + 1], ARGV[5])
  redis.call("INCR", KEYS[keys + 2])
  redis.call("EXPIRE", KEYS[keys + 2], ARGV[9])
  redis.call("INCRBY", KEYS[keys + 3], price)
  redis.call("EXPIRE", KEYS[keys + 3], ARGV[10])
end
if ARGV[7] ~= "" then redis.call("SET", KEYS[4], 1, "EX", ARGV[7]) end
redis.call("HSET", KEYS[1], "v", 1, "stamp", ARGV[3], "data", ARGV[2], "held", price)
redis.call("EXPIRE", KEYS[1], ARGV[5])
redis.call("ZADD", KEYS[2], ARGV[4], ARGV[1])
redis.call("EXPIRE", KEYS[2], ARGV[5])
if ARGV[6] == "1" then redis.call("SET", KEYS[3], ARGV[1], "EX", ARGV[18]) end
return ARGV[1]
