/** The length of a list, how many items are shown, and their order. */
export interface ListCut {
  readonly total: number;
  readonly shown: number;
  /** The order of the list, which decides which items are shown. */
  readonly orderedBy: string;
}

/** The first items of a list, and how it was cut. */
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

/** Returns each list under its name, and in `lists` how each was cut: no list of results is cut silently. */
export function withCuts(lists: Readonly<Record<string, CutList<unknown>>>): Record<string, unknown> {
  const named = Object.entries(lists);
  return {
    ...Object.fromEntries(named.map(([name, { items }]) => [name, items])),
    lists: Object.fromEntries(named.map(([name, { cut }]) => [name, cut])),
  };
}
