-- It looks at what each operation needs, too.
DROP FUNCTION IF EXISTS admit_operations(text[], uuid[], uuid[], jsonb);
