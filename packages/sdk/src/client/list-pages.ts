import type { Ask, Transport } from "./transport.ts";

export interface ListOptions {
  readonly signal?: AbortSignal;
  /** How many are asked for at once; default 100. */
  readonly pageSize?: number;
}

/**
 * @internal All items of a list, page by page; `options` may have the list's filters too. Ends with the first page that isn't
 * full.
 */
export async function* listPages<Answer, Item>(
  transport: Transport,
  path: string,
  itemsOf: (answer: Answer) => readonly Item[],
  { signal, pageSize = 100, ...query }: ListOptions,
): AsyncGenerator<Item> {
  for (let page = 1; ; page++) {
    const answer = await transport.json<Answer>({
      path,
      query: { ...(query as Ask["query"]), page, pageSize },
      signal,
    });
    const items = itemsOf(answer);
    yield* items;
    if (items.length < pageSize) return;
  }
}
