import { describe, expect, it } from "vitest";
import { isStoreFault } from "./is-store-fault.ts";

const withFields = (fields: Record<string, unknown>, message = "x"): Error => Object.assign(new Error(message), fields);

describe("a fault of a store", () => {
  it.each([
    ["a refused connection", withFields({ code: "ECONNREFUSED" })],
    ["a name that isn't found for now", withFields({ code: "EAI_AGAIN" })],
    ["a socket that isn't there", withFields({ code: "ENOENT", syscall: "connect" })],
    ["every address of a name refused", new AggregateError([withFields({ code: "ECONNREFUSED" })])],
    ["a connection cut by an administrator", withFields({ code: "57P01" })],
    ["a crash of the server", withFields({ code: "57P02" })],
    ["a server that starts up", withFields({ code: "57P03" })],
    ["a session that was idle for too long", withFields({ code: "57P05" })],
    ["a statement past its time limit", withFields({ code: "57014" })],
    ["too many clients", withFields({ code: "53300" })],
    ["a full disk of the server", withFields({ code: "53100" })],
    ["a broken protocol", withFields({ code: "08P01" })],
    ["an I/O error of the server", withFields({ code: "58030" })],
    ["a deadlock", withFields({ code: "40P01" })],
    ["a serialization failure", withFields({ code: "40001" })],
    ["a lock that can't be had", withFields({ code: "55P03" })],
    ["a server that has become a standby", withFields({ code: "25006" })],
    ["a cut connection", new Error("Connection terminated unexpectedly")],
    ["an answer that doesn't come", new Error("Query read timeout")],
    ["a pool without a free connection", new Error("timeout exceeded when trying to connect")],
    ["a connection that doesn't come up", new Error("Connection terminated due to connection timeout")],
    ["a client that lost its connection", new Error("Client has encountered a connection error and is not queryable")],
    ["a Redis that loads", new Error("LOADING Redis is loading the dataset in memory")],
    ["a Redis that isn't the primary", new Error("READONLY You can't write against a read only replica.")],
    ["a Redis without memory", new Error("OOM command not allowed when used memory > 'maxmemory'.")],
    ["a Redis that can't save", new Error("MISCONF Redis is configured to save RDB snapshots")],
    ["a Redis that was tried too often", withFields({ name: "MaxRetriesPerRequestError" })],
    ["a socket to Redis gone silent", new Error("Socket timeout. Expecting data, but didn't receive any in 5000ms.")],
    ["the queue's own word for it", withFields({ name: "QueueError", code: "store-unavailable" })],
    ["a full disk", withFields({ code: "ENOSPC" })],
    ["a full quota", withFields({ code: "EDQUOT" })],
    ["a broken disk", withFields({ code: "EIO" })],
    ["a disk that was made read-only", withFields({ code: "EROFS" })],
    ["too many open files", withFields({ code: "EMFILE" })],
    ["storage that is full", withFields({ name: "StorageFullError" })],
    ["storage that is away", withFields({ name: "StorageAwayError" })],
    ["a 503 of S3", withFields({ name: "SlowDown", $metadata: { httpStatusCode: 503 } })],
    ["an unnamed 500 of S3", withFields({ $metadata: { httpStatusCode: 500 } })],
    ["a request to S3 that took too long", withFields({ name: "TimeoutError" })],
    ["a cause that is one", new Error("phase not committed", { cause: withFields({ code: "57P01" }) })],
    [
      "a driver's error in Prisma's",
      withFields({ meta: { driverAdapterError: { cause: { originalCode: "57P01" } } } }),
    ],
    ["Prisma's own", withFields({ code: "P1001" })],
  ])("is %s", (_what, err) => {
    expect(isStoreFault(err)).toBe(true);
  });

  it.each([
    ["a syntax error in SQL", withFields({ code: "42601" })],
    ["a row that is there already", withFields({ code: "23505" })],
    ["text that isn't a number", withFields({ code: "22P02" })],
    ["a transaction that had failed before", withFields({ code: "25P02" })],
    ["a wrong password", withFields({ code: "28P01" })],
    ["a file that isn't there", withFields({ code: "ENOENT", syscall: "open" })],
    ["a file that may not be read", withFields({ code: "EACCES" })],
    ["an object that isn't in the bucket", withFields({ name: "NoSuchKey", $metadata: { httpStatusCode: 404 } })],
    ["a lost job", withFields({ name: "QueueError", code: "job-lost" })],
    ["a bug", new TypeError("Cannot read properties of undefined (reading 'id')")],
    ["a message that only speaks of one", new Error("the answer says: Connection terminated")],
    ["a text", "ECONNREFUSED"],
    ["nothing", undefined],
  ])("is not %s", (_what, err) => {
    expect(isStoreFault(err)).toBe(false);
  });

  it("is looked for in an error that is its own cause", () => {
    const err = new Error("round");
    err.cause = err;
    expect(isStoreFault(err)).toBe(false);
  });
});
