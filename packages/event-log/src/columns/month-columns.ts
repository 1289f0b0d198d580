import { monthOfWord } from "../time/time-words.ts";

/** Fewer columns may have such names by chance. */
const LEAST = 3;
const MOST_NAMED = 3;
const NUMBERS = /^(?:\d{4}[-/. ]?(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/.]\d{4})$/;
const NAMED = /^(\p{L}{3,12})\.?(?:[ '’/-]*(?:\d{2}|\d{4}))?$/u;

/** The warning about a table with a column for each month; none for other tables. */
export function describeMonthColumns(names: readonly string[]): string {
  const months = names.map((name) => name.trim()).filter(namesMonth);
  if (months.length < LEAST) return "";
  const shown = months.slice(0, MOST_NAMED).map((name) => JSON.stringify(name));
  return `The table has a column for each month (${shown.join(", ")}, …), as reports have: export its rows one by one, each with the time of its event. `;
}

function namesMonth(name: string): boolean {
  const [, word] = NAMED.exec(name) ?? [];
  return NUMBERS.test(name) || (word !== undefined && monthOfWord(word) !== null);
}
