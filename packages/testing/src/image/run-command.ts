import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** Runs a program to its end. @returns what it wrote to stdout @throws Error with its last lines where it fails */
export async function runCommand(command: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code === 0) return output.trim();
  const lines = `${output}\n${errors}`.trimEnd().split("\n").slice(-30).join("\n");
  throw new Error(`${command} ${args.slice(0, 3).join(" ")} ended with ${code}:\n${lines}`);
}
