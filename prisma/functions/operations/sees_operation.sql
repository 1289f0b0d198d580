-- Whether the caller sees the operation: what is part of one and doesn't say whose it is, is seen with it. A function, since each read
-- of a table would pay for a sub-select of its policy, also where it has nothing to decide.
CREATE OR REPLACE FUNCTION sees_operation(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM operations o WHERE o.id = wanted);
END
$$;
