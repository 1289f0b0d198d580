import type {
  ListedSchedule,
  RunStatus,
  ScheduleAnswer,
  ScheduleRequest,
  ScheduleRunAnswer,
  ScheduleStatus,
} from "@longhaul/contracts";
import { listPages, type ListOptions } from "./list-pages.ts";
import type { Waiting } from "./operation-handle.ts";
import type { Transport } from "./transport.ts";

/** A schedule to be kept: when, and what it starts. */
export type NewSchedule = Pick<ScheduleRequest, "scheduleName" | "cron" | "operation" | "batch"> &
  Partial<Omit<ScheduleRequest, "operation" | "batch">>;

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

  /** @param options.next how many of its next runs are told, at most 20 */
  async status({ signal, next }: Waiting & { readonly next?: number } = {}): Promise<ScheduleAnswer> {
    return this.#transport.json({ path: this.#path, query: { next }, signal });
  }

  /** What is absent stays as it is. */
  async change(changes: Partial<NewSchedule>, { signal }: Waiting = {}): Promise<ScheduleAnswer> {
    return this.#transport.json({ method: "PATCH", path: this.#path, json: changes, signal });
  }

  async pause({ signal }: Waiting = {}): Promise<ScheduleAnswer> {
    return this.#transport.json({ path: `${this.#path}/pause`, json: {}, signal });
  }

  /** Ticks of the pause are not made up for. */
  async resume({ signal }: Waiting = {}): Promise<ScheduleAnswer> {
    return this.#transport.json({ path: `${this.#path}/resume`, json: {}, signal });
  }

  /** Starts it once now. `operationId` or `batchId` of the answer is for `client.operations.resume` or `client.batches.resume`. */
  async run(options: Waiting & { readonly idempotencyKey?: string } = {}): Promise<ScheduleRunAnswer> {
    return this.#transport.json({ path: `${this.#path}/run`, json: {}, ...options });
  }

  /** What came of its ticks and of starts by hand, newest first. */
  runs(options: ListOptions & { readonly status?: RunStatus } = {}): AsyncGenerator<ScheduleRunAnswer> {
    return listPages(
      options,
      `${this.#path}/runs`,
      async (ask) => (await this.#transport.json<{ runs: ScheduleRunAnswer[] }>(ask)).runs,
    );
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
  list(options?: ListOptions & { readonly status?: ScheduleStatus }): AsyncGenerator<ListedSchedule>;
}

/** @internal */
export function schedulesOf(transport: Transport): Schedules {
  return {
    async create(schedule, how = {}) {
      const ask = { path: "/async/schedules", json: schedule, ...how };
      const { scheduleId } = await transport.json<ScheduleAnswer>(ask);
      return new ScheduleHandle(transport, scheduleId);
    },
    resume: (scheduleId) => new ScheduleHandle(transport, scheduleId),
    list: (query = {}) =>
      listPages(
        query,
        "/async/schedules",
        async (ask) => (await transport.json<{ schedules: ListedSchedule[] }>(ask)).schedules,
      ),
  };
}
