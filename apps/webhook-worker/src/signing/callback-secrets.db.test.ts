import { callbackSecretContext, createSecretBox, failOperation, setCallbackSecret } from "@longhaul/db";
import { startHttpReceiver, waitFor } from "@longhaul/testing";
import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { SECRETS_KEY, useWorker } from "../test/use-worker.ts";

const test = useWorker();

it("signs callbacks with the secret that the project was given, while it runs, and with the one before", async () => {
  const receiver = await startHttpReceiver();
  receiver.answerAll({ kind: "respond", status: 200 });
  const box = createSecretBox([Buffer.from(SECRETS_KEY, "base64")]);
  const give = (secret: string) =>
    setCallbackSecret(test.db(), test.scope, {
      secret: box.seal(secret, callbackSecretContext(test.scope)),
      changedBy: "ann",
      overlapSec: 60,
    });
  const callBack = async (): Promise<{ headers: Record<string, string>; body: Buffer }> => {
    const count = receiver.requests.length;
    const { operationId, epoch } = await test.startOperation({ onError: `${receiver.url}/failed` });
    await failOperation(test.db(), { operationId, epoch, error: { code: "trial", message: "told to" } });
    await waitFor(() => receiver.requests.length > count, { what: "the callback" });
    const request = receiver.requests[count];
    if (request === undefined) throw new Error("no callback");
    return { headers: request.headers as Record<string, string>, body: request.body };
  };
  const isSignedWith = ({ headers, body }: Awaited<ReturnType<typeof callBack>>, secret: string): boolean => {
    try {
      new Webhook(secret, { format: "raw" }).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  };

  await test.start();
  const without = await callBack();
  expect([without.headers["webhook-signature"], without.headers["x-signature"]]).toEqual([
    expect.stringMatching(/^v1a,\S+$/),
    undefined,
  ]);

  await give("the first secret");
  await waitFor(async () => isSignedWith(await callBack(), "the first secret"), { what: "the first secret" });
  await give("the second secret");
  await waitFor(async () => isSignedWith(await callBack(), "the second secret"), { what: "the second secret" });
  const both = await callBack();
  expect(isSignedWith(both, "the first secret")).toBe(true);
  expect(both.headers["webhook-signature"]).toContain("v1a,");
});
