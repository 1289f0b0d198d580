/**
 * What follows FROM in a statement about operations `o` that wait in a line `r` of those that are ready, or about those that run: each is
 * found by its id (OFFSET keeps Postgres from joining in another way), so that a statement reads as many as it lists.
 */
export const inLine = (line: string): string =>
  `ready_operations r CROSS JOIN LATERAL (SELECT * FROM operations WHERE id = r.operation_id OFFSET 0) o WHERE r.line = ${line}`;

/** All that run, given back or not. */
export const RUNNING = `running_operations r CROSS JOIN LATERAL (SELECT * FROM operations WHERE id = r.operation_id OFFSET 0) o`;
