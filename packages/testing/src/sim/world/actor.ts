import type { Sql } from "@longhaul/db";
import type { Random } from "../../fuzz/random.ts";

/** What an actor may do: each of these is one step of the simulation, before and after which others have theirs. */
export interface Turn {
  /** The ledger; each statement is a step, and may fail as one of a database that goes away. */
  readonly sql: Sql;
  /** Statements that are committed together, with nobody else's between them. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /** Something outside of the ledger takes its time. */
  pass(): Promise<void>;
  /** The chance of the current step. */
  random(): Random;
}

/** A simulated process. It never returns. When it is killed, a new one starts without any state. */
export type Actor = (turn: Turn) => Promise<never>;

/** What the database's clients get when it goes away in the middle. */
export class LostConnection extends Error {
  readonly code = "ECONNRESET";
}
