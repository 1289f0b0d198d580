import { hangMs, scaled, startHttpReceiver, type HttpReceiver, type ReceivedRequest } from "@longhaul/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { createSlackBot, type SlackSender } from "./index.ts";
import { NOTICE } from "./test/notice.ts";

const USERS = [
  { id: "U0000001", name: "analyst", profile: { display_name: "Ann", email: "ann@example.com" } },
  { id: "U0000002", name: "gone", deleted: true, profile: {} },
];
const GROUPS = [{ id: "S0000001", handle: "data-team" }];

describe("the Slack bot", () => {
  let slack: HttpReceiver;
  let bot: SlackSender;
  let post: { status: number; headers?: Record<string, string>; body: object };
  beforeEach(async () => {
    slack = await startHttpReceiver();
    bot = createSlackBot({ botToken: "xoxb-hush", apiUrl: `${slack.url}/api/`, timeoutMs: hangMs() });
    post = { status: 200, body: { ok: true, ts: "1.2" } };
    slack.answerAll(({ path }) => {
      const answers: Record<string, { status: number; headers?: Record<string, string>; body: object }> = {
        "/api/users.list": { status: 200, body: { ok: true, members: USERS } },
        "/api/usergroups.list": { status: 200, body: { ok: true, usergroups: GROUPS } },
        "/api/chat.postMessage": post,
      };
      const { status, headers = {}, body } = answers[path] ?? { status: 404, body: {} };
      return { kind: "respond", status, headers, body: JSON.stringify(body) };
    });
  });
  const posted = (): Record<string, string> => {
    const request = slack.requests.findLast(({ path }) => path === "/api/chat.postMessage");
    return request === undefined ? {} : formOf(request);
  };

  it("posts to the channel as the bot, and mentions people and groups by id, handle or address", async () => {
    const mentionUsers = ["U0000009", "@analyst", "ann@example.com", "@data-team", "@gone", "@nobody"];
    expect(await bot.send(NOTICE, { channel: "#process-mining", mentionUsers })).toEqual({ kind: "sent" });
    const mentions = "<@U0000009> <@U0000001> <@U0000001> <!subteam^S0000001> @gone @nobody";
    expect(posted()).toMatchObject({ channel: "#process-mining", text: `Invoices of May has completed ${mentions}` });
    expect(slack.requests.at(-1)?.headers.authorization).toBe("Bearer xoxb-hush");
    const blocks: unknown = JSON.parse(posted()["blocks"] ?? "");
    expect(blocks).toMatchObject([
      { text: { type: "plain_text", text: "Invoices of May has completed" } },
      { fields: expect.arrayContaining([{ type: "plain_text", text: "Status\nCompleted" }]) },
      { text: { type: "mrkdwn", text: `${mentions} <${NOTICE.url ?? ""}|Results>` } },
    ]);
    await bot.send(NOTICE, { channel: "C1", mentionUsers: ["@analyst"] });
    expect(slack.requests.filter(({ path }) => path === "/api/users.list")).toHaveLength(1);
  });

  it("lets no name mention anybody, or be a link", async () => {
    const operationName = "<!channel> <https://eve.example|click> & @here";
    await bot.send({ ...NOTICE, operationName, url: null }, { channel: "C1", mentionUsers: ["<!everyone>"] });
    expect(posted()["text"]).toBe(
      "&lt;!channel&gt; &lt;https://eve.example|click&gt; &amp; @here has completed &lt;!everyone&gt;",
    );
    expect(posted()["blocks"]).not.toMatch(/"mrkdwn","text":"[^"]*<!/);
  });

  it("posts without mentions what it may not look up", async () => {
    slack.answerNext({ kind: "respond", status: 200, body: JSON.stringify({ ok: false, error: "missing_scope" }) });
    expect(await bot.send(NOTICE, { channel: "C1", mentionUsers: ["@analyst", "@data-team"] })).toEqual({
      kind: "sent",
    });
    expect(posted()["text"]).toBe("Invoices of May has completed @analyst <!subteam^S0000001>");
  });

  it("waits for names no longer than for half of its time, and posts then", async () => {
    slack.answerAll(({ path }) =>
      path === "/api/users.list" ? { kind: "hang" } : { kind: "respond", status: 200, body: JSON.stringify(post.body) },
    );
    const hasty = createSlackBot({ botToken: "xoxb-hush", apiUrl: `${slack.url}/api/`, timeoutMs: scaled(2000) });
    expect(await hasty.send(NOTICE, { channel: "C1", mentionUsers: ["@analyst"] })).toEqual({ kind: "sent" });
    expect(posted()["text"]).toBe("Invoices of May has completed @analyst");
    slack.answerAll({ kind: "hang" });
    const late = { kind: "retry", error: "Slack could not be reached" };
    expect(await hasty.send(NOTICE, { channel: "C1" })).toEqual(late);
  });

  it("waits as long as Slack asks", async () => {
    post = { status: 429, headers: { "retry-after": "30" }, body: { ok: false, error: "ratelimited" } };
    expect(await bot.send(NOTICE, { channel: "C1" })).toEqual({
      kind: "retry",
      error: "Slack asked to wait (ratelimited)",
      retryAfterMs: 30_000,
      isRateLimit: true,
    });
    expect(slack.requests).toHaveLength(1);
  });

  it("tells what passes from what is refused for good", async () => {
    post = { status: 200, body: { ok: false, error: "channel_not_found" } };
    expect(await bot.send(NOTICE, { channel: "C1" })).toEqual({
      kind: "rejected",
      error: "Slack answered channel_not_found",
    });
    post = { status: 200, body: { ok: false, error: "not_in_channel" } };
    expect(await bot.send(NOTICE, { channel: "C1" })).toEqual({
      kind: "retry",
      error: "Slack answered not_in_channel",
    });
    post = { status: 503, body: {} };
    expect(await bot.send(NOTICE, { channel: "C1" })).toEqual({
      kind: "retry",
      error: "Slack could not be reached (status 503)",
    });
    await slack.close();
    expect(await bot.send(NOTICE, { channel: "C1" })).toEqual({ kind: "retry", error: "Slack could not be reached" });
  });
});

function formOf({ body, headers }: ReceivedRequest): Record<string, string> {
  expect(headers["content-type"]).toMatch(/^application\/x-www-form-urlencoded/);
  return Object.fromEntries(new URLSearchParams(body.toString()));
}
