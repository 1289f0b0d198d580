import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Absolute path of a command, or null when no folder of the PATH has it. */
export function findOnPath(command: string): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, command)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
