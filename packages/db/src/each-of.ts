/**
 * Rows of the lists that a statement is given, side by side; names parameters with their types, such as `$1::text[]`.
 *
 * Postgres keeps one plan of a prepared statement for all calls unless a plan for the call's own values looks cheaper. Where the
 * planner may count a list it always does, and the statement is planned at each call, which takes longer than running it. Behind
 * a subselect it can't count.
 */
export const eachOf = (...lists: readonly string[]): string =>
  `unnest(${lists.map((list) => `(SELECT ${list})`).join(", ")})`;
