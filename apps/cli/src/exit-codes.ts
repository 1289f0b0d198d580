import type { LonghaulError } from "@longhaul/sdk";

/** Exit codes and their meanings; a test compares them with the table of the README. */
export const EXIT_CODES = {
  done: [0, "done; if the command waits: it completed"],
  fault: [1, "any other fault"],
  usage: [2, "the command line is wrong"],
  access: [3, "no profile, or the token doesn't permit it (401, 403)"],
  notFound: [4, "there is no such thing (404, 410)"],
  refused: [5, "the request was refused (400, 409, 413, 422, …), or a file could not be read as a log"],
  unavailable: [6, "no answer, or not now (429, 5xx); the same command may work later"],
  failed: [10, "the command waited, and the operation failed"],
  cancelled: [11, "the command waited, and the operation was cancelled"],
  timeout: [12, "the command waited, and the operation ran out of time"],
  partial: [13, "the command waited, and the batch completed in part"],
  interrupted: [130, "Ctrl-C; the operation goes on"],
} as const satisfies Readonly<Record<string, readonly [code: number, meaning: string]>>;

export type Exit = keyof typeof EXIT_CODES;

/** The exit for the end of an operation or a batch. */
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

/** The exit for an error of the API. */
export function exitOfError({ status }: LonghaulError): Exit {
  if (status === 0 || status === 429 || status >= 500) return "unavailable";
  if (status === 401 || status === 403) return "access";
  if (status === 404 || status === 410) return "notFound";
  return "refused";
}
