import { hangMs, scaled, startHttpReceiver, type HttpReceiver } from "@longhaul/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { createSlackWebhook, type SlackSender } from "./index.ts";
import { NOTICE } from "./test/notice.ts";

describe("the Slack webhook", () => {
  let slack: HttpReceiver;
  let webhook: SlackSender;
  const open = (timeoutMs: number) => createSlackWebhook({ webhookUrl: `${slack.url}/services/T1/B1/hush`, timeoutMs });
  beforeEach(async () => {
    slack = await startHttpReceiver();
    webhook = open(hangMs());
  });
  const send = (by = webhook) => by.send(NOTICE, { channel: "#other", mentionUsers: ["U0000001", "@ann"] });

  it("posts the message, with mentions of ids", async () => {
    expect(await send()).toEqual({ kind: "sent" });
    const [request] = slack.requests;
    expect(request).toMatchObject({ method: "POST", path: "/services/T1/B1/hush" });
    expect(JSON.parse(request?.body.toString() ?? "")).toMatchObject({
      text: "Invoices of May has completed <@U0000001> @ann",
      blocks: expect.any(Array),
    });
  });

  it.each([
    [429, "30", { kind: "retry", error: "Slack asked to wait (status 429)", retryAfterMs: 30_000, isRateLimit: true }],
    [404, "", { kind: "rejected", error: "Slack answered no_service" }],
    [500, "", { kind: "retry", error: "Slack answered no_service" }],
  ])("makes of status %i with Retry-After %j what it means", async (status, retryAfter, outcome) => {
    slack.answerAll({ kind: "respond", status, headers: { "retry-after": retryAfter }, body: "no_service" });
    expect(await send()).toEqual(outcome);
  });

  it("waits no longer than its timeout, follows no redirect, and doesn't tell its URL", async () => {
    slack.answerAll({ kind: "hang" });
    expect(await send(open(scaled(500)))).toEqual({ kind: "retry", error: "Slack could not be reached" });
    slack.answerAll({ kind: "redirect", to: `${slack.url}/elsewhere` });
    expect(await send()).toEqual({ kind: "retry", error: "Slack could not be reached" });
    expect(slack.requests).toHaveLength(2);
  });
});
