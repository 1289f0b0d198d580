import { beforeAll, expect, it } from "vitest";
import { useApi } from "../../test/use-api.ts";

const api = useApi();

async function board(path: string): Promise<Record<string, unknown>> {
  const authorization = `Bearer ${await api.token({ role: "admin" })}`;
  const answer = await fetch(api.url(`/admin/queues/api/queues${path}`), { headers: { authorization } });
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as Record<string, unknown>;
}

async function deliveries(status: string, page = 1): Promise<BoardQueue | undefined> {
  const { queues } = await board(`?activeQueue=deliveries&status=${status}&page=${page}&jobsPerPage=2`);
  return (queues as BoardQueue[]).find(({ name }) => name === "deliveries");
}

interface BoardQueue {
  readonly name: string;
  readonly counts: Record<string, number>;
  readonly statuses: readonly string[];
  readonly jobs: readonly { id: string; name: string }[];
  readonly pagination: { readonly pageCount: number };
  readonly readOnlyMode: boolean;
}

/** A callback's delivery, as the webhook worker would have left it. */
async function left(settings: string): Promise<string> {
  const callbacks = { onCompletion: "https://receiver.example/hook/secret?token=secret" };
  const json = { operationType: "Trial", operationName: "T", callbacks };
  const operationId = String((await api.call("/async/operation", { json })).body["operationId"]);
  await api.call(`/async/operation/${operationId}`, { method: "DELETE" });
  const { rows } = await api
    .ctx()
    .fleetDb.query<{ id: string }>(`UPDATE deliveries SET ${settings} WHERE operation_id = $1 RETURNING id`, [
      operationId,
    ]);
  return rows[0]?.id ?? "";
}

let retried: string;
let failed: string;
beforeAll(async () => {
  await left("attempts = 0");
  await left("status = 'InFlight', attempts = 1, lease_until = now() + interval '1 minute'");
  await left("status = 'Delivered', attempts = 1, ended_at = now()");
  const late = "next_attempt_at = created_at + interval '1 hour'";
  retried = await left(`attempts = 2, last_status_code = 503, ${late}`);
  for (let n = 0; n < 3; n++)
    failed = await left(
      "status = 'Failed', attempts = 6, ended_at = now(), last_error = 'nothing answered in 10 seconds'",
    );
  await api.ctx().fleetDb.query(
    `INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, outcome, status_code, error, response_excerpt)
     VALUES ($1, 1, now(), 20, 'server_error', 503, NULL, 'secret'), ($1, 2, now(), 10000, 'timeout', NULL, 'too late', NULL)`,
    [retried],
  );
});

it("the board counts and pages deliveries that haven't arrived as the ledger holds them", async () => {
  const latest = await deliveries("latest");
  expect(latest).toMatchObject({
    counts: { active: 1, waiting: 1, delayed: 1, failed: 3, completed: 0 },
    statuses: ["latest", "active", "waiting", "delayed", "failed"],
    readOnlyMode: true,
  });
  expect(latest?.jobs).toHaveLength(5);
  const [first, second] = [await deliveries("failed"), await deliveries("failed", 2)];
  expect(first?.pagination.pageCount).toBe(2);
  expect(new Set([...(first?.jobs ?? []), ...(second?.jobs ?? [])].map(({ id }) => id)).size).toBe(3);
  expect((await deliveries("failed", 1_000_000))?.jobs).toEqual([]);
  expect((await deliveries("completed"))?.jobs).toEqual([]);
});

it("a delivery is shown with its origin, its attempts, why it failed and when it is tried again, and with no secret", async () => {
  const { job, status } = await board(`/deliveries/${retried}`);
  expect(status).toBe("delayed");
  expect(job).toMatchObject({
    name: "operation.cancelled",
    attempts: 2,
    delay: 3_600_000,
    failedReason: "the receiver answered 503",
    data: {
      origin: "https://receiver.example",
      destination: "callback:onCompletion",
      tenantId: api.tenantId,
      attempts: "2 of 6",
      lastAnswer: 503,
      nextAttemptAt: expect.any(String),
    },
  });
  const log = await board(`/deliveries/${retried}/logs`);
  expect(log).toEqual([
    expect.stringMatching(/attempt 1: server_error, answer 503 after 20 ms$/),
    expect.stringMatching(/attempt 2: timeout, no answer after 10000 ms: too late$/),
  ]);
  const ended = await board(`/deliveries/${failed}`);
  expect(ended).toMatchObject({
    status: "failed",
    job: { failedReason: "nothing answered in 10 seconds", attempts: 6 },
  });
  expect(JSON.stringify([job, log, ended, await deliveries("latest")])).not.toContain("secret");
});
