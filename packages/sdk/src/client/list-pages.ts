import type { Ask, Transport } from "./transport.ts";

export interface ListOptions {
  readonly signal?: AbortSignal;
  /** How many are asked for at once; default 100. */
  readonly pageSize?: number;
}

/** @internal All items of a list, page by page; `options` may have the list's filters too. Ends with the first page that isn't full. */
export async function* listPages<Item>(
  transport: Transport,
  path: string,
  key: string,
  { signal, pageSize = 100, ...query }: ListOptions,
): AsyncGenerator<Item> {
  for (let page = 1; ; page++) {
    const answer = await transport.json<Readonly<Record<string, readonly Item[]>>>({
      path,
      query: { ...(query as Ask["query"]), page, pageSize },
      signal,
    });
    const items = answer[key] ?? [];
    yield* items;
    if (items.length < pageSize) return;
  }
}
