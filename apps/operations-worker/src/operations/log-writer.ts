import type { LogLevel } from "@longhaul/domain";
import type { LogBatch, NewLogEntry } from "@longhaul/db";
import type { ErrorTrace, LogReport } from "../phases/protocol.ts";

/** Entries that wait while the ledger is slow; later ones are counted only. */
const MAX_WAITING = 2000;
/** What goes into one statement, as long as one entry is no longer than that. */
const MAX_BATCH = 200;

/** Writes the log of one run, while it goes on and without holding it up. */
export interface LogWriter {
  /** Takes what a phase logged. */
  add(phase: string, report: LogReport): void;
  /** Takes what the worker itself has to say. */
  note(level: LogLevel, phase: string | null, message: string, trace?: ErrorTrace): void;
  /** Resolves when everything is in the ledger, or can't get there any more. Never rejects. */
  flush(): Promise<void>;
}

export interface LogWriterOptions {
  readonly operationId: string;
  readonly epoch: number;
  /** From 1 on. */
  readonly attempt: number;
  readonly write: (batch: LogBatch) => Promise<void>;
  readonly onError: (err: unknown) => void;
}

/** Creates a writer that makes no query until something is logged. */
export function createLogWriter({ operationId, epoch, attempt, write, onError }: LogWriterOptions): LogWriter {
  const waiting: NewLogEntry[] = [];
  let number = 0;
  let dropped = 0;
  let writing: Promise<void> | null = null;

  const nextBatch = (): LogBatch => {
    const entries = waiting.splice(0, MAX_BATCH);
    if (waiting.length > 0) return { operationId, epoch, upTo: entries.at(-1)?.number ?? number, dropped: 0, entries };
    const batch = { operationId, epoch, upTo: number, dropped, entries };
    dropped = 0;
    return batch;
  };
  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0 || dropped > 0) await write(nextBatch()).catch(onError);
    writing = null;
  };
  const take = (phase: string | null, { entries, dropped: untold }: LogReport): void => {
    for (const entry of entries) {
      number++;
      if (waiting.length < MAX_WAITING) waiting.push({ ...entry, number, phase, attempt });
      else dropped++;
    }
    number += untold;
    dropped += untold;
    if (waiting.length > 0 || dropped > 0) writing ??= writeAll();
  };

  return {
    add: take,
    note(level, phase, message, trace) {
      const entry = { time: new Date().toISOString(), level, message, ...(trace === undefined ? {} : { trace }) };
      take(phase, { entries: [entry], dropped: 0 });
    },
    flush: async () => writing ?? undefined,
  };
}
