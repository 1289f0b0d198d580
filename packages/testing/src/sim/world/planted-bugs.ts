import type { LedgerSql } from "@longhaul/db";
import type { Edit } from "./simulated-ledger.ts";

/** Bugs that the simulation must find: its own test. Each is one that was thought of while the ledger was written. */
export const PLANTED_BUGS = {
  /** A worker's moves are taken whatever its epoch is. */
  "missing-epoch-check": editOf("operations/advance_operations.sql", "o.epoch = m.epoch AND ", ""),
  /** An operation of a batch completes, and nobody sees to what waits for it. */
  "forgotten-settle": editOf("operations/advance_operations.sql", "PERFORM settle_batches(settling)", "PERFORM 1"),
  /** Files go before the rows that name them: in the reconciler of the simulation, not in SQL. */
  "delete-before-commit": ({ sql }: LedgerSql): string => sql,
} as const satisfies Readonly<Record<string, Edit>>;

export type PlantedBug = keyof typeof PLANTED_BUGS;

function editOf(name: string, right: string, wrong: string): Edit {
  return (part) => {
    if (part.name !== name) return part.sql;
    if (!part.sql.includes(right)) throw new Error(`${name} no longer says "${right}": plant the bug elsewhere`);
    return part.sql.replace(right, wrong);
  };
}
