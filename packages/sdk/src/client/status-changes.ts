import type { OperationStatus } from "../generated/contract.ts";
import type { Transport } from "./transport.ts";

/** How long the server is asked to hold a status back until it changes; less than proxies allow. */
const HOLD_SEC = 25;

const TERMINAL: ReadonlySet<string> = new Set(["Completed", "Failed", "Cancelled", "Timeout"]);

/** @internal Whether an operation has ended, however. */
export const hasEnded = ({ status }: OperationStatus): boolean => TERMINAL.has(status);

/**
 * @internal A status, and again whenever it has changed: held back by the server while it hasn't, over restarts of the API and the
 * workers, until `isOver` says so of it or `signal` aborts.
 */
export async function* statusChanges<Status>(
  transport: Transport,
  path: string,
  signal: AbortSignal | undefined,
  isOver: (status: Status) => boolean,
): AsyncGenerator<Status, Status> {
  let etag: string | null = null;
  for (;;) {
    const response = await transport.send({
      path,
      signal,
      alsoGood: [304],
      headers: etag === null ? { prefer: "wait=0" } : { prefer: `wait=${HOLD_SEC}`, "if-none-match": etag },
    });
    if (response.status === 304) continue;
    etag = response.headers.get("etag");
    const status = (await response.json()) as Status;
    yield status;
    if (isOver(status)) return status;
  }
}

/** @internal The last of the statuses. */
export async function untilOver<Status>(
  transport: Transport,
  path: string,
  signal: AbortSignal | undefined,
  isOver: (status: Status) => boolean,
): Promise<Status> {
  const changes = statusChanges(transport, path, signal, isOver);
  for (;;) {
    const { done, value } = await changes.next();
    if (done === true) return value;
  }
}
