import { ImportFailed, LonghaulError, OperationEnded } from "@longhaul/sdk";
import { UsageError, type Command } from "./command.ts";
import { exitOf, exitOfError, type Exit } from "./exit-codes.ts";

/** The message of a fault for the user: what happened, the request's id, what to do. */
export function describeFault(
  err: unknown,
  command: Command | undefined,
  isInterrupted: boolean,
): { readonly exit: Exit; readonly text: string } {
  if (isInterrupted) return { exit: "interrupted", text: "Interrupted." };
  if (err instanceof UsageError) {
    const help =
      err.exit === "usage" && command !== undefined ? `\n\`longhaul ${command.name} --help\` tells how.` : "";
    return { exit: err.exit, text: `longhaul: ${err.message}${help}` };
  }
  if (err instanceof OperationEnded)
    return {
      exit: exitOf(err.operation.status),
      text: `longhaul: ${err.message}\n\`longhaul logs ${err.operation.operationId}\` may say more.`,
    };
  if (err instanceof ImportFailed) return { exit: "refused", text: `longhaul: ${err.message}` };
  if (err instanceof LonghaulError) {
    const exit = exitOfError(err);
    const id = err.requestId === undefined ? "" : `\nrequest ${err.requestId}`;
    return { exit, text: `longhaul: ${err.message}${remedyOf(err, exit)}${id}` };
  }
  if (
    err instanceof Error &&
    "code" in err &&
    (err.code === "ENOENT" || err.code === "EACCES" || err.code === "EISDIR")
  )
    return { exit: "usage", text: `longhaul: ${err.message}` };
  return { exit: "fault", text: `longhaul: ${err instanceof Error ? (err.stack ?? err.message) : String(err)}` };
}

function remedyOf({ status, code }: LonghaulError, exit: Exit): string {
  if (code === "no_answer") return "\nIs the service running, and is the URL right? `longhaul ping` tries it.";
  if (status === 401) return "\nThe token is wrong or has expired: `longhaul login`, or start again for a new one.";
  if (status === 403) return "\nThe token doesn't permit this; `longhaul ping` shows what it permits.";
  if (status === 404) return "\nIs it in this project? `longhaul ping` shows which one is asked.";
  if (exit === "unavailable") return "\nTry again later.";
  return "";
}
