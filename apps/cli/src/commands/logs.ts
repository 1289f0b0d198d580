import type { LogEntry } from "@longhaul/sdk";
import { UsageError, type Command } from "../command.ts";

const LEVELS = ["debug", "info", "warn", "error"] as const;
const STYLES = { debug: "dim", info: "cyan", warn: "yellow", error: "red" } as const;

export const logs: Command = {
  name: "logs",
  args: "<id>",
  about: "what an operation logged",
  more: "With --json each entry is a line of its own.",
  options: {
    follow: { short: "f", about: "go on with each entry as it comes, to the operation's end" },
    level: { short: "l", value: "level", about: `the least level: ${LEVELS.join(", ")}; default debug` },
    phase: { value: "name", about: "only what this phase logged" },
  },
  async run({ client, given, out, signal }) {
    const level = LEVELS.find((one) => one === (given.text("level") ?? "debug").toLowerCase());
    if (level === undefined) throw new UsageError(`--level is one of ${LEVELS.join(", ")}`);
    const phase = given.text("phase");
    const filter = { level, signal, ...(phase === undefined ? {} : { phase }) };
    const operation = (await client()).operations.resume(given.arg(0));
    for await (const entry of given.flag("follow") ? operation.followLogs(filter) : operation.logs(filter))
      out.line(
        out.isJson ? JSON.stringify(entry) : textOf(entry, out.paint(STYLES[entry.level], entry.level.padEnd(5))),
      );
    return "done";
  },
};

function textOf({ time, phase, message, fields, stack }: LogEntry, level: string): string {
  const figures = Object.entries(fields ?? {}).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return (
    [time, level, phase === undefined ? "" : `[${phase}]`, message, ...figures]
      .filter((part) => part !== "")
      .join(" ") + (stack === undefined ? "" : `\n${stack}`)
  );
}
