// Receives webhooks with Express: npm install express @longhaul/sdk
import { verifyWebhook, WebhookVerificationError } from "@longhaul/sdk";
import express from "express";

const app = express();

// The body as it came: a JSON parser before it would change the bytes that were signed.
app.post("/webhooks/longhaul", express.raw({ type: "application/json" }), (req, res) => {
  try {
    const event = verifyWebhook(req.headers, req.body, process.env.WEBHOOK_SECRET);
    res.sendStatus(204); // Answer first, work later: an attempt has 15 seconds.
    console.log(event.type, event.data.operationId);
  } catch (err) {
    if (!(err instanceof WebhookVerificationError)) throw err;
    res.status(400).send(err.reason);
  }
});

const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  console.log(`listening on ${server.address().port}`);
});
