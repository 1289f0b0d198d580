-- Whether a lane is one of messages to people: it follows from their URL, as a callback's lane does from its own.
CREATE OR REPLACE FUNCTION is_message_lane(lane text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lane LIKE 'callback:%:message://%'
$$;
