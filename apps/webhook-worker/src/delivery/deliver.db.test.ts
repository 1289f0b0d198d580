import { startHttpReceiver } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useDeliveries } from "../test/use-deliveries.ts";

const bench = useDeliveries();

it("delivers the event's text as it is stored, with the customer's headers and ours", async () => {
  const receiver = await startHttpReceiver();
  const secret = "your-webhook-secret-key";
  const id = await bench.addWebhook({
    url: `${receiver.url}/hook?x=1`,
    secret,
    headers: { "X-Source": "mindzie-api", "Content-Type": "text/html", "Webhook-Id": "mine" },
  });
  await bench.startWorker();
  await bench.startOperation();
  await bench.settled(`webhook:${id}`);
  const [request] = receiver.requests;
  const { rows } = await bench
    .db()
    .query<{ id: string; body: string }>("SELECT id, body FROM events WHERE type = 'operation.started'");
  expect(request?.body.toString("utf8")).toBe(rows[0]?.body);
  expect(request?.path).toBe("/hook?x=1");
  expect(request?.headers).toMatchObject({
    "x-source": "mindzie-api",
    "content-type": "application/json; charset=utf-8",
    "webhook-id": rows[0]?.id,
    "webhook-event": "operation.started",
  });
});
