const MOST_NAMED = 10;

/** The end of a sentence about a name that isn't known: the one that differs in case and blanks only, or those there are. */
function suggestName(name: string, known: readonly string[]): string {
  const folded = (text: string): string => text.replaceAll(/[\s_-]+/g, "").toLowerCase();
  const near = known.find((one) => folded(one) === folded(name));
  if (near !== undefined) return `; it has "${near}"`;
  const quoted = known.slice(0, MOST_NAMED).map((one) => `"${one.slice(0, 100)}"`);
  return `; it has ${quoted.join(", ")}${known.length > MOST_NAMED ? ` and ${known.length - MOST_NAMED} more` : ""}`;
}

/** What is said of a column or an activity that a dataset hasn't. */
export const missingName = (kind: "column" | "activity", name: string, known: readonly string[] | null): string =>
  `names the ${kind} "${name}", which the dataset hasn't${suggestName(name, known ?? [])}`;
