import type { Command } from "../command.ts";
import { list } from "../terminal/table.ts";

export const cancel: Command = {
  name: "cancel",
  args: "<id>",
  about: "cancel an operation, a batch, or the import of a dataset",
  options: {
    reason: { value: "text", about: "why, for those who see it later" },
    force: { about: "stop its processes now, without the 10 seconds they have to end" },
    purge: { about: "don't keep what it had done by then" },
  },
  async run({ client, given, out, signal }) {
    const reason = given.text("reason");
    const how = {
      signal,
      forceTermination: given.flag("force"),
      preservePartialResults: !given.flag("purge"),
      ...(reason === undefined ? {} : { reason }),
    };
    const id = given.arg(0);
    if (id.startsWith("batch-")) {
      const answer = await (await client()).batches.resume(id).cancel(how);
      out.result(answer, () => [
        `${id} ${answer.status}: ${answer.operationsCancelled} cancelled, ${answer.operationsCompleted} had completed.`,
      ]);
      return "done";
    }
    if (!id.startsWith("op-")) {
      const answer = await (
        await client()
      ).datasets.cancel(id, { signal, ...(reason === undefined ? {} : { reason }) });
      out.result(answer, () => [`${id} ${answer.status}: version ${answer.version} of ${answer.name}.`]);
      return "done";
    }
    const answer = await (await client()).operations.resume(id).cancel(how);
    out.result(answer, () =>
      list([
        ["status", answer.status],
        [
          "at",
          `${answer.progressAtCancellation} %${answer.phaseAtCancellation === undefined ? "" : `, ${answer.phaseAtCancellation}`}`,
        ],
        [
          "partial results",
          answer.partialResults.available
            ? `${answer.partialResults.completedPhases} phases: longhaul results ${id}`
            : "none",
        ],
      ]),
    );
    return "done";
  },
};
