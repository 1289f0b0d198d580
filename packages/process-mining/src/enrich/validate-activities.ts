import type { CleaningRule } from "./cleaning-rule.ts";

/** A name is taken for a misspelling of one that is at least this many times as frequent. */
const FREQUENCY_RATIO = 20;

const digits = (sql: string): string => `regexp_replace(${sql}, '[^0-9]', '', 'g')`;

/**
 * Corrects misspelt activities: names within one edit (from 4 characters) or two (from 8) of a name that is 20 times as
 * frequent. Swapped neighbours count as one edit, case counts for nothing. Names with different digits are different
 * activities (`aspect 1`, `aspect 2`). With several candidates a name is counted as found and left as it is.
 */
export const validateActivities: CleaningRule = () => ({
  prepare: [
    `CREATE OR REPLACE TEMP TABLE activity_uses AS SELECT activity AS name, count(*) AS uses FROM event_rows GROUP BY 1`,
    `CREATE OR REPLACE TEMP TABLE misspellings AS
     SELECT rare.name AS misspelt, min(frequent.name) AS correct, count(*) AS candidates
     FROM activity_uses rare JOIN activity_uses frequent ON rare.uses * ${FREQUENCY_RATIO} <= frequent.uses
     WHERE length(rare.name) >= 4 AND abs(length(rare.name) - length(frequent.name)) <= 2 AND ${digits("rare.name")} = ${digits("frequent.name")}
       AND damerau_levenshtein(lower(rare.name), lower(frequent.name)) <= CASE WHEN length(rare.name) >= 8 THEN 2 ELSE 1 END
     GROUP BY rare.name`,
  ],
  occasion: `SELECT 1 FROM misspellings WHERE candidates = 1`,
  rows: `SELECT event_rows.* REPLACE (coalesce(misspellings.correct, event_rows.activity) AS activity)
    FROM event_rows LEFT JOIN misspellings ON event_rows.activity = misspellings.misspelt AND misspellings.candidates = 1`,
  changes: ["activity"],
  leftCount: `SELECT count(*) FROM event_rows JOIN misspellings ON event_rows.activity = misspellings.misspelt WHERE misspellings.candidates > 1`,
});
