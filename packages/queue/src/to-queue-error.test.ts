import { describe, expect, it } from "vitest";
import { QueueError } from "./queue-error.ts";
import { toQueueError } from "./to-queue-error.ts";

const withCode = (code: unknown, message = "x"): Error => Object.assign(new Error(message), { code });

describe("toQueueError", () => {
  it.each([
    ["a job that is gone", withCode(-1), "job-lost"],
    ["a lock that is gone", withCode(-2), "job-lost"],
    ["a lock of another worker", withCode(-6), "job-lost"],
    ["a refused connection", withCode("ECONNREFUSED"), "store-unavailable"],
    ["a Postgres that starts up", withCode("57P03"), "store-unavailable"],
    ["a Postgres that closed the connection", new Error("Connection terminated unexpectedly"), "store-unavailable"],
    [
      "a Redis that isn't connected",
      new Error("Stream isn't writeable and enableOfflineQueue options is false"),
      "store-unavailable",
    ],
    ["a syntax error", withCode("42601"), "unexpected"],
    ["something that is no error", "oops", "unexpected"],
  ])("classifies %s", (_what, cause, code) => {
    expect(toQueueError(cause)).toMatchObject({ name: "QueueError", code, cause });
  });

  it("finds the job of a failed lock renewal", () => {
    expect(toQueueError(new Error("could not renew lock for job op-1-2"), { queueName: "operations" })).toMatchObject({
      code: "job-lost",
      jobId: "op-1-2",
      queueName: "operations",
    });
  });

  it("leaves our own errors as they are", () => {
    const ours = new QueueError("invalid-job", "no");
    expect(toQueueError(ours)).toBe(ours);
  });
});
