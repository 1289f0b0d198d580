// Entry of a phase process: runs one task after another for the worker that forked it, and ends with it.
import { flushCompileCache } from "node:module";
import { setImmediate, setTimeout } from "node:timers/promises";
import type { OperationRegistry } from "@longhaul/operations";
import { PhaseError } from "@longhaul/operations/phase-context";
import { meterBlobStore, openBlobStore } from "@longhaul/storage";
import { hardenIntrinsics } from "./harden-intrinsics.ts";
import { guardNetwork } from "./walls/network-guard.ts";
import { addStoredBytes, watchSockets } from "./network-meter.ts";
import type { Preload } from "./phase-process.ts";
import type { FromChild, Task, TaskEnd, ToChild } from "./protocol.ts";
import { runTask } from "./run-task.ts";
import { toTaskError } from "./task-error.ts";
import { startUsageMeter } from "./usage-meter.ts";

const USAGE_INTERVAL_MS = 500;
const PROGRESS_INTERVAL_MS = 100;
/** Within this time most of those ask for an analysis who ask for one as soon as their log is ready. */
const PAUSE_MS = 2000;

const settings = JSON.parse(process.env["PHASE_PROCESS"] ?? "{}") as {
  storageUrl: string;
  scratchDir: string;
  operationModules: string[];
  /** What there is time to load now. */
  preload: Preload;
  /** Hosts that it may reach. */
  hosts: string[];
};
guardNetwork(settings.hosts);
watchSockets();
const opened = openBlobStore(settings.storageUrl);
// Files are moved without a connection; those of S3 are counted where they pass.
const storage = settings.storageUrl.startsWith("file:") ? meterBlobStore(opened, addStoredBytes) : opened;
let registry: Promise<OperationRegistry> | undefined;
/** Takes as long as all else that a process does before it is ready, and imports don't need it. */
const loadRegistry = (): Promise<OperationRegistry> =>
  (registry ??= import("@longhaul/operations").then(({ loadOperationRegistry }) =>
    loadOperationRegistry(settings.operationModules),
  ));
// Code of others may add to the language's objects as long as they aren't closed.
if (settings.preload === "all" || settings.operationModules.length > 0) await loadRegistry();
const findPollution = hardenIntrinsics();
let isPreloaded = false;
let current: { readonly taskNumber: number; readonly abort: AbortController } | null = null;

function send(message: FromChild): void {
  process.send?.(message, undefined, undefined, () => undefined);
}

process.on("message", (message: ToChild) => {
  if (message.type === "run") void run(message.taskNumber, message.task);
  else if (message.taskNumber === current?.taskNumber)
    current.abort.abort(new PhaseError("aborted", "the worker stopped this task"));
});
// The worker decides when a phase ends; a terminal's Ctrl-C reaches the whole process group.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
process.on("disconnect", () => process.exit(0));

async function run(taskNumber: number, task: Task): Promise<void> {
  const abort = new AbortController();
  current = { taskNumber, abort };
  const usage = startUsageMeter();
  const timer = setInterval(() => send({ type: "usage", taskNumber, usage: usage() }), USAGE_INTERVAL_MS);
  const tell = (end: TaskEnd): void => send({ taskNumber, end, usage: usage(), changed: findPollution(), type: "end" });
  let lastProgress = 0;
  try {
    const result = await runTask(task, {
      loadRegistry,
      storage,
      scratchDir: settings.scratchDir,
      signal: abort.signal,
      onLog: (report) => send({ type: "log", taskNumber, report }),
      onProgress: (progress) => {
        const now = performance.now();
        if (now - lastProgress < PROGRESS_INTERVAL_MS && progress.fraction < 1) return;
        lastProgress = now;
        send({ type: "progress", taskNumber, progress });
      },
    });
    // Throws where the phase gave what no message can hold, such as a function.
    tell({ outcome: "done", result });
  } catch (err) {
    tell({ outcome: "failed", error: toTaskError(err) });
  } finally {
    clearInterval(timer);
    current = null;
  }
  // Who has imported a log mostly has it analysed next, often at once.
  if (task.kind === "import") await preload(PAUSE_MS).catch(() => undefined);
}

send({ type: "ready" });
if (settings.preload === "import")
  await Promise.all([import("@longhaul/event-log/event-tables"), import("@longhaul/process-mining/uploads")]);
if (settings.preload !== "nothing" && current === null) await preload(settings.preload === "all" ? 0 : PAUSE_MS);

/**
 * Until a task comes: it loads what it needs itself, and would wait for what is being loaded, so that a pause is made behind the
 * code of the first phase. What fails to load fails again, and is told, where it is run.
 */
async function preload(pauseMs: number): Promise<void> {
  if (isPreloaded) return;
  const [first, ...others] = (await loadRegistry()).preload;
  if (current !== null) return;
  await first?.().catch(() => undefined);
  await setTimeout(pauseMs);
  for (const load of others) {
    await setImmediate();
    if (current !== null) return;
    await load().catch(() => undefined);
  }
  isPreloaded = true;
  flushCompileCache();
}
