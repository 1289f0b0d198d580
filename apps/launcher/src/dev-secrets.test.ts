import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { loadDevSecrets } from "./dev-secrets.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "longhaul-secrets-"));
  return () => rm(folder, { recursive: true, force: true });
});

describe("loadDevSecrets", () => {
  it("makes secrets once, for the owner's eyes only", async () => {
    const secrets = await loadDevSecrets(folder);
    expect(await loadDevSecrets(folder)).toEqual(secrets);
    expect(new Set(Object.values(secrets)).size).toBe(6);
    expect((await stat(join(folder, "secrets.json"))).mode & 0o777).toBe(0o600);
  });

  it("makes others for another folder", async () => {
    const other = await mkdtemp(join(folder, "other-"));
    expect((await loadDevSecrets(folder)).jwtSecret).not.toBe((await loadDevSecrets(other)).jwtSecret);
  });

  it("refuses a damaged file, for new secrets would lock the data", async () => {
    await writeFile(join(folder, "secrets.json"), '{"jwtSecret":"x"}');
    await expect(loadDevSecrets(folder)).rejects.toThrow("secrets.json is damaged");
  });
});
