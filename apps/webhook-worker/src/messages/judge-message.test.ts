import { describe, expect, it } from "vitest";
import { judgeMessage } from "./judge-message.ts";

const eventCreatedAt = new Date("2026-05-01T10:00:00Z");
const now = new Date("2026-05-01T10:05:00Z");
const retryPolicy = { maxRetries: 5, retryDelay: 10, backoffMultiplier: 6, maxDelay: 3600 };
const ATTEMPTS = 6;
/** @param free attempts before that cost nothing */
const judge = (attempt: number, outcome: Parameters<typeof judgeMessage>[1], { at = now, free = 0 } = {}) =>
  judgeMessage({ attempt: attempt + free, maxAttempts: ATTEMPTS + free, retryPolicy, eventCreatedAt }, outcome, at);

describe("an attempt to tell people", () => {
  it("is repeated later and later, and given up after the last", () => {
    const delays = [1, 2, 3, 4, 5].map((attempt) => {
      const { after, effect } = judge(attempt, { kind: "retry", error: "busy" });
      return after.status === "Pending" && effect === "failure" ? after.retryInMs / 1000 : null;
    });
    expect(delays).toEqual([10, 60, 360, 2160, 3600]);
    expect(judge(ATTEMPTS, { kind: "retry", error: "busy" })).toEqual({
      outcome: "not_sent",
      after: { status: "Failed" },
      effect: "failure",
      isGone: false,
    });
  });

  it("is no fault of the channel when some addresses got it", () => {
    expect(judge(1, { kind: "retry", error: "busy", remaining: ["ann@example.com"] })).toMatchObject({
      after: { status: "Pending", retryInMs: 10_000 },
      effect: "refused",
    });
  });

  it("waits as long as it is told to, with its whole lane, at no cost for a day", () => {
    const limited = { kind: "retry", error: "slow down", isRateLimit: true, retryAfterMs: 90_000 } as const;
    expect(judge(1, limited)).toEqual({
      outcome: "rate_limited",
      after: { status: "Pending", retryInMs: 90_000 },
      effect: "none",
      holdLaneMs: 90_000,
      isGone: false,
    });
    for (const free of [0, 40])
      expect(judge(ATTEMPTS, limited, { free })).toMatchObject({ after: { status: "Pending" }, effect: "none" });
    // As many attempts as that have counted decide on the delay.
    expect(judge(1, limited, { free: 40 }).after).toEqual({ status: "Pending", retryInMs: 90_000 });
    expect(judge(1, { kind: "retry", error: "slow down", isRateLimit: true })).toMatchObject({ holdLaneMs: 10_000 });
    const dayLater = new Date("2026-05-02T11:00:00Z");
    expect(judge(2, limited, { at: dayLater })).toMatchObject({ after: { status: "Pending" }, effect: "refused" });
    expect(judge(ATTEMPTS, limited, { at: dayLater, free: 40 })).toMatchObject({
      after: { status: "Failed" },
      effect: "refused",
      holdLaneMs: 90_000,
    });
  });

  it("is not repeated when it was refused for good, arrived, or has no channel", () => {
    expect(judge(1, { kind: "rejected", error: "no such user" })).toMatchObject({
      after: { status: "Failed" },
      effect: "refused",
    });
    expect(judge(1, { kind: "sent" })).toMatchObject({ after: { status: "Delivered" }, effect: "success" });
    expect(judge(1, { kind: "skipped", reason: "none" })).toMatchObject({
      after: { status: "Skipped" },
      effect: "none",
    });
  });
});
