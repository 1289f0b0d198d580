import type { RetryAccepted } from "@longhaul/sdk";
import type { Command } from "../command.ts";
import { list } from "../terminal/table.ts";
import { WAIT_OPTIONS, watchToTheEnd } from "../watch-to-the-end.ts";

export const retry: Command = {
  name: "retry",
  args: "<id>",
  about: "run what failed again, from the phase that failed",
  options: {
    "dry-run": { about: "tell what would be kept and run again; start nothing" },
    restart: { about: "begin at the first phase" },
    cascade: { about: "in a batch: take its place, and revive what depended on it" },
    reason: { value: "text", about: "why, for those who see it later" },
    ...WAIT_OPTIONS,
  },
  async run(context) {
    const { given, out, signal } = context;
    const client = await context.client();
    const operation = client.operations.resume(given.arg(0));
    const reason = given.text("reason");
    const how = {
      signal,
      retryMode: given.flag("restart") ? ("restart" as const) : ("resume" as const),
      ...(reason === undefined ? {} : { retryReason: reason }),
    };
    if (given.flag("dry-run")) {
      const plan = await operation.planRetry(how);
      out.result(plan, () => linesOf(plan));
      return "done";
    }
    const again = await operation.retry({ ...how, cascade: given.flag("cascade") });
    out.note(`${again.id}  retry of ${operation.id}`);
    if (!given.flag("detach")) return watchToTheEnd(context, client, again);
    out.result({ operationId: again.id, originalOperationId: operation.id }, () => [again.id]);
    return "done";
  },
};

function linesOf({ retryNumber, resumeFromPhase, preservedResults, estimatedDuration }: RetryAccepted): string[] {
  return list([
    ["retry", `number ${retryNumber}; nothing was started`],
    ["begins with", resumeFromPhase],
    ["kept", `${preservedResults.phasesPreserved} phases, ${preservedResults.progressSaved} % of the work`],
    ["expected", estimatedDuration],
  ]);
}
