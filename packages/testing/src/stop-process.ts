import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

const PATIENCE_MS = 3_000;

/** Resolves when the process is gone: asked with one signal, forced with another, killed at last. */
export async function stopProcess(
  child: ChildProcess,
  { askWith, forceWith }: { askWith: NodeJS.Signals; forceWith: NodeJS.Signals },
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const exited = once(child, "exit");
  child.kill(askWith);
  const timers = [
    setTimeout(() => child.kill(forceWith), PATIENCE_MS),
    setTimeout(() => child.kill("SIGKILL"), 2 * PATIENCE_MS),
  ];
  await exited;
  timers.forEach(clearTimeout);
}
