import { NOTIFICATION_ATTEMPTS } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { judgeAttempt } from "./judge-attempt.ts";

const createdAt = new Date("2026-05-01T10:00:00Z");
const now = new Date("2026-05-01T10:05:00Z");
const judge = (attempt: number, outcome: Parameters<typeof judgeAttempt>[1], at = now) =>
  judgeAttempt({ attempt, createdAt }, outcome, at);

describe("an attempt to tell people", () => {
  it("is repeated later and later, and given up after the last", () => {
    const delays = [1, 2, 3, 4, 5].map((attempt) => {
      const result = judge(attempt, { kind: "retry", error: "busy" });
      return result.kind === "retry" && result.counts ? result.delayMs / 1000 : null;
    });
    expect(delays).toEqual([10, 60, 360, 2160, 3600]);
    expect(judge(NOTIFICATION_ATTEMPTS, { kind: "retry", error: "busy" })).toEqual({ kind: "failed", error: "busy" });
  });

  it("goes on with the addresses that are left", () => {
    expect(judge(1, { kind: "retry", error: "busy", remaining: ["ann@example.com"] })).toMatchObject({
      remaining: ["ann@example.com"],
    });
  });

  it("waits as long as it is told to, at no cost for a day", () => {
    const limited = { kind: "retry", error: "slow down", isRateLimit: true, retryAfterMs: 90_000 } as const;
    expect(judge(1, limited)).toEqual({ kind: "retry", error: "slow down", counts: false, delayMs: 90_000 });
    expect(judge(NOTIFICATION_ATTEMPTS, limited)).toMatchObject({ kind: "retry", counts: false });
    expect(judge(NOTIFICATION_ATTEMPTS, limited, new Date("2026-05-02T11:00:00Z"))).toEqual({
      kind: "failed",
      error: "slow down",
    });
  });

  it("is not repeated when it was refused for good", () => {
    expect(judge(1, { kind: "rejected", error: "no such user" })).toEqual({ kind: "failed", error: "no such user" });
    expect(judge(1, { kind: "sent" })).toEqual({ kind: "sent" });
  });
});
