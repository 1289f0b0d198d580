import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { scaled } from "./test-time.ts";

/** Postgres is given time to end its connections: longer on a busy machine. */
const patienceMs = (): number => scaled(3_000);

/** Resolves when the process is gone: one signal asks it to end, a second one forces it, SIGKILL comes last. */
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
    setTimeout(() => child.kill(forceWith), patienceMs()),
    setTimeout(() => child.kill("SIGKILL"), 2 * patienceMs()),
  ];
  await exited;
  timers.forEach(clearTimeout);
}
