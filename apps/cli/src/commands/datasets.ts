import type { Client } from "@longhaul/sdk";
import { UsageError, type Command } from "../command.ts";
import { saveFiles } from "../save-files.ts";
import { countOf, COUNT_OPTION, firstOf } from "../first-of.ts";
import { table } from "../terminal/table.ts";

type ExportFormat = Parameters<Client["datasets"]["export"]>[1]["format"];

export const datasets: Command = {
  name: "datasets",
  args: "",
  about: "the project's datasets, newest first",
  options: COUNT_OPTION,
  async run({ client, given, out, signal }) {
    const found = await firstOf((await client()).datasets.list({ signal }), countOf(given));
    out.result(found, () =>
      table(
        ["DATASET", "KIND", "STATUS", "EVENTS", "CASES", "QUALITY", "NAME"],
        found.map(({ datasetId, kind, status, counts, quality, name }) => [
          datasetId,
          kind,
          status,
          counts?.events,
          counts?.cases,
          quality?.score,
          name,
        ]),
      ),
    );
    return "done";
  },
};

export const datasetsVersions: Command = {
  name: "datasets versions",
  args: "<id>",
  about: "the versions of a dataset, newest first",
  options: COUNT_OPTION,
  async run({ client, given, out, signal }) {
    const found = await firstOf((await client()).datasets.versions(given.arg(0), { signal }), countOf(given));
    out.result(found, () =>
      table(
        ["VERSION", "STATUS", "CHANGE", "EVENTS", "CASES", "CREATED", "FILE"],
        found.map(({ version, status, change, counts, dateCreated, fileName }) => [
          version,
          status,
          change ?? "upload",
          counts?.events,
          counts?.cases,
          dateCreated,
          fileName,
        ]),
      ),
    );
    return "done";
  },
};

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
