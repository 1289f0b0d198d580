import type { LonghaulError } from "@longhaul/sdk";

/** What the exit code says to scripts; the README has the same table. */
export const EXIT_CODES = {
  done: [0, "done; of what was waited for: it completed"],
  fault: [1, "a fault that has no code of its own"],
  usage: [2, "the command line is wrong"],
  access: [3, "no profile, or the token doesn't permit it (401, 403)"],
  notFound: [4, "there is no such thing (404, 410)"],
  refused: [5, "the request was refused (400, 409, 413, 422, …), or a file could not be read as a log"],
  unavailable: [6, "no answer, or none now (429, 5xx); the same command may do later"],
  failed: [10, "it was waited for and failed"],
  cancelled: [11, "it was waited for and was cancelled"],
  timeout: [12, "it was waited for and ran out of time"],
  partial: [13, "a batch was waited for and completed in part"],
  interrupted: [130, "Ctrl-C; what was started goes on"],
} as const satisfies Readonly<Record<string, readonly [code: number, meaning: string]>>;

export type Exit = keyof typeof EXIT_CODES;

/** The exit that tells how an operation or a batch ended. */
export function exitOf(status: string): Exit {
  switch (status) {
    case "Completed":
      return "done";
    case "Cancelled":
      return "cancelled";
    case "Timeout":
      return "timeout";
    case "PartiallyCompleted":
      return "partial";
    default:
      return "failed";
  }
}

/** The exit that tells what kind of fault an answer was. */
export function exitOfError({ status }: LonghaulError): Exit {
  if (status === 0 || status === 429 || status >= 500) return "unavailable";
  if (status === 401 || status === 403) return "access";
  if (status === 404 || status === 410) return "notFound";
  return "refused";
}
