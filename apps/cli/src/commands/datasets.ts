import type { Client } from "@longhaul/sdk";
import { UsageError, type Command } from "../command.ts";
import { listCommand } from "../list-command.ts";
import { saveFiles } from "../save-files.ts";

type ExportFormat = Parameters<Client["datasets"]["export"]>[1]["format"];

export const datasets = listCommand({
  name: "datasets",
  about: "the project's datasets, newest first",
  items: async ({ client, signal }) => (await client()).datasets.list({ signal }),
  columns: {
    DATASET: ({ datasetId }) => datasetId,
    KIND: ({ kind }) => kind,
    STATUS: ({ status }) => status,
    EVENTS: ({ counts }) => counts?.events,
    CASES: ({ counts }) => counts?.cases,
    QUALITY: ({ quality }) => quality?.score,
    NAME: ({ name }) => name,
  },
});

export const datasetsVersions = listCommand({
  name: "datasets versions",
  args: "<id>",
  about: "the versions of a dataset, newest first",
  items: async ({ client, given, signal }) => (await client()).datasets.versions(given.arg(0), { signal }),
  columns: {
    VERSION: ({ version }) => version,
    STATUS: ({ status }) => status,
    CHANGE: ({ change }) => change ?? "upload",
    EVENTS: ({ counts }) => counts?.events,
    CASES: ({ counts }) => counts?.cases,
    CREATED: ({ dateCreated }) => dateCreated,
    FILE: ({ fileName }) => fileName,
  },
});

export const datasetsRestore: Command = {
  name: "datasets restore",
  args: "<id> <version>",
  about: "have an earlier version of a dataset again, as its next version",
  async run({ client, given, out, signal }) {
    const version = Number(given.arg(1));
    if (!Number.isSafeInteger(version) || version < 1) throw new UsageError(`a version is a number: ${given.arg(1)}`);
    const restored = await (await client()).datasets.restore(given.arg(0), version, { signal });
    out.result(restored, () => [`Version ${restored.version} is as version ${version} was.`]);
    return "done";
  },
};

export const datasetsExport: Command = {
  name: "datasets export",
  args: "<id>",
  about: "save a dataset as a file",
  options: {
    format: { value: "format", about: "csv, jsonl, xes, each also with .gz, or parquet; default csv" },
    version: { value: "n", about: "an earlier version instead of the current one" },
    save: { value: "folder", about: "where the file goes; default the folder that this runs in" },
  },
  async run(context) {
    const { given, out, signal } = context;
    const client = await context.client();
    const version = given.text("version");
    const exported = await client.datasets.export(given.arg(0), {
      signal,
      format: (given.text("format") ?? "csv") as ExportFormat,
      ...(version === undefined ? {} : { version: Number(version) }),
    });
    const [path = ""] = await saveFiles(context, client, [exported], given.text("save") ?? ".");
    out.result({ ...exported, path }, () => [path]);
    return "done";
  },
};
