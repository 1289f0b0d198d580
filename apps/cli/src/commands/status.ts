import type { Batch, OperationStatus } from "@longhaul/sdk";
import { exitOf } from "../exit-codes.ts";
import type { Command } from "../command.ts";
import { followBatch } from "../terminal/follow.ts";
import { list, table } from "../terminal/table.ts";
import { WAIT_OPTIONS, watchToTheEnd } from "../watch-to-the-end.ts";

const isBatch = (id: string): boolean => id.startsWith("batch-");

export const status: Command = {
  name: "status",
  args: "<id>",
  about: "how an operation or a batch stands",
  async run({ client, given, out, signal }) {
    const id = given.arg(0);
    if (isBatch(id)) {
      const batch = await (await client()).batches.resume(id).status({ signal });
      out.result(batch, () => linesOfBatch(batch));
      return "done";
    }
    const operation = await (await client()).operations.resume(id).status({ signal });
    out.result(operation, () => linesOf(operation));
    return "done";
  },
};

export const watch: Command = {
  name: "watch",
  args: "<id>",
  about: "follow an operation or a batch that was started before",
  options: { save: WAIT_OPTIONS.save },
  async run(context) {
    const { given, out, signal } = context;
    const client = await context.client();
    const id = given.arg(0);
    if (!isBatch(id)) return watchToTheEnd(context, client, client.operations.resume(id));
    const batch = await followBatch(client.batches.resume(id).statuses({ signal }), out);
    out.result(batch, () => linesOfBatch(batch));
    return exitOf(batch.status);
  },
};

export const why: Command = {
  name: "why",
  args: "<id>",
  about: "why an operation waits, or why it failed",
  async run({ client, given, out, signal }) {
    const operation = await (await client()).operations.resume(given.arg(0)).status({ signal });
    out.result(
      {
        status: operation.status,
        waitingFor: operation.waitingFor,
        error: operation.error,
        warnings: operation.warnings,
      },
      () => reasonsOf(operation),
    );
    return "done";
  },
};

function reasonsOf({
  operationId,
  status: state,
  waitingFor,
  error,
  warnings = [],
  progress,
}: OperationStatus): string[] {
  const facts = list([
    ["status", state],
    ["waits for", waitingFor?.reason],
    ["because", waitingFor?.detail],
    [
      "position",
      waitingFor?.position === undefined
        ? undefined
        : `${waitingFor.position}${waitingFor.isAtLeast === true ? " or later" : ""}`,
    ],
    ["expected start", waitingFor?.expectedStart],
    ["error", error?.code],
    ["phase", error?.phase ?? (state === "Running" ? progress.currentPhase : undefined)],
    ["message", error?.message],
    ...warnings.map(({ message }) => ["warning", message] as const),
  ]);
  return error === undefined
    ? facts
    : [
        ...facts,
        "",
        `\`longhaul logs ${operationId}\` tells more, \`longhaul retry ${operationId} --dry-run\` what a retry would keep.`,
      ];
}

function linesOf(operation: OperationStatus): string[] {
  const { progress, waitingFor, error } = operation;
  return [
    ...list([
      ["operation", operation.operationId],
      ["name", operation.operationName],
      ["type", operation.operationType],
      ["status", `${operation.status}, ${progress.percentage} %`],
      ["waits for", waitingFor?.detail],
      ["started", progress.startTime],
      ["elapsed", progress.elapsedTime],
      ["remaining", progress.estimatedRemaining],
      ...(operation.datasets ?? []).map(
        ({ datasetId, datasetVersion }) => ["dataset", `${datasetId}, version ${datasetVersion}`] as const,
      ),
      ["submitted by", operation.submittedBy],
      ["worker", operation.execution?.workerNode],
      ["error", error === undefined ? undefined : `${error.code}: ${error.message}`],
    ]),
    "",
    ...table(
      ["PHASE", "STATUS", "%", "DURATION", "NOW"],
      operation.phases.map((phase) => [
        phase.phaseName,
        phase.status,
        phase.progress,
        phase.duration,
        phase.status === "Running" ? phase.currentActivity : undefined,
      ]),
    ),
  ];
}

export function linesOfBatch(batch: Batch): string[] {
  return [
    ...list([
      ["batch", batch.batchId],
      ["name", batch.batchName],
      ["status", `${batch.status}${batch.progress === undefined ? "" : `, ${batch.progress.percentage} %`}`],
      ["duration", batch.duration],
    ]),
    "",
    ...table(
      ["KEY", "STATUS", "%", "DURATION", "OPERATION", "REASON"],
      batch.operations.map((one) => [
        one.operationKey,
        one.status,
        one.progress,
        one.duration,
        one.operationId,
        one.reason ?? one.error?.message,
      ]),
    ),
  ];
}
