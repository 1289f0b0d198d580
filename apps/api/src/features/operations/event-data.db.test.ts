import { operationEventSchema, operationStatusSchema } from "@longhaul/contracts";
import { completeOperation, failOperation, recordProgress, timeoutOperations } from "@longhaul/db";
import { startPhase } from "@longhaul/testing";
import type Joi from "joi";
import { describe, expect, it } from "vitest";
import { claim, runPhase, start } from "../../test/drive-operation.ts";
import { useApi, type Answer } from "../../test/use-api.ts";

const api = useApi();

type Json = Readonly<Record<string, unknown>>;
interface EventBody {
  readonly type: string;
  readonly data: Json & { readonly progress: Json };
}

const keysOf = (schema: Joi.Schema): string[] => Object.keys(schema.describe().keys as Json);
/** What an event may say: all that the contract names, and nothing else. */
const strictly = (type: string): Joi.ObjectSchema => {
  const schema = operationEventSchema([type]);
  return schema.keys({ data: (schema.extract("data") as Joi.ObjectSchema).unknown(false) });
};
/** Keys that an event and a status answer both have. */
const SHARED = keysOf(operationStatusSchema)
  .filter((key) => keysOf(operationEventSchema([]).extract("data")).includes(key))
  .filter((key) => key !== "progress");

/** The newest event of an operation, and its status at the same time. */
async function look(
  operationId: string,
): Promise<{ readonly event: EventBody; readonly status: Json & { progress: Json } }> {
  const { rows } = await api
    .ctx()
    .fleetDb.query<{ body: string }>("SELECT body FROM events WHERE operation_id = $1 ORDER BY sequence DESC LIMIT 1", [
      operationId,
    ]);
  const { body } = await api.call(`/async/operation/${operationId}`);
  return { event: JSON.parse(rows[0]?.body ?? "null") as EventBody, status: body as Json & { progress: Json } };
}

/** Holds an operation's newest event against the contract and against its status. @returns the event's type */
async function judge(operationId: string): Promise<string> {
  const { event, status } = await look(operationId);
  const { data } = event;
  expect(strictly(event.type).validate(event, { convert: false, abortEarly: false }).error?.message).toBeUndefined();
  for (const key of SHARED) expect([event.type, key, data[key]]).toEqual([event.type, key, status[key]]);
  for (const [key, value] of Object.entries(data.progress)) expect([key, value]).toEqual([key, status.progress[key]]);
  expect(data["startTime"]).toBe(status.progress["startTime"]);
  return event.type;
}

const idOf = ({ body }: Answer): string => String(body["operationId"]);
const fleetDb = () => api.ctx().fleetDb;

const STEPS = ["operation.started", "operation.progress", "operation.phase.completed", "operation.completed"];

/** Events that go to somebody are made in another way than those that go to nobody. */
describe.each([
  ["nobody", []],
  ["a webhook", [STEPS]],
])("an event that %s gets", (_, webhooks) => {
  it("says of an operation what its status says, in the contract's words, from its start to its completion", async () => {
    for (const events of webhooks) {
      const webhook = { webhookUrl: "https://example.com/hook", webhookName: "w", events };
      const json = { ...webhook, authentication: { type: "ed25519" } };
      expect((await api.call("/async/webhooks", { json })).status).toBe(201);
    }
    const operationId = idOf(await start(api, { operationName: 'quoted "näme"', priority: "High" }));
    expect(await judge(operationId)).toBe("operation.created");
    expect(SHARED).toEqual(expect.arrayContaining(["operationId", "status", "error", "timeoutAt"]));
    const owned = await claim(api, operationId);
    expect(await judge(operationId)).toBe("operation.started");
    await startPhase(fleetDb(), { ...owned, phaseIdx: 0 });
    await recordProgress(fleetDb(), { ...owned, phaseIdx: 0, percentage: 7, phaseProgress: 20 });
    expect(await judge(operationId)).toBe("operation.progress");
    for (const phaseIdx of [0, 1, 2]) {
      await runPhase(api, owned, phaseIdx);
      expect(await judge(operationId)).toBe("operation.phase.completed");
    }
    await completeOperation(fleetDb(), { operationId, epoch: owned.epoch, summary: { recordsAnalyzed: 10 } });
    expect(await judge(operationId)).toBe("operation.completed");
  });
});

describe("the event of an end", () => {
  it("says of a failure, a time that is up and a cancellation what the status says", async () => {
    const failed = idOf(await start(api));
    const { epoch } = await claim(api, failed);
    await failOperation(fleetDb(), {
      operationId: failed,
      epoch,
      error: { code: "x", message: "y", phase: "Trial Phase 1", details: [1] },
    });
    expect(await judge(failed)).toBe("operation.failed");

    const late = idOf(await start(api));
    await fleetDb().query("UPDATE operations SET timeout_at = now() - interval '1 second' WHERE id = $1", [late]);
    await timeoutOperations(fleetDb(), 100);
    expect(await judge(late)).toBe("operation.failed");

    for (const json of [{}, { reason: "too dear" }]) {
      const cancelled = idOf(await start(api));
      await claim(api, cancelled);
      await api.call(`/async/operation/${cancelled}`, { method: "DELETE", json });
      expect(await judge(cancelled)).toBe("operation.cancelled");
    }
  });

  it("says of an operation of a batch which one it is", async () => {
    const batch = {
      batchName: "b",
      operations: [{ operationKey: "a", operationType: "Trial", operationName: "x", parameters: {} }],
    };
    const { body } = await api.call("/async/batch", { json: batch });
    const [{ operationId }] = body["operations"] as [{ operationId: string }];
    const { epoch } = await claim(api, operationId);
    await failOperation(fleetDb(), { operationId, epoch, error: { code: "x", message: "y" } });
    expect(await judge(operationId)).toBe("operation.failed");
    expect((await look(operationId)).event.data).toMatchObject({ batchId: body["batchId"], operationKey: "a" });
  });
});
