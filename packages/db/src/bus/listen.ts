import { isStoreFault } from "@longhaul/stores";
import type pg from "pg";
import type { Db, Sql } from "../client.ts";
import type { EventHeader } from "../events/follow-events.ts";
import type { Rest } from "../rest/create-rest.ts";

/**
 * A notice that listeners get right after a commit: the end of an operation that its worker didn't write, and changes of
 * batches, webhooks and datasets. Other events have no notice; `followEvents` finds them all.
 */
export interface EventNotice extends EventHeader {
  /** Epoch of the operation after the change: who runs it under a lower one has lost it. */
  readonly epoch: number;
  /** On a cancellation: whether the client wants the phase's process killed at once. */
  readonly force?: boolean | null;
}

export interface EventListener {
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly applicationName: string;
  readonly onNotice?: (notice: EventNotice) => void;
  /** Hears that a file of so many bytes has begun to come. */
  readonly onUpload?: (sizeBytes: number) => void;
  /** Gets new work, and whether notices arrive at all. */
  readonly rest?: Rest;
  /** Called when the connection is (again) there: notices before that may have been missed. */
  readonly onConnected?: () => void;
  readonly onError?: (err: unknown) => void;
}

const CHANNEL = "longhaul_events";
const BELL = "longhaul_bell";
const UPLOADS = "longhaul_uploads";
const RECONNECT_MS = 500;

/**
 * Listens for notices of the ledger on one connection of its own, and reconnects for ever. Resolves once it listens, or at
 * once while the ledger is away; fails where connecting is refused for good.
 */
export async function listenForEvents(db: Db, options: ListenOptions): Promise<EventListener> {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const connect = async (): Promise<void> => {
    const fresh = await db.connect(options.applicationName);
    client = fresh;
    fresh.on("error", (err) => options.onError?.(err));
    fresh.on("end", () => {
      options.rest?.hearsBell(false);
      reconnect();
    });
    fresh.on("notification", ({ channel, payload }) => {
      if (channel === BELL) options.rest?.wake();
      else if (channel === UPLOADS) options.onUpload?.(Number(payload));
      else if (payload !== undefined) options.onNotice?.(JSON.parse(payload) as EventNotice);
    });
    if (options.rest !== undefined) await fresh.query(`LISTEN ${BELL}`);
    if (options.onNotice !== undefined) await fresh.query(`LISTEN ${CHANNEL}`);
    if (options.onUpload !== undefined) await fresh.query(`LISTEN ${UPLOADS}`);
    options.rest?.hearsBell(true);
    options.onConnected?.();
  };

  const reconnect = (): void => {
    if (closed || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      connect().catch((err: unknown) => {
        options.onError?.(err);
        reconnect();
      });
    }, RECONNECT_MS);
  };

  try {
    await connect();
  } catch (err) {
    if (!isStoreFault(err)) throw err;
    options.onError?.(err);
    reconnect();
  }
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}

/** Announces an upload of this size to workers, so that one prepares a process for its import. */
export async function announceUpload(sql: Sql, sizeBytes: number): Promise<void> {
  await sql.query("SELECT pg_notify($1, $2)", [UPLOADS, String(sizeBytes)]);
}
