import { watchConnection } from "@longhaul/stores";
import { PostgresConnection } from "bullmq";
import type { Client } from "pg";
import type { SharedPostgresConnection } from "./shared-postgres-connection.ts";

/** Pause after a LISTEN connection that the server refused. */
const retryDelayMs = 1_000;

/** What BullMQ notifies of jobs that are added, with the name of the queue. */
const jobsChannel = "bullmq_jobs";

/** How a LISTEN connection that went silent is found; jobs are looked for without it meanwhile. */
const silence = { beatMs: 10_000, answerMs: 3_000 };

/**
 * A worker's own LISTEN connection; its statements go through the process's pool. Dashboards find workers by the name of
 * such a connection, so it is there whenever the worker talks to the store, also when it never has to wait for a job.
 */
export class WorkerPostgresConnection extends PostgresConnection {
  readonly #shared: SharedPostgresConnection;
  readonly #watched = new WeakSet<object>();
  #isListening = false;
  #retryAt = 0;

  /** @param pool what its statements go through: that of `shared`, or one in front of it */
  constructor(shared: SharedPostgresConnection, clientName: string, pool: SharedPostgresConnection["pool"]) {
    super(shared.optionsOf(clientName));
    this.#shared = shared;
    // Its own pool has opened nothing and never will; the shared one is closed by whoever owns it.
    Object.defineProperties(this, { pool: { value: pool }, ownsPool: { value: false } });
    this.on("listenerinvalidated", () => {
      this.#isListening = false;
    });
  }

  /** BullMQ asks before each statement. */
  override async waitUntilReady(): Promise<void> {
    await this.#shared.waitUntilReady();
    if (this.#isListening || this.isClosing !== undefined || performance.now() < this.#retryAt) return;
    this.#isListening = true;
    this.getListenClient().catch(() => {
      this.#isListening = false;
      this.#retryAt = performance.now() + retryDelayMs;
    });
  }

  /** BullMQ replaces one that errs; one that went silent errs because it is watched. */
  override async getListenClient(): ReturnType<PostgresConnection["getListenClient"]> {
    const client = await super.getListenClient();
    if (!this.#watched.has(client)) {
      this.#watched.add(client);
      watchConnection(client as unknown as Client, silence);
      client.on("notification", ({ channel, payload }) => {
        if (channel === jobsChannel) this.emit("added", payload);
      });
      // BullMQ listens from its first wait on, which a worker that finds enough to do doesn't come to.
      void (client as unknown as Client).query(`LISTEN ${jobsChannel}`).catch(() => undefined);
    }
    return client;
  }
}
