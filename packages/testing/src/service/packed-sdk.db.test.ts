import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { installPacked } from "./install-packed.ts";
import { listRuntimes } from "./list-runtimes.ts";
import { useSharedService } from "./use-shared-service.ts";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const README = join(ROOT, "packages/sdk/README.md");
const RECEIPT = join(ROOT, "packages/event-log/fixtures/receipt.xes.gz");
const MAX_GZIP_BYTES = 15_000;

const runtimes = await listRuntimes();

describe("the packed SDK", () => {
  const service = useSharedService(postgresBackend());
  let folder: string;
  let installed: string;
  let packed: Buffer<ArrayBuffer>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-sdk-"));
    packed = await installPacked("@longhaul/sdk", folder);
    await cp(RECEIPT, join(folder, "receipt.xes.gz"));
    installed = join(folder, "node_modules/@longhaul/sdk");
    const blocks = (await readFile(README, "utf8")).matchAll(/^```js\n(.*?)^```$/gms);
    for (const [at, [, code = ""]] of [...blocks].entries()) await writeFile(join(folder, `example-${at}.mjs`), code);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const example = async (command: readonly string[], at: number): Promise<string> => {
    const { url, tenantId, projectId, token } = service.connection();
    const [file, ...args] = [...command, join(folder, `example-${at}.mjs`)];
    const { stdout } = await run(file, args, {
      cwd: folder,
      env: {
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        LONGHAUL_URL: url,
        LONGHAUL_TENANT: tenantId,
        LONGHAUL_PROJECT: projectId,
        LONGHAUL_TOKEN: token,
      },
    });
    return stdout;
  };

  it.each(runtimes)("runs the examples of its README in %s, word for word", async (_version, command) => {
    const first = await example(command, 0);
    expect(first).toContain("operation.completed 100\n1434 cases,");
    expect(await example(command, 1)).toMatch(/^Completed 100\n(.* \d+ bytes\n)+$/m);
  });

  it("has no dependency, names no module of Node, and is small", async () => {
    const manifest = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as Record<string, unknown>;
    expect([manifest["dependencies"], manifest["peerDependencies"]]).toEqual([undefined, undefined]);
    const names = (await readdir(join(installed, "dist"), { recursive: true })).toSorted();
    const texts = await Promise.all(
      names
        .filter((name) => /\.(js|d\.ts)$/.test(name))
        .map(async (name) => [name, await readFile(join(installed, "dist", name), "utf8")] as const),
    );
    const specifiers = texts.flatMap(([name, text]) =>
      [...text.matchAll(/\b(?:from|import)(?:\s+|\s*\(\s*)"([^"]+)"/g)].map(([, specifier = ""]) => [name, specifier]),
    );
    expect(specifiers.length).toBeGreaterThan(20);
    expect(specifiers.filter(([, specifier = ""]) => !specifier.startsWith("."))).toEqual([]);
    const code = texts.filter(([name]) => name.endsWith(".js")).map(([, text]) => text);
    expect(gzipSync(code.join("\n")).length).toBeLessThanOrEqual(MAX_GZIP_BYTES);
  });

  it("is packed as Node, bundlers and TypeScript expect it", async () => {
    const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(packed).buffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
    const { types, ...analysis } = await checkPackage(createPackageFromTarballData(new Uint8Array(packed)));
    expect(types).not.toBe(false);
    // It is made of ES modules alone, which require() takes since Node 20.17, and has "exports" alone, which node10 doesn't read.
    const problems = ("problems" in analysis ? analysis.problems : []).map(({ kind, ...more }) =>
      "resolutionKind" in more ? `${kind} ${more.resolutionKind}` : kind,
    );
    expect(problems.toSorted()).toEqual(["CJSResolvesToESM node16-cjs", "NoResolution node10"]);
  });

  it("has types that tell right requests from wrong ones, whatever a project's module resolution", async () => {
    await writeFile(
      join(folder, "consumer.ts"),
      `import { createClient, type Dataset, type OperationResults } from "@longhaul/sdk";
const client = createClient({ url: "", tenantId: "", projectId: "", token: () => "" });
export const dataset: Promise<Dataset> = client.datasets.upload(new Blob([]), "x.csv", { mapping: { caseId: "id" } });
const operationName = "x";
export async function run(): Promise<number | undefined> {
  const operation = await client.operations.start({
    operationType: "ProcessMiningAnalysis",
    operationName,
    parameters: { datasetId: "", analysisType: "discovery", timeWindow: { startDate: "2024-01-01" } },
  });
  // @ts-expect-error -- no such analysis
  await client.operations.start({ operationType: "ProcessMiningAnalysis", operationName, parameters: { analysisType: "guess" } });
  // @ts-expect-error -- a name is missing
  await client.operations.start({ operationType: "ReportGeneration", parameters: {} });
  await client.operations.start({ operationType: "OneOfOurOwn", operationName, parameters: { anything: 1 } });
  for await (const { status } of client.operations.list({ status: ["Running"] })) if (status === "Running") break;
  const results = await operation.result();
  // @ts-expect-error -- a figure of another type
  results.summary.columnsAdded;
  const enriched = await client.operations.resume<"DataEnrichment">("").result();
  const datasetId: string | undefined = enriched.summary.outputDatasetId;
  const own: unknown = (await client.operations.resume("").result()).summary[datasetId ?? ""];
  const any: OperationResults = results;
  return own === any ? undefined : results.summary.casesAnalyzed;
}
`,
    );
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    for (const resolution of ["nodenext", "bundler"]) {
      const module = resolution === "nodenext" ? "nodenext" : "esnext";
      const options = ["--module", module, "--moduleResolution", resolution, "--lib", "es2022,dom,dom.asynciterable"];
      const args = [tsc, "--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022", "--types", ""];
      const { stdout } = await run(process.execPath, [...args, ...options, "consumer.ts"], { cwd: folder }).catch(
        (err: unknown) => err as { readonly stdout: string },
      );
      expect(stdout).toBe("");
    }
  });
});
