// Entry of a phase process: runs one task after another for the worker that forked it, and ends with it.
import { mkdirSync } from "node:fs";
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
/** Most clients that analyse a new log at once request the analysis within this time. */
const PAUSE_MS = 2000;

const settings = JSON.parse(process.env["PHASE_PROCESS"] ?? "{}") as {
  storageUrl: string;
  scratchDir: string;
  operationModules: string[];
  /** The code to load before the first task. */
  preload: Preload;
  /** Hosts that the process may reach. */
  hosts: string[];
};
// Libraries write their temporary files there, too.
mkdirSync(settings.scratchDir, { recursive: true });
guardNetwork(settings.hosts);
watchSockets();
const opened = openBlobStore(settings.storageUrl);
// A folder is metered here; bytes to and from S3 are counted at the sockets.
const storage = settings.storageUrl.startsWith("file:") ? meterBlobStore(opened, addStoredBytes) : opened;
let registry: Promise<OperationRegistry> | undefined;
/** Loads the registry lazily: it takes half of the start-up time, and imports don't need it. */
const loadRegistry = (): Promise<OperationRegistry> =>
  (registry ??= import("@longhaul/operations").then(({ loadOperationRegistry }) =>
    loadOperationRegistry(settings.operationModules),
  ));
// Operation modules may extend built-in objects only before these are frozen.
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
  const sendEnd = (end: TaskEnd): void =>
    send({ taskNumber, end, usage: usage(), changed: findPollution(), type: "end" });
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
    // Throws when the result can't be sent in a message, such as a function.
    sendEnd({ outcome: "done", result });
  } catch (err) {
    sendEnd({ outcome: "failed", error: toTaskError(err) });
  } finally {
    clearInterval(timer);
    current = null;
  }
  // A client that has imported a log usually analyses it next, often at once.
  if (task.kind === "import") await preload(PAUSE_MS).catch(() => undefined);
}

send({ type: "ready" });
if (settings.preload === "import")
  await Promise.all([import("@longhaul/event-log/event-tables"), import("@longhaul/process-mining/uploads")]);
if (settings.preload !== "nothing" && current === null) await preload(settings.preload === "all" ? 0 : PAUSE_MS);

/**
 * Loads the code of phases while the process is idle, and stops when a task comes. A task would have to wait for a load under way,
 * so there is a pause after the code of the first phase. A load that fails is ignored here: it fails again, with a report, in its phase.
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
