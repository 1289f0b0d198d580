import { execFile } from "node:child_process";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

/** Something that runs JavaScript: its version, and the command that a file's path goes behind. */
export type Runtime = readonly [version: string, command: readonly [string, ...string[]]];

/** Runtimes that are at hand, beside the one of the tests: Node 20 and newer, Deno, Bun. */
export async function listRuntimes(): Promise<readonly Runtime[]> {
  const candidates: Runtime[1][] = [[process.execPath], ["deno", "run", "-A"], ["bun", "run"]];
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) candidates.push([join(folder, "node")]);
  const found = new Map<string, Runtime[1]>();
  for (const command of candidates) {
    const version = await promisify(execFile)(command[0], ["--version"]).then(
      ({ stdout }) => stdout.split("\n")[0],
      () => undefined,
    );
    const major = Number(/^v(\d+)/.exec(version ?? "")?.[1] ?? Number.POSITIVE_INFINITY);
    if (version !== undefined && major >= 20 && !found.has(version)) found.set(version, command);
  }
  return [...found];
}
