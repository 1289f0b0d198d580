import type { IQueueBackend } from "bullmq";
import { describe, expect, it, vi } from "vitest";
import { retryAcknowledgements } from "./retry-acknowledgements.ts";

/** A store that answers an acknowledgement with these errors, one after the other, and then takes note. */
function failingStore(...errors: readonly Error[]) {
  const left = [...errors];
  const fetches: boolean[] = [];
  const acknowledge = async (_job: unknown, _value: unknown, _remove: unknown, _token: string, fetchNext: boolean) => {
    fetches.push(fetchNext);
    const error = left.shift();
    if (error) throw error;
    return { result: undefined, finishedOn: 1 };
  };
  const backend = {
    moveToCompleted: acknowledge,
    moveToFailed: acknowledge,
    moveToDelayed: async () => acknowledge("", "", "", "", false),
  } as unknown as IQueueBackend;
  return { backend, fetches };
}

const job = {} as Parameters<IQueueBackend["moveToCompleted"]>[0];
const jobLost = Object.assign(new Error("Job lock mismatch"), { code: -6 });

describe("retryAcknowledgements", () => {
  const open = { isOpen: () => true, track: async <Result>(fetch: Promise<Result>) => fetch, onError: () => undefined };

  it("tells again until the store takes note, whatever kept it from it, and says what did", async () => {
    const { backend, fetches } = failingStore(new Error("OOM command not allowed"), new Error("deadlock detected"));
    const onError = vi.fn<(error: unknown) => void>();
    const retrying = retryAcknowledgements(backend, { ...open, signal: new AbortController().signal, onError });
    await expect(retrying.moveToCompleted(job, null, true, "token", true)).resolves.toMatchObject({ finishedOn: 1 });
    expect(fetches).toEqual([true, true, true]);
    expect(onError.mock.calls.map(([error]) => String(error))).toEqual([
      "Error: OOM command not allowed",
      "Error: deadlock detected",
    ]);
  });

  it("passes on what the store answers", async () => {
    const { backend, fetches } = failingStore(jobLost);
    const retrying = retryAcknowledgements(backend, { ...open, signal: new AbortController().signal });
    await expect(retrying.moveToFailed(job, "reason", true, "token", false)).rejects.toBe(jobLost);
    expect(fetches).toHaveLength(1);
  });

  it("gives up when the worker closes", async () => {
    const refusal = new Error("timeout exceeded when trying to connect");
    const { backend, fetches } = failingStore(refusal, refusal, refusal);
    const closing = new AbortController();
    const onError = vi.fn<() => void>(() => closing.abort());
    const retrying = retryAcknowledgements(backend, { ...open, signal: closing.signal, onError });
    await expect(retrying.moveToDelayed("id", 0, 0)).rejects.toBe(refusal);
    expect(fetches).toHaveLength(1);
    expect(onError).toHaveBeenCalledOnce();
  });

  it("takes no next job along when the worker has been paused", async () => {
    const { backend, fetches } = failingStore();
    const retrying = retryAcknowledgements(backend, {
      ...open,
      isOpen: () => false,
      signal: new AbortController().signal,
    });
    await retrying.moveToCompleted(job, null, true, "token", true);
    expect(fetches).toEqual([false]);
  });
});
