import { sqlName } from "../import/sql-text.ts";

/** SQL of a text column under its name, with an apostrophe in front of what a spreadsheet would run as a formula. */
export const csvSafe = (name: string): string =>
  `CASE WHEN regexp_matches(${sqlName(name)}, '^[=+\\-@\\t\\r]') THEN '''' || ${sqlName(name)} ELSE ${sqlName(name)} END AS ${sqlName(name)}`;
