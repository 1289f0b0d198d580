/** Names that a customer's headers can't take: ours, those of the message, and hop-by-hop ones (RFC 9110, 7.6.1). */
const RESERVED =
  /^(webhook-.*|x-signature.*|content-.*|host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|proxy-.*|user-agent)$/i;

/** Headers of one attempt: the customer's own, but for reserved ones, then ours. */
export function deliveryHeaders(
  own: Readonly<Record<string, string>>,
  ours: Readonly<Record<string, string>>,
): Record<string, string> {
  const allowed = Object.entries(own).filter(([name]) => !RESERVED.test(name));
  return {
    ...Object.fromEntries(allowed.map(([name, value]) => [name.toLowerCase(), value])),
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Longhaul-Webhooks/1.0",
    ...ours,
  };
}
