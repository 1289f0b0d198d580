import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { UsageError } from "./command.ts";
import type { Exit } from "./exit-codes.ts";

/**
 * Runs a program of the service itself, which is there in a clone and in the image, with this terminal and environment.
 * @param path seen from this file
 * @param why what it needs, for the error where it isn't there
 */
export async function runProgram(path: string, args: readonly string[], why: string): Promise<Exit> {
  const program = new URL(path, import.meta.url);
  if (!existsSync(program)) throw new UsageError(`${why}: in a clone, or in the image of the service`);
  const child = spawn(process.execPath, [fileURLToPath(program), ...args], { stdio: "inherit" });
  await once(child, "exit");
  return child.exitCode === 0 ? "done" : "fault";
}
