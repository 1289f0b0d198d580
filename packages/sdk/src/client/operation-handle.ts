import type {
  CancelBody,
  OperationAccepted,
  OperationCancelled,
  OperationRequest,
  OperationResults,
  OperationStatusAnswer,
  RetryBody,
} from "@longhaul/contracts";
import type { WebhookEventBody } from "../webhook-event-body.ts";
import type { Transport } from "./transport.ts";
import { untilOver } from "./until-over.ts";
import { watchEvents } from "./watch-events.ts";

/** What may stop a wait. */
export interface Waiting {
  readonly signal?: AbortSignal | undefined;
}

/** What a start may say: the type, its name and parameters, and anything of the rest. */
export type StartOperation = Pick<OperationRequest, "operationType" | "operationName" | "parameters"> &
  Partial<OperationRequest>;

/** What a dry run of a retry tells. */
export type RetryPlan = Readonly<Record<string, unknown>>;

/** An operation failed, was cancelled or ran out of time. */
export class OperationEnded extends Error {
  override readonly name = "OperationEnded";
  readonly operation: OperationStatusAnswer;

  constructor(operation: OperationStatusAnswer) {
    super(
      `${operation.operationName} ended as ${operation.status}: ${operation.error?.message ?? "no reason is told"}`,
    );
    this.operation = operation;
  }
}

const TERMINAL: ReadonlySet<string> = new Set(["Completed", "Failed", "Cancelled", "Timeout"]);

/** An operation that was started. It needs no memory: `id` is all that another process needs to go on with it. */
export class OperationHandle {
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
  async status({ signal }: Waiting = {}): Promise<OperationStatusAnswer> {
    return this.#transport.json({ path: this.#path, signal });
  }

  /** Waits for its end, whatever that is: over restarts of the API and the workers, until `signal` aborts. */
  async ended({ signal }: Waiting = {}): Promise<OperationStatusAnswer> {
    return untilOver(this.#transport, this.#path, signal, (status: OperationStatusAnswer) =>
      TERMINAL.has(status.status),
    );
  }

  /**
   * Waits for its results.
   * @throws OperationEnded when it ended otherwise than Completed
   */
  async result({
    signal,
    ...query
  }: Waiting & { readonly format?: "summary" | "detailed"; readonly phase?: string } = {}): Promise<OperationResults> {
    const operation = await this.ended({ signal });
    if (operation.status !== "Completed") throw new OperationEnded(operation);
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
   * event seen; the iteration ends with the operation.
   * @param options.after the id of an event that was seen, to go on behind it
   */
  async *watch({ signal, after }: Waiting & { readonly after?: string } = {}): AsyncGenerator<WebhookEventBody> {
    yield* watchEvents(this.#transport, `${this.#path}/events`, { signal, after: after ?? "0" });
  }

  /** Asks it to end. It has when the answer is there; what it had done by then stays unless that is not wanted. */
  async cancel(how: Partial<CancelBody> & Waiting = {}): Promise<OperationCancelled> {
    const { signal, ...json } = how;
    return this.#transport.json({ path: `${this.#path}/cancel`, json, signal });
  }

  /** What a retry would keep and run again; nothing is started. */
  async planRetry(how: Partial<RetryBody> & Waiting = {}): Promise<RetryPlan> {
    const { signal, ...json } = how;
    return this.#transport.json({ path: `${this.#path}/retry`, query: { dryRun: true }, json, signal });
  }

  /** Starts it again from the phase that failed, or from the beginning. The retry is an operation of its own. */
  async retry(how: Partial<RetryBody> & Waiting & { readonly cascade?: boolean } = {}): Promise<OperationHandle> {
    const { signal, cascade, ...json } = how;
    const { newOperationId } = await this.#transport.json<{ readonly newOperationId: string }>({
      path: `${this.#path}/retry`,
      query: { cascade },
      json,
      signal,
    });
    return new OperationHandle(this.#transport, newOperationId);
  }
}
