import type { Ask } from "./transport.ts";

export interface ListOptions {
  readonly signal?: AbortSignal;
  /** How many are asked for at once; default 100. */
  readonly pageSize?: number;
}

/**
 * @internal All items of a list, page by page. Ends with the first page that isn't full.
 * @param options may have the list's filters too
 * @param itemsOf gives the items that a request has for its answer
 */
export async function* listPages<Item>(
  { signal, pageSize = 100, ...filters }: ListOptions,
  path: string,
  itemsOf: (ask: Ask) => Promise<readonly Item[]>,
): AsyncGenerator<Item> {
  for (let page = 1; ; page++) {
    const items = await itemsOf({ path, query: { ...(filters as Ask["query"]), page, pageSize }, signal });
    yield* items;
    if (items.length < pageSize) return;
  }
}
