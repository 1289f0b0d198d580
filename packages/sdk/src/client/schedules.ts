import type { Schedule, ScheduleList, ScheduleRequest, ScheduleRun } from "../generated/contract.ts";
import { listPages, type ListOptions } from "./list-pages.ts";
import type { Waiting } from "./operation-handle.ts";
import type { StartBatch } from "./batch-handle.ts";
import type { StartOperation } from "./start-operation.ts";
import type { Transport } from "./transport.ts";

/** A schedule to be kept: when, and what it starts. */
export type NewSchedule = Omit<ScheduleRequest, "operation" | "batch"> & {
  readonly operation?: StartOperation;
  readonly batch?: StartBatch;
};

/** A schedule that is kept. */
export class ScheduleHandle {
  readonly id: string;
  readonly #transport: Transport;
  readonly #path: string;

  constructor(transport: Transport, id: string) {
    this.id = id;
    this.#transport = transport;
    this.#path = `/async/schedules/${encodeURIComponent(id)}`;
  }

  /** @param options.next how many of its next runs to list, at most 20 */
  async status({ signal, next }: Waiting & { readonly next?: number } = {}): Promise<Schedule> {
    return this.#transport.json({ path: this.#path, query: { next }, signal });
  }

  /** What is absent stays as it is. */
  async change(changes: Partial<NewSchedule>, { signal }: Waiting = {}): Promise<Schedule> {
    return this.#transport.json({ method: "PATCH", path: this.#path, json: changes, signal });
  }

  async pause({ signal }: Waiting = {}): Promise<Schedule> {
    return this.#transport.json({ path: `${this.#path}/pause`, json: {}, signal });
  }

  /** Ticks of the pause are not made up for. */
  async resume({ signal }: Waiting = {}): Promise<Schedule> {
    return this.#transport.json({ path: `${this.#path}/resume`, json: {}, signal });
  }

  /** Starts it once now. `operationId` or `batchId` of the answer is for `client.operations.resume` or `client.batches.resume`. */
  async run(options: Waiting & { readonly idempotencyKey?: string } = {}): Promise<ScheduleRun> {
    return this.#transport.json({ path: `${this.#path}/run`, json: {}, ...options });
  }

  /** Outcomes of ticks and of manual starts, newest first. */
  runs(options: ListOptions & { readonly status?: ScheduleRun["status"] } = {}): AsyncGenerator<ScheduleRun> {
    return listPages(this.#transport, `${this.#path}/runs`, options, "runs");
  }

  /** What it started goes on. */
  async delete({ signal }: Waiting = {}): Promise<void> {
    await this.#transport.send({ method: "DELETE", path: this.#path, signal });
  }
}

/** Schedules of a project. */
export interface Schedules {
  /** Starts an operation or a batch again and again. */
  create(schedule: NewSchedule, options?: Waiting & { readonly idempotencyKey?: string }): Promise<ScheduleHandle>;
  resume(scheduleId: string): ScheduleHandle;
  /** Schedules, newest first. */
  list(
    options?: ListOptions & { readonly status?: Schedule["status"] },
  ): AsyncGenerator<ScheduleList["schedules"][number]>;
}

/** @internal */
export function schedulesOf(transport: Transport): Schedules {
  return {
    async create(schedule, how = {}) {
      const ask = { path: "/async/schedules", json: schedule, ...how };
      const { scheduleId } = await transport.json<Schedule>(ask);
      return new ScheduleHandle(transport, scheduleId);
    },
    resume: (scheduleId) => new ScheduleHandle(transport, scheduleId),
    list: (query = {}) => listPages(transport, "/async/schedules", query, "schedules"),
  };
}
