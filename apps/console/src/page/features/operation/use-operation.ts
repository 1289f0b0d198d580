import { useEffect, useState } from "preact/hooks";
import type { OperationStatusAnswer } from "@longhaul/contracts";
import { isOpen } from "../operations/list-filters.ts";
import { useClient } from "../../api/client.ts";
import { pause } from "../../api/pause.ts";

/** How long the server may hold an answer back while nothing changes. */
const HOLD_SEC = 20;
const AFTER_FAULT_MS = 3_000;
/** What an operation waits for changes without its version. */
const WAITING_MS = 3_000;

/** The status of an operation, by long polling until it has ended. */
export function useOperation(operationId: string): {
  readonly operation: OperationStatusAnswer | null;
  readonly error: unknown;
  readonly reload: () => void;
} {
  const client = useClient();
  const [operation, setOperation] = useState<OperationStatusAnswer | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const stopped = new AbortController();
    const { signal } = stopped;
    const path = `/async/operation/${encodeURIComponent(operationId)}`;
    let etag: string | null = null;
    void (async () => {
      while (!signal.aborted) {
        try {
          const response: Response = await client.transport.send({
            path,
            signal,
            alsoGood: [304],
            headers: {
              prefer: `wait=${etag === null ? 0 : HOLD_SEC}`,
              ...(etag === null ? {} : { "if-none-match": etag }),
            },
          });
          setError(null);
          if (response.status === 304) continue;
          const next = (await response.json()) as OperationStatusAnswer;
          setOperation(next);
          if (!isOpen(next.status)) return;
          etag = response.headers.get("etag");
          if (next.waitingFor !== undefined) {
            etag = null;
            await pause(WAITING_MS, signal);
          }
        } catch (err) {
          if (signal.aborted) return;
          setError(err);
          await pause(AFTER_FAULT_MS, signal);
        }
      }
    })().catch(() => undefined);
    return () => stopped.abort();
  }, [client, operationId, turn]);
  return { operation, error, reload: () => setTurn((before) => before + 1) };
}
