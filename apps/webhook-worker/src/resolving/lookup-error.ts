/**
 * Why a look-up gave no addresses: `none`: the name has none; `timeout`: no server answered in time; `failed`: the servers
 * reported an error.
 */
export type LookupFailure = "none" | "timeout" | "failed";

/** A look-up gave no addresses. The message is for the operator. */
export class LookupError extends Error {
  readonly code = "ERR_LOOKUP";
  readonly failure: LookupFailure;

  constructor(failure: LookupFailure, message: string) {
    super(message);
    this.name = "LookupError";
    this.failure = failure;
  }
}
