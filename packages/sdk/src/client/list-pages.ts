import type { Ask, Transport } from "./transport.ts";

export interface ListOptions {
  readonly signal?: AbortSignal | undefined;
  /** Items per request; default 100. */
  readonly pageSize?: number;
}

/**
 * @internal Yields all items of a list, page by page. It follows the cursor in an answer's `Link` header, so that a list of any
 * length doesn't shift while it is read; without a cursor it counts pages.
 * @param options page size and the list's filters
 * @param key the property of an answer that has the items
 */
export async function* listPages<Item>(
  transport: Transport,
  path: string,
  { signal, pageSize = 100, ...filters }: ListOptions,
  key: string,
): AsyncGenerator<Item> {
  let place: Ask["query"] = { page: 1 };
  for (let page = 2; ; page++) {
    const response = await transport.send({
      path,
      query: { ...(filters as Ask["query"]), ...place, pageSize },
      signal,
    });
    const cursor = nextCursor(response.headers);
    const answer = new Map(Object.entries((await response.json()) as Readonly<Record<string, unknown>>));
    const items = (answer.get(key) ?? []) as readonly Item[];
    yield* items;
    if (answer.get("hasNextPage") !== true) return;
    place = cursor === null ? { page } : { cursor };
  }
}

/** The cursor in `Link: <…?cursor=…>; rel="next"` (RFC 8288). The rest of the URL is ignored: it may name another host. */
export function nextCursor(headers: Headers): string | null {
  const links = (headers.get("link") ?? "").split("<").map((link) => link.split(">"));
  const next = links.find(([, relation]) => relation !== undefined && /; ?rel="?next"?/.test(relation))?.[0];
  return next === undefined ? null : new URL(next, "http://any.host").searchParams.get("cursor");
}
