/** How many of a list are told, of how many, and which. */
export interface ListCut {
  readonly total: number;
  readonly shown: number;
  /** What decides which are told, the first first. */
  readonly orderedBy: string;
}

/** The first of a list, and what is told of the rest. */
export interface CutList<T> {
  readonly items: readonly T[];
  readonly cut: ListCut;
}

/**
 * Cuts a list that is in order to at most `most`.
 * @param total - how many there are, where `all` was cut before
 */
export function cutList<T>(all: readonly T[], most: number, orderedBy: string, total = all.length): CutList<T> {
  const items = all.slice(0, most);
  return { items, cut: { total, shown: items.length, orderedBy } };
}

/** Each list under its name, and in `lists` how many of it are told: no list of results is cut without a word. */
export function withCuts(lists: Readonly<Record<string, CutList<unknown>>>): Record<string, unknown> {
  const named = Object.entries(lists);
  return {
    ...Object.fromEntries(named.map(([name, { items }]) => [name, items])),
    lists: Object.fromEntries(named.map(([name, { cut }]) => [name, cut])),
  };
}
