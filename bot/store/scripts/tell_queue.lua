-- Some who wait in line are to be told where they stand: a run of each does that, and is asked for here.
-- KEYS: waiting, told, wake    ARGV: why the queue is held, then ids and how many are ahead of each, in turn
for n = 2, #ARGV, 2 do
  if redis.call("ZSCORE", KEYS[1], ARGV[n]) then
    redis.call("HSET", KEYS[2], ARGV[n], ARGV[n + 1] .. "\n" .. ARGV[1])
    redis.call("ZADD", KEYS[3], 0, ARGV[n])
  end
end
