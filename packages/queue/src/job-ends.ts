import { UnrecoverableError } from "bullmq";
import { shownText } from "./shown-text.ts";

/** Thrown by a processor: the job goes back to sleep and runs again later. */
export class PostponeJob extends Error {
  override readonly name = "PostponeJob";
  readonly delayMs: number;

  constructor(delayMs: number) {
    super(`again in ${delayMs} ms`);
    this.delayMs = delayMs;
  }
}

/** Thrown by a processor: the job fails for good, as it should; the reason is shown, and nobody needs to be told. */
export class RefuseJob extends UnrecoverableError {
  override readonly name = "RefuseJob";
  /** Where in our code it was thrown says nothing about the job. */
  override readonly stack = "";

  constructor(reason: string) {
    super(shownText(reason, maxReasonLength));
  }
}

/** Thrown by a processor: the job is removed, since another stands for its work. */
export class ForgetJob extends Error {
  override readonly name = "ForgetJob";
}

const maxReasonLength = 2_000;
const maxStackLength = 4_000;

/** An error as the store can keep it as the job's failure. */
export function shownError(error: unknown): Error {
  if (error instanceof RefuseJob) return error;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const shown = new Error(shownText(message, maxReasonLength), { cause: error });
  shown.stack = shownText(stack ?? "", maxStackLength);
  return shown;
}
