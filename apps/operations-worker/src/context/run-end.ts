import type { ResourceUsage } from "@longhaul/db";
import type { TaskError } from "../phases/protocol.ts";

/** How a run of an operation's phases came to its end. */
export type RunEnd =
  | {
      readonly end: "completed";
      readonly summary: Record<string, unknown>;
      /** The last one. */
      readonly phase: string;
      readonly usage: ResourceUsage;
      /** The end is in the ledger already: it was written with the last phase. */
      readonly isWritten: boolean;
    }
  | { readonly end: "failed"; readonly phase: string; readonly error: TaskError }
  | { readonly end: "crashed"; readonly phase: string; readonly exit: string; readonly isExhausted: boolean }
  | { readonly end: "drained" }
  /** It was claimed ahead of a free place, and none became free soon; with the rank that it waited with. */
  | { readonly end: "late"; readonly priority: number }
  | { readonly end: "lost" };
