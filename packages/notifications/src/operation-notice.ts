/** The content of a notification about the end of an operation. */
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
  /** The phase that failed or was cancelled. */
  readonly phase: string | null;
  /** Link to its results, or to its status; null when the API's public URL isn't known. */
  readonly url: string | null;
}

export type EndStatus = "Completed" | "Failed" | "Cancelled" | "Timeout";

/** Result of one attempt to send. The client reads `error`: it holds no server address and no credentials. */
export type SendOutcome =
  /** `note`: a fault that didn't stop the message. */
  | { readonly kind: "sent"; readonly note?: string }
  | {
      readonly kind: "retry";
      readonly error: string;
      /** The pause that the server requested. */
      readonly retryAfterMs?: number;
      /** The server works; it got too many messages. */
      readonly isRateLimit?: boolean;
      /** Addresses that haven't got the message yet; absent when none has. */
      readonly remaining?: readonly string[];
    }
  /** The server will never accept the message. */
  | { readonly kind: "rejected"; readonly error: string };
