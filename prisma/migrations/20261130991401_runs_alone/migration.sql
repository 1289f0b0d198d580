-- Since `lean_deliveries` workers claim deliveries in runs, and messages to people with them.
DROP FUNCTION IF EXISTS claim_deliveries(integer, integer, integer, integer, integer, integer, integer, double precision);
DROP VIEW IF EXISTS notifications;
DROP FUNCTION IF EXISTS ignore_notifications();
UPDATE ledger_needs SET migration = '20261130982801_lean_deliveries' WHERE migration < '20261130982801_lean_deliveries';
