-- A job that nobody here can carry out makes way, unless it may be with the service already.
-- KEYS: as queue_steps.lua says    ARGV: id, "1" if it is gone for good
if ARGV[2] == "1" or redis.call("ZSCORE", WAKE, ARGV[1]) then leave(ARGV[1]) end
