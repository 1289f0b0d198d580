import { expect, it } from "vitest";
import { deliveryHeaders } from "./delivery-headers.ts";

it("sends the customer's headers, but none that are reserved or hop-by-hop", () => {
  const own = {
    "X-Source": "a",
    Authorization: "Bearer b",
    "Webhook-Id": "forged",
    "WEBHOOK-SIGNATURE": "forged",
    "X-Signature": "forged",
    "X-Signature-Previous": "forged",
    "Content-Type": "text/plain",
    "Content-Length": "1",
    Host: "internal",
    Connection: "close",
    "Keep-Alive": "timeout=9",
    TE: "trailers",
    Trailer: "x",
    "Transfer-Encoding": "chunked",
    Upgrade: "h2c",
    Expect: "100-continue",
    "Proxy-Authorization": "Basic x",
    "User-Agent": "forged",
  };
  expect(deliveryHeaders(own, { "webhook-id": "evt-1", "x-signature": "sha256=0" })).toEqual({
    "x-source": "a",
    authorization: "Bearer b",
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Longhaul-Webhooks/1.0",
    "webhook-id": "evt-1",
    "x-signature": "sha256=0",
  });
});
