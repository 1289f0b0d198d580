import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { installPacked } from "./install-packed.ts";
import { listRuntimes } from "./list-runtimes.ts";
import { useSharedService } from "./use-shared-service.ts";

const RECEIPT = fileURLToPath(new URL("../../../event-log/fixtures/receipt.xes.gz", import.meta.url));
const MAX_TARBALL_BYTES = 150_000;

const nodes = (await listRuntimes()).filter(([version]) => version.startsWith("v"));

describe("the packed command line", () => {
  const service = useSharedService(postgresBackend());
  let folder: string;
  let packed: Buffer<ArrayBuffer>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-packed-cli-"));
    packed = await installPacked("@longhaul/cli", folder);
    await cp(RECEIPT, join(folder, "receipt.xes.gz"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(nodes)("is `npx longhaul` in a folder without a clone, in Node %s", async (version, [node]) => {
    const { url, tenantId, projectId, token } = service.connection();
    // The launcher that npm makes finds Node on the PATH.
    const PATH = [dirname(node), process.env["PATH"] ?? ""].join(delimiter);
    const longhaul = async (...args: readonly string[]): Promise<string> => {
      const env = { PATH, HOME: folder, LONGHAUL_URL: url, LONGHAUL_TENANT: tenantId, LONGHAUL_PROJECT: projectId };
      const { stdout } = await promisify(execFile)("npx", ["--offline", "longhaul", ...args], {
        cwd: folder,
        env: { ...env, LONGHAUL_TOKEN: token },
      });
      return stdout;
    };
    expect(await longhaul("--version")).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await longhaul("upload", "receipt.xes.gz")).toMatch(/^events +8577$/m);
    expect(await longhaul("run", "mining", "-p", "analysisType=discovery", "--save", version)).toMatch(
      /^cases analyzed +1434$/m,
    );
    expect(await readdir(join(folder, version))).toContain("process-map.svg");
    await expect(longhaul("doctor")).rejects.toMatchObject({ stderr: expect.stringContaining("in a clone") });
  });

  it("is a file of its own, with the licences of what it took in, as npm expects it", async () => {
    const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(packed).buffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
    const installed = join(folder, "node_modules/@longhaul/cli");
    const manifest = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as Record<string, unknown>;
    expect(manifest).toMatchObject({ bin: { longhaul: "longhaul.js" } });
    expect(manifest).not.toHaveProperty("dependencies");
    expect(await readdir(join(folder, "node_modules"))).toEqual(expect.not.arrayContaining(["yaml"]));
    expect(await readFile(join(installed, "THIRD-PARTY.txt"), "utf8")).toMatch(/^yaml\n\nCopyright Eemeli Aro/);
    expect(packed.length).toBeLessThan(MAX_TARBALL_BYTES);
  });
});
