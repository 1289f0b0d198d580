-- What an event says of the operation's place in a batch and of its times as the API writes them. What is null is left out.
CREATE OR REPLACE FUNCTION event_rest(batch_id text, operation_key text, created text, started text, ended text, timeout text)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(',"batchId":' || to_json(batch_id), '') || coalesce(',"operationKey":' || to_json(operation_key), '')
    || ',"dateCreated":"' || created || coalesce('","startTime":"' || started, '') || coalesce('","endTime":"' || ended, '')
    || coalesce('","timeoutAt":"' || timeout, '') || '"'
$$;
