import { sqlName } from "./sql-text.ts";

/** First characters that spreadsheets take for a formula. */
const FORMULA = "^[=+\\-@\\t\\r]";

/** A column's name for a header that a spreadsheet doesn't run. */
export const csvSafeName = (name: string): string => (new RegExp(FORMULA).test(name) ? `'${name}` : name);

/** SQL of a text column under its name, with an apostrophe in front of what a spreadsheet would run as a formula. */
export const csvSafe = (name: string): string =>
  `CASE WHEN regexp_matches(${sqlName(name)}, '${FORMULA}') THEN '''' || ${sqlName(name)} ELSE ${sqlName(name)} END AS ${sqlName(csvSafeName(name))}`;
