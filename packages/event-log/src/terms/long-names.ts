/*
 * Names of columns stand in every answer about a dataset, several times, and a list has a hundred of them: so they are short, however
 * long a line of a file may be.
 */

/** Characters of one column's name. */
export const MOST_OF_A_NAME = 1000;
/** Characters of all columns' names. */
const MOST_TOGETHER = 100_000;
const SHOWN = 40;

/** Why a name is refused. @param place where it is in the file */
export function describeLongName(name: string, place?: string): string {
  return `The name of the column that begins with ${JSON.stringify(name.slice(0, SHOWN))}${place === undefined ? "" : ` (${place})`} has ${name.length} characters, more than the ${MOST_OF_A_NAME} accepted. Shorten it, or add a header if the file has none.`;
}

/** Why columns are refused for their names; null for names that are short enough. */
export function describeLongNames(names: readonly string[]): string | null {
  const long = names.find((name) => name.length > MOST_OF_A_NAME);
  if (long !== undefined) return describeLongName(long);
  const together = names.reduce((sum, name) => sum + name.length, 0);
  if (together <= MOST_TOGETHER) return null;
  return `The names of the ${names.length} columns have ${together} characters together, more than the ${MOST_TOGETHER} accepted. Shorten them, or leave out columns that aren't needed.`;
}
