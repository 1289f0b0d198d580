import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import type { MisspellingProposal } from "./misspellings/judge-misspellings.ts";

/** A proposal of `validate_activities`, and whether it was applied. */
export interface JudgedMisspelling extends MisspellingProposal {
  readonly applied: boolean;
}

/** One rule as SQL over the table `event_rows`: the event table's columns and `cleaning_row_position`, which counts from 1. */
export interface CleaningStep {
  /** Statements to run first. */
  readonly prepare?: readonly string[];
  /** SELECT that finds something where the rule changes anything: looking is cheaper than writing all rows again. */
  readonly occasion?: string;
  /** SELECT of the rows after the rule, with the same columns in the same order. */
  readonly rows: string;
  /** Columns whose values the rule may change. */
  readonly changes: readonly string[];
  /** SELECT of the number of rows that the rule finds faulty and leaves as they are. */
  readonly leftCount?: string;
  readonly proposals?: readonly JudgedMisspelling[];
}

/** A rule for the columns of a table; null where the table hasn't the columns that the rule is about. */
export type CleaningRule = (
  columns: readonly string[],
  session: DuckDbSession,
) => CleaningStep | null | Promise<CleaningStep | null>;
