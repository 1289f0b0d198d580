import {
  postgresBackend,
  startHttpReceiver,
  startMailServer,
  waitFor,
  type HttpReceiver,
  type MailServer,
} from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTrialBench } from "../test/use-worker.ts";

const REFUSES = { at: 1, behaviour: "refuse" } as const;
const BOTH = { email: ["ann@example.com"], slack: { channel: "#ops", mentionUsers: ["U0000001"] } };

describe("people are told of an operation's end", () => {
  const bench = useTrialBench(postgresBackend());
  let mail: MailServer;
  let slack: HttpReceiver;
  beforeAll(async () => {
    mail = await startMailServer();
    slack = await startHttpReceiver();
    slack.answerAll({ kind: "respond", status: 200, body: JSON.stringify({ ok: true, ts: "1.2" }) });
  });
  afterAll(() => mail.close());

  const channels = () => ({
    notifications: {
      publicUrl: "https://longhaul.example",
      smtpUrl: mail.url,
      smtpFrom: "Longhaul <longhaul@example.com>",
      slackBotToken: "xoxb-hush",
      slackApiUrl: `${slack.url}/api/`,
      slackWebhookUrl: undefined,
    },
  });
  const submit = (notifications: Record<string, unknown>, parameters = {}): Promise<string> =>
    bench.submit(parameters, { type: "TrialInline", notifications });
  const settled = async (operationId: string) => {
    const look = async () => (await bench.view(operationId)).notifications ?? [];
    await waitFor(
      async () => {
        const messages = await look();
        return messages.length > 0 && messages.every(({ status }) => status !== "Pending");
      },
      { what: "the end of all messages" },
    );
    return look();
  };
  const mailsOf = (operationId: string) => mail.mails.filter(({ source }) => source.includes(operationId));

  it("by mail and in Slack, with a link to the results", async () => {
    await bench.startWorker(channels());
    const operationId = await submit(BOTH);
    expect(await settled(operationId)).toEqual([
      { kind: "email", status: "Sent", attempts: 1, lastError: null, sentAt: expect.any(Date) },
      { kind: "slack", status: "Sent", attempts: 1, lastError: null, sentAt: expect.any(Date) },
    ]);
    const { tenantId, projectId } = bench.scope;
    const link = `https://longhaul.example/api/${tenantId}/${projectId}/async/operation/${operationId}/results`;
    const [received, ...others] = mailsOf(operationId);
    expect(others).toEqual([]);
    expect(received?.to).toEqual(["ann@example.com"]);
    expect(received?.source.replaceAll("=\r\n", "")).toContain(link);
    const [posted] = slack.requests.filter(({ body }) => body.includes(operationId));
    expect(posted?.path).toBe("/api/chat.postMessage");
    const form = new URLSearchParams(posted?.body.toString() ?? "");
    expect(form.get("channel")).toBe("#ops");
    expect(form.get("text")).toBe("Trial has completed <@U0000001>");
    expect(form.get("blocks")).toContain(link);
  });

  it("with the reason of a failure; and a channel that fails changes nothing of the operation", async () => {
    mail.refuse("gone@example.com", "550 no such user");
    await bench.startWorker(channels());
    const operationId = await submit({ email: ["gone@example.com"], slack: BOTH.slack }, REFUSES);
    expect(await settled(operationId)).toMatchObject([
      { kind: "email", status: "Failed", attempts: 1, lastError: expect.stringContaining("no such user") },
      { kind: "slack", status: "Sent" },
    ]);
    const { operation } = await bench.view(operationId);
    expect(operation).toMatchObject({ status: "Failed", error: { code: "trial_refused" } });
    const [posted] = slack.requests.filter(({ body }) => body.includes(operationId));
    expect(new URLSearchParams(posted?.body.toString() ?? "").get("blocks")).toContain("the trial was told to refuse");
  });

  it("or it says why not, where nothing is configured", async () => {
    await bench.startWorker();
    const operationId = await submit(BOTH);
    const before = (await bench.ended(operationId)).operation.version;
    expect(await settled(operationId)).toMatchObject([
      { kind: "email", status: "Skipped", attempts: 0, lastError: expect.stringContaining("SMTP_URL"), sentAt: null },
      { kind: "slack", status: "Skipped", attempts: 0, lastError: expect.stringContaining("SLACK_BOT_TOKEN") },
    ]);
    // The status answer's ETag is made of it.
    expect((await bench.view(operationId)).operation.version).toBeGreaterThanOrEqual(before + 1);
  });

  it("by the next worker when one is killed while it sends", async () => {
    const env = { SMTP_URL: mail.url, SMTP_FROM: "longhaul@example.com" };
    mail.hangNext();
    const first = await bench.spawnWorker(env);
    const operationId = await submit({ email: ["ann@example.com"] });
    await waitFor(() => mail.unanswered() === 1, { what: "a mail on its way" });
    await first.kill("SIGKILL");
    const claimed = await bench
      .db()
      .query("UPDATE notifications SET lease_until = now() WHERE operation_id = $1 AND lease_until > now()", [
        operationId,
      ]);
    expect(claimed.rowCount).toBe(1);
    const second = await bench.spawnWorker(env);
    expect(await settled(operationId)).toMatchObject([{ kind: "email", status: "Sent", attempts: 1 }]);
    await second.kill();
    const [received, ...others] = mailsOf(operationId);
    expect(others).toEqual([]);
    expect(received?.source).toMatch(/^Message-ID: <[0-9a-f-]{36}@longhaul>\r$/m);
  });
});
