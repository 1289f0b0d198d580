import type { Db, Sql, Statement } from "@longhaul/db";

/** What happens to a statement: the connection is lost before its commit, or between its commit and the answer. */
export type Fault = "none" | "before" | "after";

export interface FaultyDb {
  readonly db: Db;
  /** What happens to the next statements of the batched writer, in their order; nothing to those after them. */
  plan(faults: readonly Fault[]): void;
}

/** What the batched writer writes by. */
const WRITES: ReadonlySet<string> = new Set(["advance-operations", "take-operations", "append-log-entries"]);

const lostConnection = (): Error => Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });

/** The same ledger, on a network that loses connections on command. */
export function faultyDb(db: Db): FaultyDb {
  let planned: Fault[] = [];
  const faulty = (inner: Db): Db => {
    const query = async (statement: Statement, values?: readonly unknown[]) => {
      const isWrite = typeof statement !== "string" && WRITES.has(statement.name ?? "");
      switch (isWrite ? planned.shift() : undefined) {
        case "before":
          return inner.withTransaction(async (tx) => {
            await tx.query(statement, values);
            throw lostConnection();
          });
        case "after":
          await inner.query(statement, values);
          throw lostConnection();
        default:
          return inner.query(statement, values);
      }
    };
    return { ...inner, query: query as Sql["query"], measured: (onBytes) => faulty(inner.measured(onBytes)) };
  };
  return { db: faulty(db), plan: (faults) => (planned = [...faults]) };
}
