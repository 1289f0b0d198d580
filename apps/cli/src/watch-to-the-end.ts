import { setTimeout as sleep } from "node:timers/promises";
import {
  OperationEnded,
  type Client,
  type OperationHandle,
  type OperationResults,
  type OperationStatus,
} from "@longhaul/sdk";
import type { CommandContext } from "./command.ts";
import { exitOf, type Exit } from "./exit-codes.ts";
import { saveFiles } from "./save-files.ts";
import { followOperation } from "./terminal/follow.ts";
import { list, table } from "./terminal/table.ts";

/** Options of commands that wait. */
export const WAIT_OPTIONS = {
  detach: { about: "don't wait for its end" },
  save: { value: "folder", about: "save the files that it makes there" },
} as const;

/** A package manager passes Ctrl-C on to a process that has had it from the terminal: that is no second one. */
const ECHO_MS = 1_000;
const SECOND_MS = 5_000;

/** Follows an operation to its end, prints its results and saves its files. */
export async function watchToTheEnd(
  context: CommandContext,
  client: Client,
  operation: OperationHandle,
): Promise<Exit> {
  const { given, out, signal } = context;
  let status: OperationStatus;
  try {
    status = await followOperation(operation.statuses({ signal }), out);
  } catch (err) {
    if (!signal.aborted) throw err;
    return detach(context, operation);
  }
  if (status.status !== "Completed") throw new OperationEnded(status);
  const results = await operation.result({ signal });
  out.result(results, () => linesOf(results));
  const folder = given.text("save");
  if (folder !== undefined) await saveFiles(context, client, results.artifacts, folder);
  return "done";
}

/** Leaves it running, unless Ctrl-C is pressed again. */
async function detach({ out }: CommandContext, operation: OperationHandle): Promise<Exit> {
  out.note(`${operation.id} goes on. \`longhaul watch ${operation.id}\` comes back to it.`);
  if (!out.isLive) return "interrupted";
  out.note("Ctrl-C again within 5 seconds cancels it.");
  const again = new AbortController();
  const since = performance.now();
  const onSignal = (): void => {
    if (performance.now() - since > ECHO_MS) again.abort();
  };
  process.on("SIGINT", onSignal);
  await sleep(SECOND_MS, undefined, { signal: again.signal }).catch(() => undefined);
  process.off("SIGINT", onSignal);
  if (!again.signal.aborted) return "interrupted";
  const { status } = await operation.cancel({ reason: "Ctrl-C" });
  out.note(`${operation.id} ${status}.`);
  return exitOf(status);
}

/** Figures, files and what is advised. */
export function linesOf({
  operationName,
  totalDuration,
  summary,
  artifacts,
  recommendations,
}: OperationResults): string[] {
  const figures = Object.entries(summary).map(
    ([name, value]) => [wordsOf(name), typeof value === "string" ? value : JSON.stringify(value)] as const,
  );
  const files = artifacts.map(({ name, format, size }) => [name, format, size]);
  return [
    `${operationName}: completed in ${totalDuration}`,
    ...(figures.length === 0 ? [] : ["", ...list(figures)]),
    ...(files.length === 0 ? [] : ["", ...table(["FILE", "FORMAT", "SIZE"], files)]),
    ...(recommendations.length === 0
      ? []
      : ["", ...recommendations.map(({ priority, recommendation }) => `${priority.padEnd(6)}  ${recommendation}`)]),
  ];
}

const wordsOf = (key: string): string =>
  key.replaceAll(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
