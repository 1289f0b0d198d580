import { createSecretBox, rotateWebhookSecret } from "@longhaul/db";
import { startHttpReceiver } from "@longhaul/testing";
import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { SECRET, SECRETS_KEY, useWorker } from "../test/use-worker.ts";

const test = useWorker();

it("signs with every secret that was replaced within a day, however often it was and the request was repeated", async () => {
  const receiver = await startHttpReceiver();
  receiver.answerAll({ kind: "respond", status: 200 });
  const webhookId = await test.register(receiver.url);
  const box = createSecretBox([Buffer.from(SECRETS_KEY, "base64")]);
  const secrets = ["the second secret", "the third secret"];
  for (const secret of [...secrets, ...secrets.slice(-1)]) {
    await rotateWebhookSecret(test.db(), test.scope, webhookId, {
      secret: box.seal(secret, webhookId),
      overlapSec: 86_400,
    });
  }
  await test.start();
  await test.startOperation();
  await test.ended(webhookId);
  const [request] = receiver.requests;
  const headers = request?.headers as Record<string, string>;
  expect(headers["webhook-signature"]?.split(" ")).toHaveLength(3);
  for (const secret of [SECRET, ...secrets]) {
    expect(new Webhook(secret, { format: "raw" }).verify(request?.body ?? "", headers)).toMatchObject({
      type: "operation.started",
    });
  }
});
