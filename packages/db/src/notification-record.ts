/** How far a message to people has come. */
export interface NotificationRecord {
  readonly kind: "email" | "slack";
  readonly status: "Pending" | "Sent" | "Failed" | "Skipped";
  readonly attempts: number;
  readonly lastError: string | null;
  readonly sentAt: Date | null;
}

/** SQL condition of a delivery that is a message to people, where the planner knows the indexes of messages by it. */
export const IS_MESSAGE = "target IS NOT NULL";
/** Of all others: to webhooks and callbacks. */
export const IS_NO_MESSAGE = "target IS NULL";

/** SQL of a message's status. */
export const MESSAGE_STATUS = "CASE status WHEN 'Delivered' THEN 'Sent' WHEN 'InFlight' THEN 'Pending' ELSE status END";
/** SQL of the number of attempts that counted: the others raised the most that there may be. */
export const MESSAGE_ATTEMPTS = "attempts_of(message_policy()) + attempts - max_attempts";
