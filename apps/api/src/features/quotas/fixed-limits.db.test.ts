import { describe, expect, it } from "vitest";
import { TRIAL } from "../../test/drive-operation.ts";
import { useApi, type Answer } from "../../test/use-api.ts";

const api = useApi();

const schedule = (): Promise<Answer> =>
  api.call("/async/schedules", { json: { scheduleName: "S", cron: "@hourly", operation: TRIAL } });
const apiKey = (): Promise<Answer> => api.call("/async/api-keys", { json: { keyName: "k", permissions: ["read"] } });
const webhook = (): Promise<Answer> =>
  api.call("/async/webhooks", { json: { webhookUrl: "https://example.com/h", events: ["operation.completed"] } });

/** Copies of what there is, under other ids. */
const copies = (table: string, columns: string): string => `INSERT INTO ${table} (id, ${columns})
SELECT 'copy-' || n, ${columns} FROM ${table} CROSS JOIN generate_series(1, $1::int) AS g (n)`;

describe("a fixed limit", () => {
  it.each([
    [
      "schedules",
      100,
      schedule,
      copies(
        "schedules",
        "tenant_id, project_id, name, cron, time_zone, catch_up, overlap, starts, request, created_by",
      ),
    ],
    ["API keys", 500, apiKey, copies("api_keys", "tenant_id, name, permissions, hash, expires_at, created_by")],
    [
      "webhooks",
      100,
      webhook,
      copies("webhooks", "tenant_id, project_id, url, events, filters, auth_type, retry_policy, headers, created_by"),
    ],
  ] as const)("of %s is not passed by requests at the same moment", async (_what, limit, create, fill) => {
    expect((await create()).status).toBe(201);
    await api.ctx().fleetDb.query(fill, [limit - 3]);
    const answers = await Promise.all(Array.from({ length: 6 }, async () => create()));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 409, 409, 409, 409]);
  });
});
