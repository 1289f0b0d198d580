import { createPublicKey, randomUUID, verify } from "node:crypto";
import { createBatch, deriveProjectKey, failOperation } from "@longhaul/db";
import { claimOperation, spawnApp, startHttpReceiver, trialWork, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { SECRETS_KEY, useWorker } from "./test/use-worker.ts";

const test = useWorker();

it("tells a batch's callbacks of its start, of each operation's end, and of its own end, signed with the project's key", async () => {
  const receiver = await startHttpReceiver();
  receiver.answerAll({ kind: "respond", status: 200 });
  const batchId = `batch-${randomUUID()}`;
  const [first, second] = [`op-${randomUUID()}`, `op-${randomUUID()}`];
  const operation = {
    ...trialWork,
  };
  const db = test.db();
  await db.withTransaction((tx) =>
    createBatch(tx, {
      id: batchId,
      ...test.scope,
      name: "Monthly",
      failurePolicy: { stopOnFirstFailure: false, continueIndependentOperations: true, retryFailedOperations: false },
      callbacks: {
        onBatchStart: `${receiver.url}/start`,
        onOperationComplete: `${receiver.url}/operation`,
        onBatchComplete: `${receiver.url}/complete`,
      },
      createdBy: "test",
      operations: [
        { ...operation, id: first, operationKey: "a", position: 0, dependsOn: [] },
        { ...operation, id: second, operationKey: "b", position: 1, dependsOn: [first] },
      ],
    }),
  );
  const claimed = await claimOperation(db, {
    operationId: first,
    executionId: "exec-1",
    workerNode: "w",
    leaseMs: 60_000,
  });
  const epoch = claimed?.operation.epoch ?? 0;
  await failOperation(db, { operationId: first, epoch, error: { code: "trial", message: "told to" } });
  await test.start();
  await waitFor(() => receiver.requests.length === 4, { what: "four callbacks" });

  const key = createPublicKey(deriveProjectKey(Buffer.from(SECRETS_KEY, "base64"), test.scope));
  const told = receiver.requests.map(({ path, headers, body }) => {
    const signed = Buffer.concat([
      Buffer.from(`${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.`),
      body,
    ]);
    const signature = Buffer.from(String(headers["webhook-signature"]).replace("v1a,", ""), "base64");
    expect(verify(null, signed, key, signature)).toBe(true);
    const { type, data } = JSON.parse(body.toString("utf8")) as { type: string; data: Record<string, string> };
    return `${path} ${type} ${data["operationKey"] ?? data["status"]}`;
  });
  expect(told.toSorted()).toEqual([
    "/complete batch.completed Failed",
    "/operation operation.cancelled b",
    "/operation operation.failed a",
    "/start batch.started Running",
  ]);
});

it("says in its log that it disabled a webhook, and why", async () => {
  const receiver = await startHttpReceiver();
  receiver.answerAll({ kind: "respond", status: 410 });
  const worker = await spawnApp(
    new URL("main.ts", import.meta.url),
    test.env({ LOG_LEVEL: "warn", LOG_FORMAT: "json" }),
  );
  const webhookId = await test.register(receiver.url);
  await test.startOperation();
  await test.ended(webhookId);
  await waitFor(() => worker.output().includes("webhook disabled"), { what: "the line" });
  const line =
    worker
      .output()
      .split("\n")
      .find((text) => text.includes("webhook disabled")) ?? "{}";
  expect(JSON.parse(line)).toMatchObject({ level: "warn", webhookId, reason: "Gone: the endpoint answered 410" });
  await worker.kill();
});
