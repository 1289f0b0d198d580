// Entry of a phase process: runs one task after another for the worker that forked it, and ends with it.
import { loadOperationRegistry, PhaseError } from "@longhaul/operations";
import { openBlobStore } from "@longhaul/storage";
import type { FromChild, TaskError, ToChild } from "./protocol.ts";
import { runTask } from "./run-task.ts";
import { startUsageMeter } from "./usage-meter.ts";

const USAGE_INTERVAL_MS = 500;
const PROGRESS_INTERVAL_MS = 100;

const settings = JSON.parse(process.env["PHASE_PROCESS"] ?? "{}") as {
  storageUrl: string;
  scratchDir: string;
  operationModules: string[];
};
const storage = openBlobStore(settings.storageUrl);
const registry = await loadOperationRegistry(settings.operationModules);
let current: AbortController | null = null;

function send(message: FromChild): void {
  process.send?.(message, undefined, undefined, () => undefined);
}

process.on("message", (message: ToChild) => {
  if (message.type === "abort") current?.abort(new PhaseError("aborted", "the worker stopped this task"));
  else void run(message);
});
// The worker decides when a phase ends; a terminal's Ctrl-C reaches the whole process group.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
process.on("disconnect", () => process.exit(0));

async function run({ task }: Extract<ToChild, { type: "run" }>): Promise<void> {
  const abort = new AbortController();
  current = abort;
  const usage = startUsageMeter();
  const timer = setInterval(() => send({ type: "usage", usage: usage() }), USAGE_INTERVAL_MS);
  let lastProgress = 0;
  try {
    const result = await runTask(task, {
      registry,
      storage,
      scratchDir: settings.scratchDir,
      signal: abort.signal,
      onProgress: (progress) => {
        const now = performance.now();
        if (now - lastProgress < PROGRESS_INTERVAL_MS && progress.fraction < 1) return;
        lastProgress = now;
        send({ type: "progress", progress });
      },
    });
    send({ type: "done", result, usage: usage() });
  } catch (err) {
    send({ type: "failed", error: toTaskError(err), usage: usage() });
  } finally {
    clearInterval(timer);
    current = null;
  }
}

function toTaskError(err: unknown): TaskError {
  if (err instanceof PhaseError)
    return {
      code: err.code,
      message: err.message,
      retryable: err.retryable,
      ...(err.stack === undefined ? {} : { stack: err.stack }),
    };
  const error = err instanceof Error ? err : new Error(String(err));
  return {
    code: "phase_failed",
    message: error.message,
    retryable: true,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}

send({ type: "ready" });
