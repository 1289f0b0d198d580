import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { findOnPath } from "../find-on-path.ts";
import { useSharedService } from "./use-shared-service.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const canRun = findOnPath("bash") !== null && findOnPath("curl") !== null;

describe("the tour of the README", () => {
  const service = useSharedService(postgresBackend());
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-tour-"));
    await symlink(join(ROOT, "packages"), join(folder, "packages"));
    await mkdir(join(folder, ".longhaul"));
    await writeFile(join(folder, ".longhaul/dev.json"), JSON.stringify(service.connection()));
    await mkdir(join(folder, "bin"));
    // What `npx pnpm@12 longhaul` runs, without installing pnpm.
    const main = join(ROOT, "apps/cli/src/main.ts");
    const npx = `#!/bin/sh\n[ "$1 $2" = "pnpm@12 longhaul" ] || exit 64\nshift 2\nexec '${process.execPath}' '${main}' "$@"\n`;
    await writeFile(join(folder, "bin/npx"), npx);
    await chmod(join(folder, "bin/npx"), 0o755);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.skipIf(!canRun)("is what happens, word for word", async () => {
    const readme = await readFile(join(ROOT, "README.md"), "utf8");
    const tour = /## A tour in five minutes.*?```sh\n(.*?)```/s.exec(readme)?.[1] ?? "exit 65";
    const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", tour], {
      cwd: folder,
      env: { PATH: [join(folder, "bin"), process.env["PATH"] ?? ""].join(delimiter), HOME: folder },
      maxBuffer: 50_000_000,
    });
    expect(stdout).toMatch(/^events +8577$/m);
    expect(stdout).toMatch(/^cases analyzed +1434$/m);
    expect(stdout).toMatch(/^process variants +116$/m);
    expect(stdout).toContain("event: operation.completed");
    expect(stdout).toMatch(/casesAnalyzed: 1434/);
    const map = await readFile(join(folder, "results/process-map.svg"), "utf8");
    expect(map).toMatch(/<svg[^]*1,434/);
    expect((await stat(join(folder, "results/all.zip"))).size).toBeGreaterThan(10_000);
  });
});
