import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { inheritedEnv } from "../start-app.ts";

/** The command line's program. */
export const LONGHAUL = fileURLToPath(new URL("../../../../apps/cli/src/main.ts", import.meta.url));

/** Runs `longhaul …` as an operator does, with nothing in its environment but what is given. */
export async function runLonghaul(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [LONGHAUL, ...args], {
    env: { ...inheritedEnv(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [output, faults] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, output: output + faults };
}
