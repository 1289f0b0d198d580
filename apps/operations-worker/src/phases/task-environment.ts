import type { OperationRegistry } from "@longhaul/operations";
import type { BlobStore } from "@longhaul/storage";
import type { LogReport, TaskProgress } from "./protocol.ts";

/** What a task needs of the process that it runs in. */
export interface TaskEnvironment {
  /** The operation types, which phases alone need. */
  readonly loadRegistry: () => Promise<OperationRegistry>;
  readonly storage: BlobStore;
  readonly scratchDir: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TaskProgress) => void;
  readonly onLog: (report: LogReport) => void;
}
