-- The JSON of an operation's event from its parts: who the event is about (event_subject), where the operation was then, as
-- `,"progress":{…}`, what else there is to say of it (event_rest), and `ending`, which has the event's own data, each after a comma, and
-- closes the data. Postgres writes these functions into the statement that calls them.
CREATE OR REPLACE FUNCTION event_text(moment text, event_id text, what text, sequence integer, subject text, progress text, rest text,
  ending text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT '{"id":"' || event_id || '","type":"' || what || '","timestamp":"' || moment || '","sequence":' || sequence
    || ',"data":{' || subject || progress || rest || ending || '}'
$$;
