/** Ours, those of the message itself, and hop-by-hop ones (RFC 9110, 7.6.1). */
const RESERVED =
  /^(webhook-.*|x-signature.*|content-.*|host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|proxy-.*|user-agent)$/i;

/** Whether a header of a webhook delivery can't be set by the customer. */
export const isReservedHeader = (name: string): boolean => RESERVED.test(name);
