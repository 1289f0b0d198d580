import { IS_NO_MESSAGE } from "../notification-record.ts";

/** Whose deliveries are meant: a webhook's, or those of an operation's or a batch's callbacks. */
export type DeliveryOwner =
  | { readonly kind: "webhook"; readonly id: string }
  | { readonly kind: "operation"; readonly id: string }
  | { readonly kind: "batch"; readonly id: string };

/** The condition on `deliveries d`, with the owner's id as `$1`; each kind has an index of its own. */
export const OWNED_BY: Readonly<Record<DeliveryOwner["kind"], string>> = {
  webhook: "d.webhook_id = $1",
  operation: `d.operation_id = $1 AND d.webhook_id IS NULL AND d.${IS_NO_MESSAGE}`,
  batch: "d.batch_id = $1 AND d.webhook_id IS NULL",
};
