import {
  endLeases,
  spawnApp,
  startHttpReceiver,
  startMailServer,
  waitFor,
  type HttpReceiver,
  type MailServer,
  type SpawnedApp,
} from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useWorker } from "../test/use-worker.ts";

const BOTH = { email: ["ann@example.com"], slack: { channel: "#ops", mentionUsers: ["U0000001"] } };

describe("people are told of an operation's end", () => {
  const test = useWorker();
  let mail: MailServer;
  let slack: HttpReceiver;
  beforeAll(async () => {
    mail = await startMailServer();
    slack = await startHttpReceiver();
    slack.answerAll({ kind: "respond", status: 200, body: JSON.stringify({ ok: true, ts: "1.2" }) });
  });
  afterAll(() => mail.close());

  const channels = () => ({
    PUBLIC_URL: "https://longhaul.example",
    SMTP_URL: mail.url,
    SMTP_FROM: "Longhaul <longhaul@example.com>",
    SLACK_BOT_TOKEN: "xoxb-hush",
    SLACK_API_URL: `${slack.url}/api/`,
  });
  const spawn = (name: string): Promise<SpawnedApp> =>
    spawnApp(new URL("../main.ts", import.meta.url), test.env({ ...channels(), WORKER_NAME: name }));
  const told = async (operationId: string) => (await test.view(operationId)).notifications ?? [];
  const settled = async (operationId: string) => {
    await waitFor(
      async () => {
        const messages = await told(operationId);
        return messages.length > 0 && messages.every(({ status }) => status !== "Pending");
      },
      { what: "the end of all messages" },
    );
    return told(operationId);
  };
  const mailsOf = (operationId: string) => mail.mails.filter(({ source }) => source.includes(operationId));

  it("by mail and in Slack, with a link to the results", async () => {
    await test.start(channels());
    const operationId = await test.tell(BOTH);
    expect(await settled(operationId)).toEqual([
      { kind: "email", status: "Sent", attempts: 1, lastError: null, sentAt: expect.any(Date) },
      { kind: "slack", status: "Sent", attempts: 1, lastError: null, sentAt: expect.any(Date) },
    ]);
    const { tenantId, projectId } = test.scope;
    const link = `https://longhaul.example/api/${tenantId}/${projectId}/async/operation/${operationId}/results`;
    const [received, ...others] = mailsOf(operationId);
    expect(others).toEqual([]);
    expect(received?.to).toEqual(["ann@example.com"]);
    expect(received?.source.replaceAll("=\r\n", "")).toContain(link);
    const [posted] = slack.requests.filter(({ body }) => body.includes(operationId));
    expect(posted?.path).toBe("/api/chat.postMessage");
    const form = new URLSearchParams(posted?.body.toString() ?? "");
    expect(form.get("channel")).toBe("#ops");
    expect(form.get("text")).toMatch(/has completed <@U0000001>$/);
    expect(form.get("blocks")).toContain(link);
    const attempts = await test.db().prisma.deliveryAttempt.findMany();
    expect(attempts).toMatchObject([{ outcome: "delivered" }, { outcome: "delivered" }]);
  });

  it("with the reason of a failure; and a channel that fails changes nothing of the operation", async () => {
    mail.refuse("gone@example.com", "550 no such user");
    await test.start(channels());
    const operationId = await test.tell(
      { email: ["gone@example.com"], slack: BOTH.slack },
      { reason: "the trial was refused" },
    );
    expect(await settled(operationId)).toMatchObject([
      { kind: "email", status: "Failed", attempts: 1, lastError: expect.stringContaining("no such user") },
      { kind: "slack", status: "Sent" },
    ]);
    const { operation } = await test.view(operationId);
    expect(operation).toMatchObject({ status: "Failed", error: { code: "trial_refused" } });
    const [posted] = slack.requests.filter(({ body }) => body.includes(operationId));
    expect(new URLSearchParams(posted?.body.toString() ?? "").get("blocks")).toContain("the trial was refused");
  });

  it("or it says why not, where nothing is configured", async () => {
    const operationId = await test.tell(BOTH);
    const before = (await test.view(operationId)).operation.version;
    await test.start();
    expect(await settled(operationId)).toMatchObject([
      { kind: "email", status: "Skipped", attempts: 0, lastError: expect.stringContaining("SMTP_URL"), sentAt: null },
      { kind: "slack", status: "Skipped", attempts: 0, lastError: expect.stringContaining("SLACK_BOT_TOKEN") },
    ]);
    // The status answer's ETag is made of it.
    expect((await test.view(operationId)).operation.version).toBeGreaterThanOrEqual(before + 1);
  });

  it("each once, although the server takes only one of two addresses at first", async () => {
    mail.refuse("bob@example.com", "450 4.2.0 greylisted");
    await test.start(channels());
    const operationId = await test.tell({ email: ["ann@example.com", "bob@example.com"] });
    const isTried = async () => (await told(operationId))[0]?.attempts === 1;
    await waitFor(isTried, { what: "the first attempt" });
    expect(await told(operationId)).toMatchObject([
      { status: "Pending", lastError: expect.stringContaining("450 4.2.0 greylisted") },
    ]);
    mail.refuse("bob@example.com", null);
    await test.db().query("UPDATE deliveries SET next_attempt_at = now()");
    expect(await settled(operationId)).toMatchObject([{ status: "Sent", attempts: 2, lastError: null }]);
    expect(mailsOf(operationId).map(({ to }) => to)).toEqual([["ann@example.com"], ["bob@example.com"]]);
  });

  it("by the next worker when one is killed while it sends", async () => {
    mail.hangNext();
    const hung = mail.unanswered();
    const first = await spawn("first");
    const operationId = await test.tell({ email: ["ann@example.com"] });
    await waitFor(() => mail.unanswered() === hung + 1, { what: "a mail on its way" });
    await first.kill("SIGKILL");
    await endLeases(test.db(), "first");
    const second = await spawn("second");
    expect(await settled(operationId)).toMatchObject([{ kind: "email", status: "Sent", attempts: 1 }]);
    await second.kill();
    const [received, ...others] = mailsOf(operationId);
    expect(others).toEqual([]);
    expect(received?.source).toMatch(/^Message-ID: <[0-9a-f-]{36}@longhaul>\r$/m);
  });

  it("once more, under the same id, when a worker is killed after a mail is taken and before that is recorded", async () => {
    const first = await spawn("first");
    const operationId = await test.tell({ email: ["ann@example.com"] });
    await test.db().withTransaction(async (tx) => {
      await tx.query("SET LOCAL idle_in_transaction_session_timeout = 0");
      // An attempt is recorded together with the operation's new version.
      await tx.query("SELECT FROM operations WHERE id = $1 FOR UPDATE", [operationId]);
      await waitFor(() => mailsOf(operationId).length === 1, { what: "the mail" });
      await first.kill("SIGKILL");
      // What it sent to Postgres last would still be done.
      await tx.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'first'");
    });
    await endLeases(test.db(), "first");
    expect(await told(operationId)).toMatchObject([{ status: "Pending", attempts: 0 }]);
    await test.start(channels());
    expect(await settled(operationId)).toMatchObject([{ kind: "email", status: "Sent", attempts: 1 }]);
    const ids = mailsOf(operationId).map(({ source }) => /^Message-ID: (.*)\r$/m.exec(source)?.[1]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });
});
