import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/** Neither gets further than its settings: the one has a wrong port, the other no database. */
const COMMANDS = [
  ["start", "stand-in-launcher.fixture.ts", { PORT: "no port" }],
  ["migrate", "migrate.ts", {}],
] as const;

const MISSPELT = [
  ["LONGHAUL_DAT", "LONGHAUL_DATA"],
  ["DATABSE_URL", "DATABASE_URL"],
  ["WORKER_LEASE", "WORKER_LEASE_MS"],
  ["JWT_SECRT", "JWT_SECRET"],
  ["STORAGE_URLS", "STORAGE_URL"],
] as const;

describe.each(COMMANDS)("%s", (_command, entry, env) => {
  it("names each misspelt setting with the one that is meant, and nothing that isn't ours", async () => {
    const misspelt = Object.fromEntries(MISSPELT.map(([name]) => [name, "x"]));
    const child = spawn(process.execPath, [fileURLToPath(new URL(entry, import.meta.url))], {
      env: { PATH: process.env["PATH"], EDITOR: "vi", KUBERNETES_SERVICE_HOST: "10.0.0.1", ...env, ...misspelt },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const [output, [exitCode]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    expect(exitCode).toBe(1);
    const told = output.split("\n").filter((line) => line.includes("is no setting"));
    expect(told.toSorted()).toEqual(
      MISSPELT.map(([name, meant]) => `${name} is no setting; perhaps ${meant} is meant`).toSorted(),
    );
  });
});
