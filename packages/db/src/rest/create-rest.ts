import type { Sql } from "../client.ts";

/** Says when nothing is to be done, so that loops may leave their rounds out and idle processes are quiet. */
export interface Rest {
  readonly isResting: () => boolean;
  /** Something has come in. */
  readonly wake: () => void;
  /** Calls `listener` as soon as there may be something to do again. */
  onWake(listener: () => void): void;
  /** Whether this process would hear the bell of the ledger; without that nothing rests. */
  hearsBell(hears: boolean): void;
  close(): Promise<void>;
}

export interface RestOptions {
  /** Of the process; no other has it. */
  readonly name: string;
  readonly onError: (err: unknown) => void;
  /** How often the ledger is asked whether it rests, default 10 s. */
  readonly lookMs?: number;
  /** For how long nothing must have happened before anything rests, default 30 s. */
  readonly settleMs?: number;
}

/** `name` is told of what comes in for this many intervals between looks. */
const TOLD_FOR_LOOKS = 3;

/**
 * Asks the ledger now and then whether anything is to be done. Who inserts something rings, if anybody may be sleeping, and
 * everybody may from their first look on: by the time that this process rests, whatever began before that has ended.
 * A missed ring delays new work until the next poll.
 */
export function createRest(sql: Sql, { name, onError, lookMs = 10_000, settleMs = 30_000 }: RestOptions): Rest {
  const listeners = new Set<() => void>();
  let hears = false;
  let isClosed = false;
  /** What came in last was told then. */
  let wokenAt = performance.now();
  let restsUntil = 0;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  const tell = (): void => {
    if (restsUntil === 0) return;
    restsUntil = 0;
    listeners.forEach((listener) => listener());
  };
  const look = async (): Promise<void> => {
    const begunAt = performance.now();
    const { rows } = await sql.query<{ ms: number | null }>(
      { name: "ledger-rest", text: "SELECT ledger_rest($1, $2) AS ms" },
      [name, TOLD_FOR_LOOKS * lookMs],
    );
    const restMs = rows[0]?.ms ?? Infinity;
    const now = performance.now();
    if (restMs === 0 || !hears) wokenAt = now;
    // What has come in since the question was asked isn't in the answer.
    if (restMs === 0 || now - wokenAt < settleMs || wokenAt > begunAt) return tell();
    restsUntil = now + Math.min(restMs, 2 * lookMs);
  };
  const plan = (): void => {
    if (isClosed) return;
    const dueMs = restsUntil === 0 ? Infinity : Math.max(0, restsUntil - performance.now());
    timer = setTimeout(
      () => {
        // What is due is seen to first: the ledger doesn't rest before that.
        looking = (dueMs <= lookMs ? Promise.resolve(tell()) : look())
          .catch((err: unknown) => {
            tell();
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
      tell();
    },
    onWake: (listener) => void listeners.add(listener),
    hearsBell(now) {
      hears = now;
      if (!now) tell();
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
