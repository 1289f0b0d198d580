import { isStoreFault, runTogether } from "@longhaul/stores";

/** Outcome of one item that was written together with others. */
export type WriteOutcome<Out> = { readonly written: Out } | { readonly err: unknown };

/** Longest wait for locks, in milliseconds, of a statement that writes several things; nothing of it is written after that. */
const TOGETHER_LOCK_MS = 300;
/** The same of one thing, of which it isn't known whether it is what is locked. */
const ALONE_LOCK_MS = 50;
/** How many wait for as long as a statement may take. */
const MAX_WAITING = 2;

const LOCK_NOT_AVAILABLE = "55P03";

/** Where writes of what somebody else has locked wait, a few at a time: only for each other, while all others go on. */
type LockedLane = (write: () => Promise<unknown>) => Promise<unknown>;

export const createLockedLane = (): LockedLane =>
  runTogether({ maxRuns: MAX_WAITING, maxTogether: 1 }, async (writes: readonly (() => Promise<unknown>)[]) =>
    Promise.all(writes.map(async (write) => write())),
  );

/**
 * Writes many things in one statement; where that fails, and not because the database is away, each by itself: what is wrong with one
 * must not hurt the others. A row that somebody else has locked (in a forgotten transaction, say) holds up nobody but its own write.
 * @param write gives the outcomes in the order of what was given, and writes all or nothing; it waits for locks as long as it is
 * told, 0 stands for as long as a statement may take
 * @returns outcomes, in order; of what is locked a promise, which never rejects
 */
export async function writePastLocks<In, Out>(
  given: readonly In[],
  write: (given: readonly In[], lockMs: number) => Promise<readonly Out[]>,
  lane: LockedLane,
): Promise<(WriteOutcome<Out> | Promise<WriteOutcome<Out>>)[]> {
  const tried = async (some: readonly In[], lockMs: number): Promise<WriteOutcome<Out>[]> =>
    write(some, lockMs).then(
      (written) => written.map((one) => ({ written: one })),
      (err: unknown) => some.map(() => ({ err })),
    );
  const apart = async (one: In): Promise<WriteOutcome<Out>> => {
    let outcome: WriteOutcome<Out> = { err: new Error("not written") };
    await lane(async () => {
      [outcome = outcome] = await tried([one], 0);
    });
    return outcome;
  };
  const together = await tried(given, TOGETHER_LOCK_MS);
  const [first] = together;
  if (first === undefined || "written" in first) return together;
  if (!isLocked(first) && (given.length === 1 || isStoreFault(first.err))) return together;
  const outcomes: (WriteOutcome<Out> | Promise<WriteOutcome<Out>>)[] = [];
  for (const one of given) {
    const [outcome = first] = given.length === 1 ? together : await tried([one], ALONE_LOCK_MS);
    outcomes.push(isLocked(outcome) ? apart(one) : outcome);
  }
  return outcomes;
}

const isLocked = (outcome: WriteOutcome<unknown>): boolean =>
  "err" in outcome && outcome.err instanceof Error && "code" in outcome.err && outcome.err.code === LOCK_NOT_AVAILABLE;

/** SQL of a value that, once it is read, limits how long the rest of the transaction waits for locks: to the milliseconds of another one. */
export const withLockLimit = (value: string, lockMs: string): string =>
  `CASE WHEN set_config('lock_timeout', ${lockMs}, true) IS NOT NULL THEN ${value} END`;
