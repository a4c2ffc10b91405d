-- A place goes by another name now: what it chose goes along, and it is counted on under the first name it had.
-- KEYS: settings of the chat under the old and the new name, former name, name it is counted under (both of the new name),
--       open jobs under the first and the new name, then counters under the first and the new name, in pairs
-- ARGV: the old name, the first name, ttl of the open jobs (s), then that of each pair of counters (s)
-- What was counted under the new name before anybody told of the move is added; done twice it changes nothing.
local chosen = redis.call("HGETALL", KEYS[1])
for n = 1, #chosen, 2 do redis.call("HSETNX", KEYS[2], chosen[n], chosen[n + 1]) end
redis.call("DEL", KEYS[1])
redis.call("SET", KEYS[3], ARGV[1])
redis.call("SET", KEYS[4], ARGV[2])
if redis.call("EXISTS", KEYS[6]) == 1 then
  redis.call("SUNIONSTORE", KEYS[5], KEYS[5], KEYS[6])
  redis.call("EXPIRE", KEYS[5], ARGV[3])
  redis.call("DEL", KEYS[6])
end
for n = 7, #KEYS, 2 do
  local more = redis.call("GET", KEYS[n + 1])
  if more then
    redis.call("INCRBY", KEYS[n], more)
    redis.call("EXPIRE", KEYS[n], ARGV[4 + (n - 7) / 2])
    redis.call("DEL", KEYS[n + 1])
  end
end
