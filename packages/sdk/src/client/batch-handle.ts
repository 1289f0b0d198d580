import type { BatchAnswer, BatchCancelled, BatchOperationBody, BatchRequest, CancelBody } from "@longhaul/contracts";
import { OperationHandle, type StartOperation, type Waiting } from "./operation-handle.ts";
import type { Transport } from "./transport.ts";
import { untilOver } from "./until-over.ts";

/** What a batch may say beside its operations. */
export type BatchOptions = Partial<Omit<BatchRequest, "batchName" | "operations" | "failurePolicy">> & {
  readonly failurePolicy?: Partial<BatchRequest["failurePolicy"]>;
};

/** A batch that was started. */
export class BatchHandle {
  readonly id: string;
  readonly #transport: Transport;
  readonly #path: string;

  constructor(transport: Transport, id: string) {
    this.id = id;
    this.#transport = transport;
    this.#path = `/async/batch/${encodeURIComponent(id)}`;
  }

  async status({ signal }: Waiting = {}): Promise<BatchAnswer> {
    return this.#transport.json({ path: this.#path, signal });
  }

  /** Waits until all of its operations have ended, however. */
  async ended({ signal }: Waiting = {}): Promise<BatchAnswer> {
    return untilOver(this.#transport, this.#path, signal, (batch: BatchAnswer) => batch.batchEndTime !== undefined);
  }

  /** The operation of a key. */
  async operation(operationKey: string, { signal }: Waiting = {}): Promise<OperationHandle> {
    const { operations } = await this.status({ signal });
    const found = operations.find((operation) => operation.operationKey === operationKey);
    if (found === undefined) throw new Error(`batch ${this.id} has no operation "${operationKey}"`);
    return new OperationHandle(this.#transport, found.operationId);
  }

  /** Ends everything in it that has not ended. */
  async cancel(how: Partial<CancelBody> & Waiting = {}): Promise<BatchCancelled> {
    const { signal, ...json } = how;
    return this.#transport.json({ path: `${this.#path}/cancel`, json, signal });
  }
}

/** Puts a batch together, operation by operation. */
export class BatchBuilder {
  readonly #transport: Transport;
  readonly #request: Record<string, unknown>;
  readonly #operations: (StartOperation & Partial<BatchOperationBody>)[] = [];

  constructor(transport: Transport, batchName: string, options: BatchOptions) {
    this.#transport = transport;
    this.#request = { batchName, ...options };
  }

  /**
   * Adds an operation.
   * @param dependencies keys of those that must have completed before it starts
   */
  add(operationKey: string, operation: StartOperation, dependencies: readonly string[] = []): this {
    this.#operations.push({ ...operation, operationKey, dependencies });
    return this;
  }

  /** Starts all of it, or nothing. @param options.idempotencyKey the same for the same batch, over restarts of the caller */
  async start(options: Waiting & { readonly idempotencyKey?: string } = {}): Promise<BatchHandle> {
    const { batchId } = await this.#transport.json<BatchAnswer>({
      path: "/async/batch",
      json: { ...this.#request, operations: this.#operations },
      ...options,
    });
    return new BatchHandle(this.#transport, batchId);
  }
}
