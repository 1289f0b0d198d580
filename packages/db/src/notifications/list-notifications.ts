import type { Sql } from "../client.ts";

/** How far a message to people has come. */
export interface NotificationRecord {
  readonly kind: "email" | "slack";
  readonly status: "Pending" | "Sent" | "Failed" | "Skipped";
  readonly attempts: number;
  readonly lastError: string | null;
  readonly sentAt: Date | null;
}

const STATEMENT = {
  name: "list-notifications",
  text: `SELECT kind, status, attempts, last_error AS "lastError", sent_at AS "sentAt"
FROM notifications WHERE operation_id = $1 ORDER BY kind`,
};

/** The messages about an operation's end; none before it ended. The caller has checked whose operation it is. */
export async function listNotifications(sql: Sql, operationId: string): Promise<NotificationRecord[]> {
  return (await sql.query<NotificationRecord & Record<string, unknown>>(STATEMENT, [operationId])).rows;
}
