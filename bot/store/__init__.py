"""Everything kept in Redis or Valkey: keys, scripts, records, and the server that comes in the box."""
