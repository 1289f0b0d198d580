/** What people are told about the end of an operation. */
export interface OperationNotice {
  readonly operationId: string;
  readonly operationName: string;
  readonly operationType: string;
  readonly status: EndStatus;
  readonly startedAt: Date | null;
  readonly endedAt: Date;
  /** In words, such as `2 minutes 5 seconds`; null when it never started. */
  readonly duration: string | null;
  /** Why it failed, or was cancelled. */
  readonly reason: string | null;
  /** The phase that failed, or that was cancelled in. */
  readonly phase: string | null;
  /** Where its results are, or its status; null when the address of the API isn't known. */
  readonly url: string | null;
}

export type EndStatus = "Completed" | "Failed" | "Cancelled" | "Timeout";

/** What came of one attempt to send. Errors are words for the client: no address of a server, no credentials. */
export type SendOutcome =
  /** `note`: what went wrong all the same. */
  | { readonly kind: "sent"; readonly note?: string }
  | {
      readonly kind: "retry";
      readonly error: string;
      /** What the server asked for. */
      readonly retryAfterMs?: number;
      /** The server is fine, there were only too many messages. */
      readonly isRateLimit?: boolean;
      /** Addresses that haven't got it yet, if not all. */
      readonly remaining?: readonly string[];
    }
  /** It will never be taken. */
  | { readonly kind: "rejected"; readonly error: string };
