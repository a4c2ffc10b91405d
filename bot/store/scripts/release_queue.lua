-- The service has taken the order of a job: if that was sent to see whether it does, the queue moves again.
-- KEYS: brake    ARGV: id
-- Returns 1 when it does.
if redis.call("HGET", KEYS[1], "probe") ~= ARGV[1] then return 0 end
return redis.call("DEL", KEYS[1])
