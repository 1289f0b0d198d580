import { openAsBlob } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { Client, Dataset } from "@longhaul/sdk";
import { UsageError, type Command, type CommandContext } from "../command.ts";
import type { Exit } from "../exit-codes.ts";
import { bar, list, sizeText } from "../terminal/table.ts";

type Datasets = Client["datasets"];

const OPTIONS = {
  name: { value: "name", about: "what the dataset is called; else as its file" },
  mapping: {
    value: "json",
    about: 'which column is what, as JSON or a file of it: {"caseId": "Order", …}; else detected',
  },
  "idempotency-key": { value: "key", about: "the same for the same upload, over restarts of this command" },
} as const;

export const upload: Command = {
  name: "upload",
  args: "<file>",
  about: "upload an event log, a model or a template and wait until it can be used",
  more: "CSV, XES, MXML, JSON, OCEL 2.0, Parquet, Excel, or a ZIP of them, also .gz; or a model, BPMN or PNML, or a presentation as a template of slides. Prints the dataset's id.",
  options: OPTIONS,
  run: async (context) => send(context, 0, (project, ...file) => project.upload(...file)),
};

export const datasetsAppend: Command = {
  name: "datasets append",
  args: "<id> <file>",
  about: "put the rows of a file behind those of a dataset, as its next version",
  more: "Columns are read as those of the version before, unless --mapping says otherwise. Operations keep the version that they began with.",
  options: OPTIONS,
  run: async (context) => send(context, 1, (project, ...file) => project.append(context.given.arg(0), ...file)),
};

export const datasetsReplace: Command = {
  name: "datasets replace",
  args: "<id> <file>",
  about: "put a file in the place of a dataset's rows, as its next version",
  more: "The dataset keeps its id, and stays as it is when the file can't be read.",
  options: OPTIONS,
  run: async (context) => send(context, 1, (project, ...file) => project.replace(context.given.arg(0), ...file)),
};

/** Sends the file that an argument names, and shows how that goes. */
async function send(
  { client, given, out, folder, signal }: CommandContext,
  place: number,
  begin: (datasets: Datasets, ...file: Parameters<Datasets["upload"]>) => Promise<Dataset>,
): Promise<Exit> {
  const path = resolve(folder, given.arg(place));
  const size = (await stat(path)).size;
  const file = basename(path);
  const name = given.text("name");
  const mapping = given.text("mapping");
  const key = given.text("idempotency-key");
  const show = (word: string, percentage: number, detail: string): void => {
    if (out.isLive)
      out.draw([`${word.padEnd(9)} ${bar(percentage, 24)} ${String(percentage).padStart(3)} %  ${detail}`]);
  };
  const percentageOf = (bytes: number): number => Math.min(100, Math.floor((100 * bytes) / Math.max(1, size)));
  const { datasets } = await client();
  const dataset = await begin(datasets, await openAsBlob(path), file, {
    signal,
    ...(name === undefined ? {} : { name }),
    ...(mapping === undefined ? {} : { mapping: await readJson(mapping, folder) }),
    ...(key === undefined ? {} : { idempotencyKey: key }),
    onSent: (bytes) =>
      show("Uploading", percentageOf(bytes), `${sizeText(Math.min(bytes, size))} of ${sizeText(size)}`),
    onProgress: ({ importProgress = 0, status }, doing) =>
      status === "Ready" ? show(status, 100, file) : show("Importing", importProgress, doing?.currentActivity ?? file),
  });
  out.result(dataset, () => linesOf(dataset));
  return "done";
}

function linesOf({ datasetId, version, name, kind, format, counts, timeRange, quality, detected }: Dataset): string[] {
  const doubts = (detected?.doubts ?? []).map(({ detail }) => ["doubt", String(detail)] as const);
  return list([
    ["dataset", datasetId],
    ["version", version === 1 ? undefined : version],
    ["name", name],
    ["kind", kind === "log" ? undefined : kind],
    ["format", format],
    ["events", counts?.events],
    ["cases", counts?.cases],
    ["activities", counts?.activities],
    ["left out", counts?.errorRecords === 0 ? undefined : counts?.errorRecords],
    ["from", timeRange?.start],
    ["to", timeRange?.end],
    ["quality", quality?.score],
    ...doubts,
  ]);
}

/** JSON that was given, or that is in the file of that name. */
export async function readJson<Value extends object>(given: string, folder: string): Promise<Value> {
  const text = /^\s*[[{]/.test(given) ? given : await readFile(resolve(folder, given), "utf8");
  try {
    return JSON.parse(text) as Value;
  } catch (err) {
    throw new UsageError(`that isn't JSON: ${err instanceof Error ? err.message : String(err)}`);
  }
}
