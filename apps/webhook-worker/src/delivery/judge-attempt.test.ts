import { describe, expect, it } from "vitest";
import type { FailureKind, SendOutcome } from "../sending/sender.ts";
import { judgeAttempt, retryAfterSec } from "./judge-attempt.ts";

const now = new Date("2026-11-24T12:00:00Z");
const policy = { maxRetries: 5, retryDelay: 60, backoffMultiplier: 2, maxDelay: 3600 };
const MIDDLE = 0.5;

const answered = (statusCode: number, retryAfter?: string): SendOutcome => ({
  outcome: "answered",
  statusCode,
  retryAfter,
  excerpt: "",
});
const failed = (kind: FailureKind): SendOutcome => ({ outcome: "failed", kind, message: "x" });
const judge = (sent: SendOutcome, attempt = 1, random = MIDDLE, maxAttempts = 6) =>
  judgeAttempt(sent, { attempt, maxAttempts, retryPolicy: policy }, now, random);

describe("judgeAttempt", () => {
  it.each([
    [answered(200), "delivered", "Delivered", "success", false],
    [answered(201), "delivered", "Delivered", "success", false],
    [answered(204), "delivered", "Delivered", "success", false],
    [answered(299), "delivered", "Delivered", "success", false],
    [answered(300), "redirect", "Pending", "failure", false],
    [answered(302), "redirect", "Pending", "failure", false],
    [answered(308), "redirect", "Pending", "failure", false],
    [answered(400), "client_error", "Pending", "refused", false],
    [answered(401), "client_error", "Pending", "failure", false],
    [answered(404), "client_error", "Pending", "failure", false],
    [answered(408), "client_error", "Pending", "failure", false],
    [answered(410), "gone", "Failed", "refused", true],
    [answered(422), "client_error", "Pending", "refused", false],
    [answered(425), "client_error", "Pending", "failure", false],
    [answered(429), "rate_limited", "Pending", "failure", false],
    [answered(500), "server_error", "Pending", "failure", false],
    [answered(501), "server_error", "Pending", "failure", false],
    [answered(503), "server_error", "Pending", "failure", false],
    [answered(599), "server_error", "Pending", "failure", false],
    [failed("timeout"), "timeout", "Pending", "failure", false],
    [failed("network_error"), "network_error", "Pending", "failure", false],
    [failed("tls_error"), "tls_error", "Pending", "failure", false],
    [failed("forbidden_address"), "forbidden_address", "Failed", "refused", false],
    [failed("proxy_error"), "proxy_error", "Pending", "none", false],
  ] as const)("takes %j for %s: the delivery is %s, the lane sees %s", (sent, outcome, status, effect, isGone) => {
    expect(judge(sent)).toMatchObject({ outcome, after: { status }, effect, isGone });
  });

  it("retries every answer but a success and a 410", () => {
    const statuses = Array.from({ length: 500 }, (_, n) => n + 100);
    const isFinal = (status: number): boolean => (status >= 200 && status < 300) || status === 410;
    expect(statuses.filter((status) => judge(answered(status)).after.status !== "Pending")).toEqual(
      statuses.filter(isFinal),
    );
    expect(statuses.filter((status) => judge(answered(status), 6).after.status === "Pending")).toEqual([]);
  });

  it("gives up with the last attempt, but never for a fault of our own way out", () => {
    expect(judge(answered(500), 6).after).toEqual({ status: "Failed" });
    expect(judge(failed("timeout"), 6).after).toEqual({ status: "Failed" });
    expect(judge(answered(500), 5).after.status).toBe("Pending");
    expect(judge(answered(500), 1, MIDDLE, 1).after).toEqual({ status: "Failed" });
    expect(judge(failed("proxy_error"), 6).after.status).toBe("Pending");
  });

  it.each([
    [1, 60],
    [2, 120],
    [3, 240],
    [4, 480],
    [5, 960],
    [7, 3600],
    [30, 3600],
  ])("waits after attempt %i for %i s, a fifth more or less", (attempt, delaySec) => {
    const wait = (random: number) => judge(answered(500), attempt, random, 99).after;
    expect(wait(MIDDLE)).toEqual({ status: "Pending", retryInMs: delaySec * 1000 });
    expect(wait(0)).toEqual({ status: "Pending", retryInMs: expect.closeTo(delaySec * 800, 3) });
    expect(wait(1)).toEqual({ status: "Pending", retryInMs: expect.closeTo(delaySec * 1200, 3) });
  });

  it("never tries again before Retry-After, whose lane waits with it for an hour at most", () => {
    expect(judge(answered(429, "300"))).toMatchObject({
      after: { status: "Pending", retryInMs: 300_000 },
      holdLaneMs: 300_000,
    });
    expect(judge(answered(503, "7200"))).toMatchObject({
      after: { status: "Pending", retryInMs: 7_200_000 },
      holdLaneMs: 3_600_000,
    });
    expect(judge(answered(429, "5")).after).toEqual({ status: "Pending", retryInMs: 60_000 });
    expect(judge(answered(500, "soon"))).toMatchObject({ after: { status: "Pending", retryInMs: 60_000 } });
    expect(judge(answered(500, "soon"))).not.toHaveProperty("holdLaneMs");
  });
});

describe("retryAfterSec", () => {
  it.each([
    [undefined, 0],
    ["", 0],
    ["0", 0],
    ["120", 120],
    [" 120 ", 120],
    ["86400", 86_400],
    ["86401", 86_400],
    ["99999999999999999999", 86_400],
    ["Tue, 24 Nov 2026 12:02:00 GMT", 120],
    ["Tuesday, 24-Nov-26 12:02:00 GMT", 120],
    ["Tue Nov 24 12:02:00 2026 GMT", 120],
    ["Tue, 24 Nov 2026 11:00:00 GMT", 0],
    ["Tue, 24 Nov 2099 12:00:00 GMT", 86_400],
    ["soon", 0],
    ["-5", 0],
    ["1.5", 0],
    ["1e3", 0],
    ["120, 60", 0],
    ["2026-11-24T12:02:00Z", 0],
    ["Tue, 99 Xyz", 0],
  ])("reads %j as %i", (header, seconds) => {
    expect(retryAfterSec(header, now)).toBe(seconds);
  });
});
