import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { hashOfCode } from "./bundle-apps.ts";
import { getBundledApps } from "./get-test-servers.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

it("has made the programs that tests start", async () => {
  const apps = await getBundledApps();
  expect(Object.keys(apps).every((source) => existsSync(source))).toBe(true);
  expect(Object.values(apps).filter((program) => !existsSync(program))).toEqual([]);
  expect(apps[join(ROOT, "apps/api/src/main.ts")]).toMatch(/api-main\.mjs$/);
  await expect(getBundledApps()).resolves.toBe(apps);
});

it("makes others when code or libraries change, not when tests do", async () => {
  const project = await mkdtemp(join(tmpdir(), "longhaul-bundle-"));
  onTestFinished(() => rm(project, { recursive: true, force: true }));
  const write = async (path: string, text: string): Promise<string> => {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), text);
    return hashOfCode(project);
  };
  const hashes = [
    await write("apps/api/src/main.ts", "1"),
    await write("apps/api/src/main.ts", "2"),
    await write("packages/db/generated/client.ts", "1"),
    await write("packages/db/package.json", "{}"),
    await write("pnpm-lock.yaml", "a"),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(await write("apps/api/src/main.test.ts", "1")).toBe(hashes.at(-1));
});
