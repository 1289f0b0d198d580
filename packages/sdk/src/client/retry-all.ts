import type { RetryAccepted } from "../generated/contract.ts";
import { LonghaulError } from "./longhaul-error.ts";
import { pause } from "./pause.ts";
import type { Transport } from "./transport.ts";

/** Outcome of one of several retries. */
export interface RetryOutcome {
  readonly operationId: string;
  /** Null where it can't be retried: it is being retried already, its results were deleted. `reason` says why. */
  readonly newOperationId: string | null;
  readonly reason?: string;
}

const PAUSE_MS = 3_000;
const MAX_PAUSES = 40;

/**
 * @internal Retries operations one after another from where they failed. With the same key the whole may be done again: what was
 * retried within the last day is answered as it was.
 */
export async function* retryEach(
  transport: Transport,
  operations: AsyncIterable<{ readonly operationId: string }>,
  { idempotencyKey, signal }: { readonly idempotencyKey: string; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<RetryOutcome> {
  for await (const { operationId } of operations) {
    const path = `/async/operation/${encodeURIComponent(operationId)}/retry`;
    for (let paused = 0; ; paused++) {
      try {
        const key = `${idempotencyKey}-${operationId}`;
        const { newOperationId = operationId } = await transport.json<RetryAccepted>({
          path,
          json: {},
          idempotencyKey: key,
          signal,
        });
        yield { operationId, newOperationId };
        break;
      } catch (err) {
        if (!(err instanceof LonghaulError)) throw err;
        const isAway = err.status === 429 || err.status === 503 || err.status === 0;
        if (!isAway && [404, 409, 410, 422].includes(err.status)) {
          yield { operationId, newOperationId: null, reason: err.message };
          break;
        }
        if (!isAway || paused >= MAX_PAUSES) throw err;
        await pause(PAUSE_MS, signal);
      }
    }
  }
}
