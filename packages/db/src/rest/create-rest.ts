import type { Sql } from "../client.ts";

/** Knows whether there is no work, so that loops can skip rounds and an idle process stays idle. */
export interface Rest {
  readonly isResting: () => boolean;
  /** Reports new work. */
  readonly wake: () => void;
  /** Calls `listener` when there may be work again. */
  onWake(listener: () => void): void;
  /** Sets whether this process receives the ledger's notifications (its bell); without them nothing rests. */
  hearsBell(hears: boolean): void;
  close(): Promise<void>;
}

export interface RestOptions {
  /** Unique name of the process. */
  readonly name: string;
  readonly onError: (err: unknown) => void;
  /** How often the ledger is polled for rest; default 10 s. */
  readonly lookMs?: number;
  /** How long there must have been no work before the process rests; default 30 s. */
  readonly settleMs?: number;
}

/** Once a poll finds no work, the ledger notifies `name` of new work for this many poll intervals. */
const VALID_FOR_LOOKS = 3;

/**
 * Polls the ledger for work now and then. A transaction that inserts work notifies the processes that may be resting, which are
 * all whose last poll found none: a process rests after several such polls, when every transaction from before the first of them has
 * ended. A missed notification delays new work until the next poll.
 */
export function createRest(sql: Sql, { name, onError, lookMs = 10_000, settleMs = 30_000 }: RestOptions): Rest {
  const listeners = new Set<() => void>();
  let hears = false;
  let isClosed = false;
  /** When the last work was reported. */
  let wokenAt = performance.now();
  let restsUntil = 0;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  const wakeListeners = (): void => {
    if (restsUntil === 0) return;
    restsUntil = 0;
    listeners.forEach((listener) => listener());
  };
  const look = async (): Promise<void> => {
    const begunAt = performance.now();
    const { rows } = await sql.query<{ ms: number | null }>(
      { name: "ledger-rest", text: "SELECT ledger_rest($1, $2) AS ms" },
      [name, VALID_FOR_LOOKS * lookMs],
    );
    const restMs = rows[0]?.ms ?? Infinity;
    const now = performance.now();
    if (restMs === 0 || !hears) wokenAt = now;
    // The answer doesn't include work that arrived since the query began.
    if (restMs === 0 || now - wokenAt < settleMs || wokenAt > begunAt) return wakeListeners();
    restsUntil = now + Math.min(restMs, 2 * lookMs);
  };
  const plan = (): void => {
    if (isClosed) return;
    const dueMs = restsUntil === 0 ? Infinity : Math.max(0, restsUntil - performance.now());
    timer = setTimeout(
      () => {
        // Due work comes first: the ledger doesn't rest before it is done.
        looking = (dueMs <= lookMs ? Promise.resolve(wakeListeners()) : look())
          .catch((err: unknown) => {
            wakeListeners();
            onError(err);
          })
          .finally(plan);
      },
      Math.min(lookMs, dueMs),
    );
  };
  plan();
  return {
    isResting: () => hears && performance.now() < restsUntil,
    wake() {
      wokenAt = performance.now();
      wakeListeners();
    },
    onWake: (listener) => void listeners.add(listener),
    hearsBell(now) {
      hears = now;
      if (!now) wakeListeners();
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
