import type { OperationStatus } from "../generated/contract.ts";
import type { Transport } from "./transport.ts";

/** Length of a long poll, shorter than the time limits of proxies. */
const HOLD_SEC = 25;

const TERMINAL: ReadonlySet<string> = new Set(["Completed", "Failed", "Cancelled", "Timeout"]);

/** @internal Whether an operation has ended, successfully or not. */
export const hasEnded = ({ status }: OperationStatus): boolean => TERMINAL.has(status);

/**
 * @internal Yields a status now and after each change, by long polling, until `isOver` is true or `signal` aborts. It survives
 * restarts of the API and the workers.
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
