import { isReservedHeader } from "@longhaul/contracts";

/** Headers of one attempt: the customer's own, but for reserved ones, then ours. */
export function deliveryHeaders(
  own: Readonly<Record<string, string>>,
  ours: Readonly<Record<string, string>>,
): Record<string, string> {
  const allowed = Object.entries(own).filter(([name]) => !isReservedHeader(name));
  return {
    ...Object.fromEntries(allowed.map(([name, value]) => [name.toLowerCase(), value])),
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Longhaul-Webhooks/1.0",
    ...ours,
  };
}
