import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { deriveProjectSecret } from "@longhaul/db";
import { expect, it } from "vitest";

const SCRIPT = fileURLToPath(new URL("callback-secret.ts", import.meta.url));
const key = randomBytes(32);
const tenantId = "550e8400-e29b-41d4-a716-446655440000";
const projectId = "660e8400-e29b-41d4-a716-446655440000";

const run = (...ids: string[]) =>
  promisify(execFile)(process.execPath, [SCRIPT, ...ids], { env: { SECRETS_KEY: key.toString("base64") } });

it("prints the secret that a project's callbacks are signed with, however its ids are written", async () => {
  const { stdout } = await run(tenantId.toUpperCase(), projectId);
  expect(stdout).toBe(`${deriveProjectSecret(key, { tenantId, projectId })}\n`);
  expect(stdout).toMatch(/^whsec_[A-Za-z0-9+/]{43}=\n$/);
});

it("says what it needs", async () => {
  await expect(run(tenantId)).rejects.toThrow("name a tenant and a project by their GUIDs");
});
