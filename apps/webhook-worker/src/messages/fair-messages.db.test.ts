import { randomUUID } from "node:crypto";
import type { Scope } from "@longhaul/db";
import { startHttpReceiver, startMailServer, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useWorker } from "../test/use-worker.ts";

const test = useWorker();
const tenant = (): Scope => ({ tenantId: randomUUID(), projectId: randomUUID() });
const LANE_CAP = 8;
const MANY = 500;

const messagesOf = async (operationId: string, of: Scope) => (await test.view(operationId, of)).notifications ?? [];
const sent = (operationId: string, of: Scope): Promise<unknown> =>
  waitFor(async () => (await messagesOf(operationId, of))[0]?.status === "Sent", { what: "a message that arrives" });

/** Ends many operations at once, of all of whose ends the same address is to be told. */
async function endMany(of: Scope, address: string): Promise<void> {
  await test.db().query(
    `INSERT INTO operations (id, tenant_id, project_id, type, name, priority, status, parameters, timeout_sec, timeout_at,
       cpu_units, memory_gb, estimated_low_sec, estimated_high_sec, created_by, total_phases, event_seq, notifications)
     SELECT 'op-' || gen_random_uuid(), $1, $2, 'Trial', 'T', 'Normal', 'Initiated', '{}', 3600, now() + interval '1 hour',
       1, 1, 1, 2, 'ann', 9, 1, $3 FROM generate_series(1, $4::int)`,
    [of.tenantId, of.projectId, JSON.stringify({ email: [address] }), MANY],
  );
  await test.db().query(
    `SELECT end_operations('fail', (SELECT jsonb_agg(jsonb_build_object('operationId', id, 'error', '{"code": "x", "message": "x"}'::jsonb))
     FROM operations WHERE tenant_id = $1 AND ended_at IS NULL))`,
    [of.tenantId],
  );
}

const countOf = async ({ tenantId }: Scope): Promise<ReadonlyMap<string, number>> => {
  const rows = await test.db().prisma.delivery.groupBy({ by: ["status"], where: { tenantId }, _count: true });
  return new Map(rows.map(({ status, _count }) => [status, _count]));
};

it(`${MANY} mails of one tenant to a server that never answers don't delay another's`, async () => {
  const mail = await startMailServer();
  mail.hang("nobody@example.com");
  const [ann, bob] = [tenant(), tenant()];
  await test.start({ SMTP_URL: mail.url, WEBHOOK_LANE_CAP: String(LANE_CAP), WEBHOOK_CONCURRENCY: "32" });
  // A lane to a server that has answered is open as wide as it gets.
  for (let n = 0; n < LANE_CAP; n++) await sent(await test.tell({ email: ["ann@example.com"] }, { of: ann }), ann);
  await endMany(ann, "nobody@example.com");
  await waitFor(() => mail.unanswered() === LANE_CAP, { what: "as many mails as the lane holds" });

  const first = await test.tell({ email: ["bob@example.com"] }, { of: bob });
  await sent(first, bob);
  const all = await Promise.all(
    Array.from({ length: 50 }, () => test.tell({ email: ["bob@example.com"] }, { of: bob })),
  );
  for (const operationId of all) await sent(operationId, bob);
  // Meanwhile none of the others has come to an end, and no more are under way.
  expect(await countOf(ann)).toEqual(
    new Map([
      ["Delivered", LANE_CAP],
      ["InFlight", LANE_CAP],
      ["Pending", MANY - LANE_CAP],
    ]),
  );
  expect(mail.unanswered()).toBe(LANE_CAP);
  await mail.close();
});

it("all tenants together have no more mails under way than one server gets", async () => {
  const mail = await startMailServer();
  mail.hang("nobody@example.com");
  await test.start({ SMTP_URL: mail.url, WEBHOOK_ORIGIN_CAP: "5", WEBHOOK_CONCURRENCY: "64" });
  const tenants = Array.from({ length: 6 }, tenant);
  for (const of of tenants) for (let n = 0; n < 2; n++) await test.tell({ email: ["nobody@example.com"] }, { of });
  await waitFor(() => mail.unanswered() === 5, { what: "as many mails as the server gets" });
  // Other channels aren't held up: there is no Slack here, and that is found out at once.
  const other = tenant();
  const operationId = await test.tell({ slack: { channel: "#ops" } }, { of: other });
  const isSkipped = async () => (await messagesOf(operationId, other))[0]?.status === "Skipped";
  await waitFor(isSkipped, { what: "a message of another channel" });
  expect(mail.unanswered()).toBe(5);
  await mail.close();
});

it("a rate limit of Slack costs no attempt, and holds one tenant's messages to Slack alone", async () => {
  const mail = await startMailServer();
  const slack = await startHttpReceiver();
  slack.answerAll(({ body }) =>
    body.includes("busy")
      ? { kind: "respond", status: 429, headers: { "retry-after": "600" }, body: JSON.stringify({ ok: false }) }
      : { kind: "respond", status: 200, body: JSON.stringify({ ok: true, ts: "1.2" }) },
  );
  const [ann, bob] = [tenant(), tenant()];
  await test.start({ SMTP_URL: mail.url, SLACK_BOT_TOKEN: "xoxb-hush", SLACK_API_URL: `${slack.url}/api/` });
  const limited = await test.tell({ slack: { channel: "busy" } }, { of: ann });
  const isHeld = async () => (await messagesOf(limited, ann))[0]?.lastError !== null;
  await waitFor(isHeld, { what: "the answer of Slack" });
  expect(await messagesOf(limited, ann)).toEqual([
    { kind: "slack", status: "Pending", attempts: 0, lastError: "Slack asked to wait (ratelimited)", sentAt: null },
  ]);

  const later = await test.tell({ slack: { channel: "#ops" }, email: ["ann@example.com"] }, { of: ann });
  await sent(later, ann);
  await sent(await test.tell({ slack: { channel: "#ops" } }, { of: bob }), bob);
  expect(await messagesOf(later, ann)).toMatchObject([
    { kind: "email", status: "Sent" },
    { kind: "slack", status: "Pending", attempts: 0, lastError: null },
  ]);
  expect(slack.requests.filter(({ body }) => body.includes(later))).toEqual([]);

  await test.db().query("UPDATE delivery_lanes SET held_until = now()");
  const isThere = async () => (await messagesOf(later, ann))[1]?.status === "Sent";
  await waitFor(isThere, { what: "the message that waited for the lane" });
  expect(await messagesOf(limited, ann)).toMatchObject([{ status: "Pending", attempts: 0 }]);
  await mail.close();
});
