import type { OperationStatus } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { ClaimedDelivery } from "../deliveries/claim-deliveries.ts";
import type { Cancellation, OperationError } from "../operations/operation-record.ts";

/** The receivers in Slack. */
export interface SlackTarget {
  readonly channel: string;
  readonly mentionUsers?: readonly string[];
}

/** Addresses, or a channel. */
export type MessageTarget =
  | { readonly kind: "email"; readonly target: readonly string[] }
  | { readonly kind: "slack"; readonly target: SlackTarget };

/** What a message to people says of its operation's end, and to whom. */
export type Message = MessageTarget & {
  readonly operationId: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly operationName: string;
  readonly operationType: string;
  readonly operationStatus: OperationStatus;
  readonly startedAt: Date | null;
  readonly endedAt: Date;
  readonly error: OperationError | null;
  readonly cancellation: Cancellation | null;
};

/** Whether a delivery is a message to people: it says where its text comes from, which isn't the event's body. */
export const isMessage = ({ destination }: Pick<ClaimedDelivery, "destination">): boolean =>
  destination === "email" || destination === "slack";

/** The message that a claimed delivery is; null when its operation is gone. */
export async function findMessage(sql: Sql, claim: Pick<ClaimedDelivery, "id" | "epoch">): Promise<Message | null> {
  const { rows } = await sql.query<Message>(
    {
      name: "find-message",
      text: `SELECT d.destination AS kind, d.target, d.operation_id AS "operationId", d.tenant_id AS "tenantId", d.project_id AS "projectId",
  o.name AS "operationName", o.type AS "operationType", o.status AS "operationStatus", o.started_at AS "startedAt",
  o.ended_at AS "endedAt", o.error, o.cancellation
FROM deliveries d JOIN operations o ON o.id = d.operation_id WHERE d.id = $1 AND d.epoch = $2 AND d.target IS NOT NULL`,
    },
    [claim.id, claim.epoch],
  );
  return rows[0] ?? null;
}
