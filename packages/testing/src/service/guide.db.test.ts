import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { findOnPath } from "../find-on-path.ts";
import { PYTHON, startExample } from "./start-example.ts";
import { useSharedService } from "./use-shared-service.ts";

const CODE = new URL("../../../../apps/api/src/features/guide/code/", import.meta.url);
const SDK = fileURLToPath(new URL("../../../sdk/", import.meta.url));

describe("the guide's code, word for word", async () => {
  const service = useSharedService(postgresBackend());
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-guide-"));
    await mkdir(join(folder, "node_modules/@longhaul"), { recursive: true });
    await symlink(SDK, join(folder, "node_modules/@longhaul/sdk"), "dir");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function run(command: string, language: string, file: string): Promise<string> {
    const path = join(folder, file);
    await writeFile(path, await readFile(new URL(`${language}.txt`, CODE)));
    const { url, tenantId, projectId, token } = service.connection();
    const project = {
      LONGHAUL_URL: url,
      LONGHAUL_TENANT: tenantId,
      LONGHAUL_PROJECT: projectId,
      LONGHAUL_TOKEN: token,
    };
    return startExample(command, command === "bash" ? ["-euo", "pipefail", path] : [path], {
      cwd: folder,
      env: project,
    }).ended;
  }
  const clients = ["version 2 4 cases", "Completed 100", "400 validation_failed"];

  it.skipIf(findOnPath("curl") === null)("runs for curl", async () => {
    const told = await run("bash", "curl", "guide.sh");
    for (const line of [
      /^started op-/m,
      /operation\.completed/,
      /^Ready\nappend$/m,
      /^event: batch\./m,
      /^Completed$/m,
      /^\/parameters\/analysisType\n$/m,
    ])
      expect(told).toMatch(line);
    expect((await readFile(join(folder, "both-months.xes.gz"))).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
  });

  it("runs in TypeScript", async () => {
    const told = await run(process.execPath, "typescript", "guide.mts");
    for (const line of ["operation.completed", "january.xes.gz", "casesAnalyzed: 2", ...clients])
      expect(told).toContain(line);
  });

  it.skipIf(PYTHON === null)("runs in Python", async () => {
    const told = await run(PYTHON ?? "python3", "python", "guide.py");
    for (const line of ["operation.completed", "january.xes.gz", "'casesAnalyzed': 2", ...clients])
      expect(told).toContain(line);
  });
});
