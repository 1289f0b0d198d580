import { spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError, type Command } from "../command.ts";
import { saveFiles } from "../save-files.ts";
import { linesOf } from "../watch-to-the-end.ts";

/** Formats that people can read, preferred ones first. */
const READABLE = ["HTML", "PDF", "SVG", "PNG", "Excel", "PowerPoint", "CSV", "JSON"];

export const results: Command = {
  name: "results",
  args: "<id>",
  about: "the results of an operation that has ended",
  options: { save: { value: "folder", about: "save its files there" } },
  async run(context) {
    const { given, out, signal } = context;
    const client = await context.client();
    const answer = await client.operations.resume(given.arg(0)).results({ signal });
    out.result(answer, () => [
      ...linesOf(answer),
      ...(answer.error === undefined ? [] : ["", `${answer.error.code}: ${answer.error.message}`]),
    ]);
    const folder = given.text("save");
    if (folder !== undefined) await saveFiles(context, client, answer.artifacts, folder);
    return "done";
  },
};

export const resultsOpen: Command = {
  name: "results open",
  args: "<id>",
  about: "open a report or a picture of the results",
  more: "Saves it and opens it with what this machine opens such files with (LONGHAUL_OPENER names another program); prints its path.",
  options: { format: { value: "format", about: `which one; else the first there is of ${READABLE.join(", ")}` } },
  async run(context) {
    const { given, out, env, signal } = context;
    const client = await context.client();
    const { artifacts } = await client.operations.resume(given.arg(0)).results({ signal });
    const wanted = given.text("format");
    const order = wanted === undefined ? READABLE : [wanted];
    const artifact = order
      .map((format) => artifacts.find((one) => one.format.toLowerCase() === format.toLowerCase()))
      .find((one) => one !== undefined);
    if (artifact === undefined) {
      const formats = [...new Set(artifacts.map(({ format }) => format))].join(", ") || "none";
      throw new UsageError(`there is no such file; the formats are: ${formats}`, "notFound");
    }
    const folder = await mkdtemp(join(tmpdir(), "longhaul-results-"));
    const [path = ""] = await saveFiles(context, client, [artifact], folder);
    await openFile(path, env);
    out.result({ path }, () => [path]);
    return "done";
  },
};

async function openFile(path: string, env: NodeJS.ProcessEnv): Promise<void> {
  const own: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
    darwin: ["open"],
    win32: ["explorer"],
  };
  const [program, ...args] =
    env["LONGHAUL_OPENER"] === undefined ? (own[process.platform] ?? ["xdg-open"]) : [env["LONGHAUL_OPENER"]];
  const child = spawn(program, [...args, path], { stdio: "ignore", detached: true });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", () =>
      reject(new UsageError(`${program} isn't there to open ${path}: LONGHAUL_OPENER names another program`, "fault")),
    );
  });
  child.unref();
}
