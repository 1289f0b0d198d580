import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "./commands/commands.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { findCommand } from "./parse-command-line.ts";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");

describe("the README", () => {
  it("has a row for each exit code", () => {
    const rows = [...README.matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(([, code, meaning]) => [Number(code), meaning]);
    expect(rows).toEqual(Object.values(EXIT_CODES).map(([code, meaning]) => [code, meaning]));
  });

  it("names each command with its arguments, and none that isn't there", () => {
    const rows = [...README.matchAll(/^\| `longhaul ([^`]+)` \|/gm)].map(([, text = ""]) => text);
    expect(rows).toEqual(COMMANDS.map(({ name, args }) => `${name} ${args}`.trim()));
  });
});

describe("findCommand", () => {
  it("takes the longest name that fits", () => {
    expect(findCommand(COMMANDS, ["results", "open", "op-1"])?.command.name).toBe("results open");
    expect(findCommand(COMMANDS, ["results", "op-1"])?.command.name).toBe("results");
    expect(findCommand(COMMANDS, ["batch"])).toBeNull();
  });
});
