-- The status of an operation tells its last warnings.
CREATE INDEX log_warnings ON log_entries (operation_id, epoch, number) WHERE level = 'warn';
