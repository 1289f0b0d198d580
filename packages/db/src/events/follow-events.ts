import { setTimeout as sleep } from "node:timers/promises";
import { isStoreFault } from "@longhaul/stores";
import type { Sql } from "../client.ts";
import { createPositionTracker, type PositionTracker } from "./position-tracker.ts";

/** An event of the ledger, without its body. */
export interface EventHeader {
  readonly position: number;
  readonly type: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly operationId: string | null;
  readonly batchId: string | null;
  /** Of a version that is imported: its own id. */
  readonly datasetId: string | null;
  readonly sequence: number;
}

export interface FollowOptions {
  /** Called with the events committed since the last call, ordered by position, each event once. The list is never empty. */
  readonly onEvents: (events: readonly EventHeader[]) => void;
  /** Whether anybody waits for events: the ledger is polled every 25 ms then, else every second. */
  readonly isWatched: () => boolean;
  /** Whether there is no work: the ledger is polled once a minute then. Call `poll` when work arrives. */
  readonly isResting?: () => boolean;
  readonly onError?: (err: unknown) => void;
}

export interface EventFollower {
  /** Polls the ledger now: there may be an event, or somebody has begun to wait. */
  poll(): void;
  close(): Promise<void>;
}

const WATCHED_MS = 25;
const UNWATCHED_MS = 1000;
const RESTING_MS = 60_000;
const RETRY_MS = 500;
const PAGE = 1000;
/** Positions before the first read that may belong to open transactions. */
const LOOK_BACK = 1000;

const COLUMNS = `position, type, tenant_id AS "tenantId", project_id AS "projectId", operation_id AS "operationId",
  batch_id AS "batchId", dataset_id AS "datasetId", sequence`;
const READ = {
  name: "follow-events",
  text: `(SELECT ${COLUMNS} FROM events WHERE position > $1 ORDER BY position LIMIT ${PAGE})
UNION ALL SELECT ${COLUMNS} FROM events WHERE position = ANY ($2) ORDER BY position`,
};

/**
 * Tells of every event that is committed from now on, in order of position but for those whose transaction took longer
 * than a later one's. Reads by position, so that nothing is missed while the database is away, and writers need not notify.
 * Resolves once it knows where it begins, or at once while the ledger is away: it begins when that is back.
 */
export async function followEvents(sql: Sql, options: FollowOptions): Promise<EventFollower> {
  let tracker: PositionTracker | null = await startTracker(sql).catch((err: unknown) => {
    if (!isStoreFault(err)) throw err;
    options.onError?.(err);
    return null;
  });
  let interrupt = new AbortController();
  let isClosed = false;

  const readOnce = async (): Promise<number> => {
    tracker ??= await startTracker(sql);
    const { rows } = await sql.query<EventHeader>(READ, [tracker.highest(), tracker.missing()]);
    const events = tracker.take(rows, performance.now());
    if (events.length > 0) options.onEvents(events);
    if (rows.length >= PAGE) return 0;
    if (options.isResting?.() === true) return RESTING_MS;
    return options.isWatched() ? WATCHED_MS : UNWATCHED_MS;
  };
  const run = async (): Promise<void> => {
    while (!isClosed) {
      interrupt = new AbortController();
      const pauseMs = await readOnce().catch((err: unknown) => {
        options.onError?.(err);
        return RETRY_MS;
      });
      await sleep(pauseMs, undefined, { signal: interrupt.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    poll: () => interrupt.abort(),
    async close() {
      isClosed = true;
      interrupt.abort();
      await running;
    },
  };
}

async function startTracker(sql: Sql): Promise<PositionTracker> {
  const { rows: bounds } = await sql.query<{ last: number }>(
    `SELECT coalesce((SELECT max(position) FROM events),
       pg_sequence_last_value(pg_get_serial_sequence('events', 'position')::regclass), 0) AS last`,
  );
  const first = Math.max(1, (bounds[0]?.last ?? 0) - LOOK_BACK + 1);
  const { rows } = await sql.query<{ position: number }>(
    "SELECT position FROM events WHERE position >= $1 ORDER BY position",
    [first],
  );
  const tracker = createPositionTracker(first);
  tracker.take(rows, performance.now());
  return tracker;
}
