import { setTimeout as delay } from "node:timers/promises";
import { isStoreFault } from "@longhaul/stores";
import type { Db } from "./client.ts";

/** How long to go on. */
export interface Patience {
  /** Whether what is written would help nobody any more. */
  readonly isOver: () => boolean;
  readonly onFault?: (err: unknown) => void;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;

/** Most tries while the database answers others: a write that fails each time is at fault itself. */
const MAX_TRIES = 5;

/**
 * Does work on the ledger that a fault of the database may interrupt, and does it again once the database answers. Whether
 * an interrupted statement was committed can't be known: the work must be right to do twice, as writes that carry an epoch are.
 * @throws what the work throws but for faults, and the last fault when the time is over
 */
export async function outlastFaults<T>(
  db: Pick<Db, "check">,
  work: () => Promise<T>,
  { isOver, onFault }: Patience,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (err) {
      if (!isStoreFault(err)) throw err;
      onFault?.(err);
      if (tries === MAX_TRIES || !(await untilAnswering(db, isOver))) throw err;
    }
  }
}

/** The same ledger, each of whose statements outlasts faults. Transactions don't: what they do may not be right to do twice. */
export function patientDb(db: Db, patience: Patience): Db {
  return {
    ...db,
    query: async (statement, values) => outlastFaults(db, async () => db.query(statement, values), patience),
  };
}

/** @returns false when the time is over before the database answers */
async function untilAnswering(db: Pick<Db, "check">, isOver: () => boolean): Promise<boolean> {
  for (let pauseMs = FIRST_PAUSE_MS; !isOver(); pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)) {
    await delay(pauseMs);
    const isAnswering = await db.check().then(
      () => true,
      () => false,
    );
    if (isAnswering) return true;
  }
  return false;
}
