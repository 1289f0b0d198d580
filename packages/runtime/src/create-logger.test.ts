import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createLogger, type LoggerOptions } from "./create-logger.ts";

describe("the logger", () => {
  it("writes one line of JSON a record, with time, level, service and fields", () => {
    const { logger, lines } = record();
    const before = Date.now();
    logger.info({ operationId: "op-1", count: 3 }, "operation claimed");
    logger.warn("no worker");
    const [first, second] = parse(lines());
    expect(first).toEqual({
      time: expect.any(String),
      level: "info",
      service: "api",
      message: "operation claimed",
      operationId: "op-1",
      count: 3,
    });
    expect(Date.parse(String(first?.["time"]))).toBeGreaterThanOrEqual(before);
    expect(second).toMatchObject({ level: "warn", message: "no worker" });
  });

  it("leaves out what is below its level", () => {
    const { logger, lines } = record({ level: "warn" });
    logger.info("routine");
    logger.error("fault");
    expect(parse(lines()).map(({ message }) => message)).toEqual(["fault"]);
  });

  it("gives its children names and fields, and keeps its own free of them", () => {
    const { logger, lines } = record();
    const child = logger.child("reconciler", { workerId: "w1" });
    child.child("sweep").info({ count: 2 }, "swept");
    logger.info("other");
    const [swept, other] = parse(lines());
    expect(swept).toMatchObject({ part: "reconciler.sweep", workerId: "w1", count: 2 });
    expect(other).not.toHaveProperty("part");
    expect(other).not.toHaveProperty("workerId");
  });

  it("keeps fields that have the name of something fixed, under another name", () => {
    const { logger, lines } = record();
    logger.info({ level: "chosen by a client", message: "mine", record: 1 }, "received");
    expect(parse(lines())[0]).toMatchObject({
      level: "info",
      message: "received",
      level_: "chosen by a client",
      message_: "mine",
      record: 1,
    });
  });

  it("redacts by key at any depth, and in the text of errors and messages", () => {
    const { logger, lines } = record();
    const err = new Error("connect postgresql://longhaul:hunter2@db/l failed", {
      cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED", password: "hunter2" }),
    });
    logger.error(
      { err, request: { headers: { Authorization: "Bearer hunter2hunter2", "set-cookie": ["sid=hunter2"] } } },
      "GET /downloads/hunter2/map.svg failed",
    );
    expect(lines()).not.toContain("hunter2");
    expect(parse(lines())[0]).toMatchObject({
      message: "GET /downloads/[redacted]/map.svg failed",
      err: {
        name: "Error",
        message: "connect postgresql://[redacted]@db/l failed",
        stack: expect.stringContaining("create-logger.test.ts"),
        cause: { message: "refused", code: "ECONNREFUSED", password: "[redacted]" },
      },
      request: { headers: { Authorization: "[redacted]", "set-cookie": "[redacted]" } },
    });
  });

  it("never throws, whatever it is given", () => {
    const { logger, lines } = record();
    const cyclic: Record<string, unknown> = { big: 12n, nan: Number.NaN, fn: () => 1, buffer: Buffer.alloc(3) };
    cyclic["self"] = cyclic;
    const hostile = {
      get broken() {
        throw new Error("no");
      },
      revoked: revokedProxy(),
      toJSON() {
        throw new Error("no");
      },
    };
    logger.info({ cyclic, hostile, when: new Date(Number.NaN), map: new Map([["token", 1]]) }, "odd");
    logger.info(revokedProxy(), "odder");
    const [odd] = parse(lines());
    expect(odd).toMatchObject({
      cyclic: { big: "12", nan: "NaN", fn: "[function]", buffer: "[3 bytes]", self: "[circular]" },
      hostile: { broken: "[unreadable]", revoked: "[unreadable]", toJSON: "[function]" },
      when: "Invalid Date",
      map: { token: "[redacted]" },
    });
  });

  it("bounds what one line may cost", () => {
    const { logger, lines } = record();
    logger.info({ list: Array.from({ length: 100_000 }, (_, index) => index), text: "x".repeat(1_000_000) }, "big");
    expect(lines().length).toBeLessThan(20_000);
    expect(parse(lines())[0]?.["text"]).toContain("… (1000000 characters)");
  });

  it("can write for people: one coloured line, and the stack of an error below it", () => {
    const { logger, lines } = record({ pretty: true });
    logger.child("access").warn({ status: 503, path: "/a b", err: new Error("down") }, "request failed");
    const [head, ...rest] = lines().trimEnd().split("\n");
    expect(head).toMatch(/^\d\d:\d\d:\d\d\.\d{3} .*WARN .* api\/access request failed/);
    expect(head).toContain("\u001b[33m");
    expect(head).toContain("status=503");
    expect(head).toContain('path="/a b"');
    expect(head).toContain('err="down"');
    expect(rest[0]).toContain("Error: down");
  });
});

function record(options: Partial<LoggerOptions> = {}) {
  let text = "";
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { logger: createLogger({ service: "api", ...options, destination }), lines: () => text };
}

function parse(text: string): Record<string, unknown>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function revokedProxy(): Record<string, unknown> {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
