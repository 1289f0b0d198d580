import type { Transport } from "./transport.ts";

/** How long the server is asked to hold a status back until it changes; less than proxies allow. */
const HOLD_SEC = 25;

/**
 * @internal Asks for a status until `isOver` says so of it: held back by the server while nothing changes, over restarts of the
 * API and the workers, until `signal` aborts.
 */
export async function untilOver<Status>(
  transport: Transport,
  path: string,
  signal: AbortSignal | undefined,
  isOver: (status: Status) => boolean,
): Promise<Status> {
  let etag: string | null = null;
  for (;;) {
    const response = await transport.send({
      path,
      signal,
      alsoGood: [304],
      headers: { prefer: `wait=${HOLD_SEC}`, ...(etag === null ? {} : { "if-none-match": etag }) },
    });
    if (response.status === 304) continue;
    etag = response.headers.get("etag");
    const status = (await response.json()) as Status;
    if (isOver(status)) return status;
  }
}
