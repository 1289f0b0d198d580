/** How far a message to people has come. */
export interface NotificationRecord {
  readonly kind: "email" | "slack";
  readonly status: "Pending" | "Sent" | "Failed" | "Skipped";
  readonly attempts: number;
  readonly lastError: string | null;
  readonly sentAt: Date | null;
}
