import type { LogEntry, Logs, OperationStatus } from "../generated/contract.ts";
import { followStream, NoStream } from "./events.ts";
import { pause } from "./pause.ts";
import { hasEnded } from "./status-changes.ts";
import type { Ask, Transport } from "./transport.ts";

export type { LogEntry };

/** Which entries of a log. */
export interface LogFilter {
  /** The least level; default `debug`. */
  readonly level?: LogEntry["level"];
  /** Only what this phase logged. */
  readonly phase?: string;
  readonly signal?: AbortSignal | undefined;
}

const POLL_MS = 2_000;

/** @internal The log of the operation at a path, from the beginning. */
export async function* listLogs(transport: Transport, path: string, filter: LogFilter): AsyncGenerator<LogEntry> {
  yield* entriesBehind(transport, path, filter, undefined);
}

/** @internal The same, and each entry as it comes: over a stream, or where none can be had by asking again. */
export async function* followLogs(transport: Transport, path: string, filter: LogFilter): AsyncGenerator<LogEntry> {
  const { signal, ...query } = filter;
  let cursor: string | undefined;
  try {
    for await (const { id, data } of followStream(transport, {
      path: `${path}/logs/stream`,
      query,
      signal,
      after: "",
    })) {
      cursor = id ?? cursor;
      yield JSON.parse(data) as LogEntry;
    }
    return;
  } catch (err) {
    if (!(err instanceof NoStream)) throw err;
  }
  for (;;) {
    // The status is read before the log, because the log is complete before an operation ends.
    const status = await transport.json<OperationStatus>({ path, signal });
    cursor = yield* entriesBehind(transport, path, filter, cursor);
    if (hasEnded(status)) return;
    await pause(POLL_MS, signal);
  }
}

async function* entriesBehind(
  transport: Transport,
  path: string,
  { signal, ...query }: LogFilter,
  after: string | undefined,
): AsyncGenerator<LogEntry, string | undefined> {
  let cursor = after;
  for (;;) {
    const ask: Ask = { path: `${path}/logs`, query: { ...query, limit: 1000, cursor }, signal };
    const { entries, hasNextPage, nextCursor } = await transport.json<Logs>(ask);
    yield* entries;
    cursor = nextCursor ?? cursor;
    if (!hasNextPage) return cursor;
  }
}
