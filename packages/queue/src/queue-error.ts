/**
 * - `job-lost`: the store no longer knows the job or gave it to another worker (FLUSHALL, a lock that ran out).
 *   The processor's work is unharmed; callers may ignore it.
 * - `store-unavailable`: Postgres or Redis can't be reached, or didn't answer in time.
 * - `processor-failed`: a processor rejected; `cause` is its error, and the job is failed at once.
 * - `invalid-job`: data, id or priority outside the catalog.
 * - `unexpected`: anything else; worth a look.
 */
export type QueueErrorCode = "job-lost" | "store-unavailable" | "processor-failed" | "invalid-job" | "unexpected";

/** The one error that this package throws, rejects with and reports. */
export class QueueError extends Error {
  override readonly name = "QueueError";
  readonly code: QueueErrorCode;
  readonly queueName: string | undefined;
  readonly jobId: string | undefined;

  constructor(
    code: QueueErrorCode,
    message: string,
    about: {
      readonly queueName?: string | undefined;
      readonly jobId?: string | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause });
    this.code = code;
    this.queueName = about.queueName;
    this.jobId = about.jobId;
  }
}
