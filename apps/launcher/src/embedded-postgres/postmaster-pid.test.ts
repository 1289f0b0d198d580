import { describe, expect, it } from "vitest";
import { parsePostmasterPid } from "./postmaster-pid.ts";

const file = (pid: string, status: string) =>
  `${pid}\n/data/postgres\n1764000000\n40123\n\n127.0.0.1\n  1234567    32768\n${status}\n`;

describe("parsePostmasterPid", () => {
  it("reads the pid and whether the server is ready", () => {
    expect(parsePostmasterPid(file("4711", "ready   "))).toEqual({ pid: 4711, isReady: true });
    expect(parsePostmasterPid(file("4711", "starting"))).toEqual({ pid: 4711, isReady: false });
  });

  it("reads the pid of single-user mode, written as a negative number", () => {
    expect(parsePostmasterPid("-4711\n/data/postgres\n")).toEqual({ pid: 4711, isReady: false });
  });

  it.each(["", "\n", "x\n", "0\n"])("takes %j for a file that isn't written yet", (text) => {
    expect(parsePostmasterPid(text)).toBeNull();
  });
});
