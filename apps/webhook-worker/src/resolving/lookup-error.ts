/**
 * Why a name has given no addresses: `none` it has none; `timeout` nobody answered in time; `failed` the name servers
 * couldn't tell.
 */
export type LookupFailure = "none" | "timeout" | "failed";

/** A name gave no addresses. The message is for the operator. */
export class LookupError extends Error {
  readonly code = "ERR_LOOKUP";
  readonly failure: LookupFailure;

  constructor(failure: LookupFailure, message: string) {
    super(message);
    this.name = "LookupError";
    this.failure = failure;
  }
}
