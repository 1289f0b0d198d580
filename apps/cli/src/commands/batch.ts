import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Batch, BatchRequest } from "@longhaul/sdk";
import { parseDocument } from "yaml";
import { UsageError, type Command } from "../command.ts";
import { exitOf } from "../exit-codes.ts";
import { followBatch } from "../terminal/follow.ts";
import { listCommand } from "../list-command.ts";
import { WAIT_OPTIONS } from "../watch-to-the-end.ts";
import { linesOfBatch } from "./status.ts";

export const batchRun: Command = {
  name: "batch run",
  args: "<file>",
  about: "start the batch that a YAML or JSON file describes, and follow it",
  more: `The file is the body of POST …/async/batch:

  # yaml-language-server: $schema=batch.schema.json
  batchName: Monthly
  operations:
    - operationKey: mine
      operationType: ProcessMiningAnalysis
      operationName: Mine
      parameters: { datasetId: … }
    - operationKey: report
      operationType: ReportGeneration
      operationName: Report
      dependencies: [mine]

\`longhaul batch schema > batch.schema.json\` makes editors complete and check it. Ctrl-C leaves the batch running.`,
  options: {
    detach: WAIT_OPTIONS.detach,
    "idempotency-key": { value: "key", about: "the same for the same batch, over restarts of this command" },
  },
  async run(context) {
    const { given, out, signal } = context;
    const { batchName, operations, ...more } = await readBatch(resolve(context.folder, given.arg(0)));
    const client = await context.client();
    const builder = client.batches.create(batchName, more);
    for (const { operationKey = "", dependencies = [], ...operation } of operations)
      builder.add(operationKey, operation, dependencies);
    const key = given.text("idempotency-key");
    const batch = await builder.start({ signal, ...(key === undefined ? {} : { idempotencyKey: key }) });
    out.note(`${batch.id}  ${operations.length} operations`);
    if (given.flag("detach")) {
      out.result({ batchId: batch.id }, () => [batch.id]);
      return "done";
    }
    let end: Batch;
    try {
      end = await followBatch(batch.statuses({ signal }), out);
    } catch (err) {
      if (!signal.aborted) throw err;
      out.note(
        `${batch.id} goes on. \`longhaul watch ${batch.id}\` comes back to it, \`longhaul cancel ${batch.id}\` ends it.`,
      );
      return "interrupted";
    }
    out.result(end, () => linesOfBatch(end));
    return exitOf(end.status);
  },
};

/** The file, with the place of what is wrong with it. */
async function readBatch(path: string): Promise<BatchRequest> {
  const document = parseDocument(await readFile(path, "utf8"), { prettyErrors: true });
  const [fault] = document.errors;
  if (fault !== undefined) throw new UsageError(`${path}: ${fault.message}`);
  const batch = document.toJS({ maxAliasCount: 100 }) as Partial<BatchRequest> | null;
  if (typeof batch?.batchName !== "string" || !Array.isArray(batch.operations))
    throw new UsageError(`${path} describes no batch: it needs batchName and operations`);
  return { ...batch, batchName: batch.batchName, operations: batch.operations as BatchRequest["operations"] };
}

const BATCH_STATUSES = [
  "Initiated",
  "Running",
  "Completed",
  "PartiallyCompleted",
  "Failed",
  "Cancelled",
  "Timeout",
] as const;

export const batchList = listCommand({
  name: "batch list",
  about: "batches with how far they are, newest first",
  options: { status: { short: "s", value: "status", about: "only those, such as Running" } },
  async items({ client, given, signal }, pageSize) {
    const named = given.text("status");
    const status = BATCH_STATUSES.find((one) => one.toLowerCase() === named?.toLowerCase());
    if (named !== undefined && status === undefined)
      throw new UsageError(`--status "${named}" is none of ${BATCH_STATUSES.join(", ")}`);
    return (await client()).batches.list({ signal, pageSize, ...(status === undefined ? {} : { status }) });
  },
  columns: {
    BATCH: ({ batchId }) => batchId,
    STATUS: ({ status }) => status,
    "%": ({ progress }) => progress.percentage,
    OPERATIONS: ({ totalOperations }) => totalOperations,
    STARTED: ({ batchStartTime }) => batchStartTime,
    DURATION: ({ duration }) => duration,
    NAME: ({ batchName }) => batchName,
  },
});

export const batchSchema: Command = {
  name: "batch schema",
  args: "",
  about: "the JSON schema of a batch's file, for editors",
  async run({ connection, out, signal }) {
    const response = await fetch(new URL("/openapi.json", (await connection()).url), { signal });
    if (!response.ok) throw new UsageError(`${response.url} answered ${response.status}`, "unavailable");
    const { components } = (await response.json()) as {
      readonly components: { readonly schemas: Readonly<Record<string, object>> };
    };
    const schema = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "A batch of Longhaul",
      ...components.schemas["BatchRequest"],
      // The body of a batch stands among them, too: a schedule may have one.
      $defs: components.schemas,
    };
    out.line(JSON.stringify(schema, null, 2).replaceAll("#/components/schemas/", "#/$defs/"));
    return "done";
  },
};
