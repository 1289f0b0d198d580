import { startHttpReceiver } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useWorker } from "../test/use-worker.ts";

const test = useWorker();

it("an attempt whose answer the ledger refuses is kept without it: the delivery goes on, and others don't notice", async () => {
  await test.db().query("ALTER TABLE delivery_attempts ADD CONSTRAINT no_teapot CHECK (status_code <> 418)");
  const [odd, plain] = [await startHttpReceiver(), await startHttpReceiver()];
  odd.answerNext({ kind: "respond", status: 418, body: "short and stout" });
  odd.answerAll({ kind: "respond", status: 200 });
  plain.answerAll({ kind: "respond", status: 200 });
  await test.start();
  const [oddId, plainId] = [await test.register(odd.url), await test.register(plain.url)];
  await test.startOperation();
  const delivery = await test.ended(oddId);
  expect(delivery).toMatchObject({ status: "Delivered", attemptsMade: 2 });
  expect(delivery.attempts.map(({ statusCode, error }) => [statusCode, error])).toEqual([
    [null, "what came of the attempt could not be kept"],
    [200, null],
  ]);
  expect(await test.ended(plainId)).toMatchObject({ status: "Delivered", attemptsMade: 1 });
});
