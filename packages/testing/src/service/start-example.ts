import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The folder of the Python client. */
export const PYTHON_SDK = fileURLToPath(new URL("../../../sdk-python/", import.meta.url));

/** Where a Python may be: the first on the PATH, and the system's own, which packages of the system are for. */
const PYTHONS = ["python3", "/usr/bin/python3"];

/** A Python that the client runs in, with these modules of other packages; null where there is none. */
export async function findPython(...modules: readonly string[]): Promise<string | null> {
  const code = ["import sys", "assert sys.version_info >= (3, 10)", ...modules.map((name) => `import ${name}`)];
  for (const python of PYTHONS) {
    const found = promisify(execFile)(python, ["-c", code.join("\n")]).then(
      () => true,
      () => false,
    );
    if (await found) return python;
  }
  return null;
}

/** What Python's examples run in. */
export const PYTHON = await findPython();

export interface ExampleProcess {
  /** All that it wrote so far. */
  told(): string;
  /** What it wrote, when it has ended; fails where it did otherwise than well. */
  readonly ended: Promise<string>;
  kill(): void;
}

interface ExampleOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts Python, which finds the client by its name. */
export const startPython = (args: readonly string[], options: ExampleOptions): ExampleProcess =>
  startExample(PYTHON ?? "python3", args, options);

/** Starts a program of an example; where that is Python it finds the client by its name. */
export function startExample(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: ExampleOptions,
): ExampleProcess {
  const child = spawn(command, args, {
    cwd,
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      PYTHONPATH: `${PYTHON_SDK}src`,
      PYTHONDONTWRITEBYTECODE: "1",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = once(child, "close").then(() => {
    if (child.exitCode !== 0)
      throw new Error(`${command} ended with ${child.exitCode ?? child.signalCode}:\n${output}`);
    return output;
  });
  // Whoever doesn't wait for it has killed it.
  ended.catch(() => undefined);
  return { told: () => output, ended, kill: () => child.kill("SIGKILL") };
}
