import type {
  CancelRequest,
  OperationAccepted,
  OperationCancelled,
  OperationDetails,
  OperationStatus,
  RetryAccepted,
  RetryRequest,
} from "../generated/contract.ts";
import { followStream, NoStream, type WatchedEvent } from "./events.ts";
import { listCases, type AnalysedCase, type CaseFilter } from "./cases.ts";
import { followLogs, listLogs, type LogEntry, type LogFilter } from "./logs.ts";
import type { ResultsOf } from "./start-operation.ts";
import { hasEnded, statusChanges, untilOver } from "./status-changes.ts";
import type { Transport } from "./transport.ts";

/** What may stop a wait. */
export interface Waiting {
  readonly signal?: AbortSignal | undefined;
}

/** Which results. */
export interface ResultsOptions extends Waiting {
  /** `detailed` if not given. */
  readonly format?: "summary" | "detailed";
  /** Only the results of this phase. */
  readonly phase?: string;
}

/** An operation failed, was cancelled or ran out of time. */
export class OperationEnded extends Error {
  override readonly name = "OperationEnded";
  readonly operation: OperationStatus;

  constructor(operation: OperationStatus) {
    super(`${operation.operationName} ended as ${operation.status}: ${operation.error?.message ?? "no reason given"}`);
    this.operation = operation;
  }
}

/** An operation of a type that was started. It needs no memory: `id` is all that another process needs to go on with it. */
export class OperationHandle<Type extends string = string> {
  readonly id: string;
  /** What the start answered; absent when the handle was made from an id. */
  readonly accepted: OperationAccepted | undefined;
  readonly #transport: Transport;
  readonly #path: string;

  constructor(transport: Transport, id: string, accepted?: OperationAccepted) {
    this.id = id;
    this.accepted = accepted;
    this.#transport = transport;
    this.#path = `/async/operation/${encodeURIComponent(id)}`;
  }

  /** Its status now. */
  async status({ signal }: Waiting = {}): Promise<OperationStatus> {
    return this.#transport.json({ path: this.#path, headers: { prefer: "wait=0" }, signal });
  }

  /** The request, attempts, runs and retries, and usage over time. */
  async details({ signal }: Waiting = {}): Promise<OperationDetails> {
    return this.#transport.json({ path: `${this.#path}/details`, signal });
  }

  /** Its status, and again each time it changes, by long polls; the last one is its end. */
  statuses({ signal }: Waiting = {}): AsyncGenerator<OperationStatus> {
    return statusChanges(this.#transport, this.#path, signal, hasEnded);
  }

  /** Waits for its end, whatever that is: over restarts of the API and the workers, until `signal` aborts. */
  async ended({ signal }: Waiting = {}): Promise<OperationStatus> {
    return untilOver(this.#transport, this.#path, signal, hasEnded);
  }

  /**
   * Waits for its results.
   * @throws OperationEnded when it ended otherwise than Completed
   */
  async result({ signal, ...query }: ResultsOptions = {}): Promise<ResultsOf<Type>> {
    const operation = await this.ended({ signal });
    if (operation.status !== "Completed") throw new OperationEnded(operation);
    return this.results({ signal, ...query });
  }

  /**
   * The results of an operation that has ended, however: of one that was cancelled or failed, what it had completed.
   * @throws LonghaulError `not_yet` before its end
   */
  async results({ signal, ...query }: ResultsOptions = {}): Promise<ResultsOf<Type>> {
    return this.#transport.json({ path: `${this.#path}/results`, query: { format: "detailed", ...query }, signal });
  }

  /** Its results and artifacts as a ZIP. */
  async archive({ signal }: Waiting = {}): Promise<Blob> {
    const response = await this.#transport.send({
      path: `${this.#path}/results`,
      query: { format: "download" },
      headers: { accept: "application/zip" },
      signal,
    });
    return response.blob();
  }

  /**
   * Its events, from the first to the last, each once and in order. A stream that breaks is opened again behind the last
   * event seen; the iteration ends with the operation. Where no stream can be had (a proxy keeps it back, say) its statuses are
   * asked for instead, and told as events with the sequence 0.
   * @param options.after the id of an event that was seen, to go on behind it
   */
  async *watch({ signal, after }: Waiting & { readonly after?: string } = {}): AsyncGenerator<WatchedEvent> {
    try {
      const stream = { path: `${this.#path}/events`, signal, after: after ?? "0" };
      for await (const { data } of followStream(this.#transport, stream)) yield JSON.parse(data) as WatchedEvent;
    } catch (err) {
      if (!(err instanceof NoStream)) throw err;
      for await (const status of this.statuses({ signal })) yield eventOf(status);
    }
  }

  /** Its log so far, from the beginning. */
  logs(filter: LogFilter = {}): AsyncGenerator<LogEntry> {
    return listLogs(this.#transport, this.#path, filter);
  }

  /** Its log so far, and then each entry as it comes, until the operation has ended. */
  followLogs(filter: LogFilter = {}): AsyncGenerator<LogEntry> {
    return followLogs(this.#transport, this.#path, filter);
  }

  /** The cases of an analysis with their events, by their starts. @throws LonghaulError `conflict` where it lists none */
  cases(filter: CaseFilter = {}): AsyncGenerator<AnalysedCase> {
    return listCases(this.#transport, this.#path, filter);
  }

  /** Asks it to end. It has when the answer is there; what it had done by then stays unless that is not wanted. */
  async cancel(how: CancelRequest & Waiting = {}): Promise<OperationCancelled> {
    const { signal, ...json } = how;
    return this.#transport.json({ path: `${this.#path}/cancel`, json, signal });
  }

  /** What a retry would keep and run again; nothing is started. */
  async planRetry(how: RetryRequest & Waiting = {}): Promise<RetryAccepted> {
    const { signal, ...json } = how;
    return this.#transport.json({ path: `${this.#path}/retry`, query: { dryRun: true }, json, signal });
  }

  /** Starts it again from the phase that failed, or from the beginning. The retry is an operation of its own. */
  async retry(how: RetryRequest & Waiting & { readonly cascade?: boolean } = {}): Promise<OperationHandle> {
    const { signal, cascade, ...json } = how;
    const { newOperationId = this.id } = await this.#transport.json<RetryAccepted>({
      path: `${this.#path}/retry`,
      query: { cascade },
      json,
      signal,
    });
    return new OperationHandle(this.#transport, newOperationId);
  }
}

/** The event that a stream would have sent. */
function eventOf(operation: OperationStatus): WatchedEvent {
  const ends = { Completed: "completed", Failed: "failed", Timeout: "failed", Cancelled: "cancelled" } as const;
  const { status, progress, ...data } = operation;
  const type = status in ends ? ends[status as keyof typeof ends] : "progress";
  const { startTime, ...figures } = progress;
  return {
    id: `${operation.operationId}-${status}-${progress.percentage}`,
    type: `operation.${type}`,
    timestamp: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    sequence: 0,
    data: { ...data, status, progress: figures, ...(startTime === undefined ? {} : { startTime }) },
  };
}
