/** How a delivery's status looks, as one of the badges of operations. */
export const DELIVERY_BADGES = {
  Pending: "initiated",
  InFlight: "running",
  Delivered: "completed",
  Failed: "failed",
  Superseded: "skipped",
} as const;
