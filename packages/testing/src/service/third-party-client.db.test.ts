import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import openapiTS, { astToString } from "openapi-typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { useSharedService } from "./use-shared-service.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** What somebody writes who has the contract and these two packages, and nothing of ours. */
const CONSUMER = `import createClient from "openapi-fetch";
import type { components, paths } from "./contract.d.ts";

declare const process: { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string | undefined>> };
const { LONGHAUL_URL = "", LONGHAUL_TENANT: tenantId = "", LONGHAUL_PROJECT: projectId = "", LONGHAUL_TOKEN } = process.env;
const client = createClient<paths>({ baseUrl: LONGHAUL_URL, headers: { authorization: \`Bearer \${LONGHAUL_TOKEN}\` } });
const path = { tenantId, projectId };

const ping = await client.GET("/api/{tenantId}/{projectId}/async/ping", { params: { path } });
console.log(ping.data?.tenantId === tenantId, ping.response.status);

const refused = await client.POST("/api/{tenantId}/{projectId}/async/operation", {
  params: { path },
  // @ts-expect-error -- a name is missing
  body: { operationType: "ProcessMiningAnalysis" },
});
console.log(refused.error?.error.code, refused.error?.errors?.map(({ pointer }) => pointer).join());

const started = await client.POST("/api/{tenantId}/{projectId}/async/operation", {
  params: { path },
  body: {
    operationType: "ProcessMiningAnalysis",
    operationName: "By a stranger",
    parameters: { datasetId: process.argv[2] ?? "", analysisType: "discovery" },
  },
});
const operationId = started.data?.operationId ?? "";
type Status = components["schemas"]["OperationStatus"];
let status: Status | undefined;
do {
  const answer = await client.GET("/api/{tenantId}/{projectId}/async/operation/{operationId}", {
    params: { path: { ...path, operationId }, header: { Prefer: "wait=20" } },
  });
  status = answer.data;
} while (status?.status === "Initiated" || status?.status === "Running");
console.log(status?.status, status?.progress.percentage);

const results = await client.GET("/api/{tenantId}/{projectId}/async/operation/{operationId}/results", {
  params: { path: { ...path, operationId }, query: { format: "summary" } },
});
// With format=download it would be a ZIP.
if (typeof results.data === "object") console.log(results.data.summary["casesAnalyzed"]);
`;

describe("a client that others' tools make from the contract", () => {
  const service = useSharedService(postgresBackend());
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-third-party-"));
    await symlink(join(ROOT, "packages/testing/node_modules"), join(folder, "node_modules"));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    await writeFile(join(folder, "consumer.ts"), CONSUMER);
    const contract = (await (await fetch(`${service.connection().url}/openapi.json`)).json()) as object;
    // By itself the tool takes what has a default for what must be sent.
    const types = await openapiTS(JSON.stringify(contract), { defaultNonNullable: false });
    await writeFile(join(folder, "contract.d.ts"), astToString(types));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("type-checks, and refuses what the contract refuses", async () => {
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    const options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--types", ""];
    const args = [tsc, ...options, "--allowImportingTsExtensions", "consumer.ts"];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder }).catch(
      (err: unknown) => err as { readonly stdout: string },
    );
    expect(stdout).toBe("");
  });

  it("starts an operation, follows it and has its results", async () => {
    const log = `case,activity,timestamp\n${Array.from({ length: 40 }, (_, at) =>
      ["Receive", "Check", "Ship"].map((step, n) => `c${at},${step},2024-01-0${1 + n}T08:00:00Z\n`).join(""),
    ).join("")}`;
    const { body } = await service.upload(log);
    const { url, tenantId, projectId, token } = service.connection();
    const { stdout } = await promisify(execFile)(process.execPath, ["consumer.ts", String(body["datasetId"])], {
      cwd: folder,
      env: { LONGHAUL_URL: url, LONGHAUL_TENANT: tenantId, LONGHAUL_PROJECT: projectId, LONGHAUL_TOKEN: token },
    });
    expect(stdout.split("\n")).toEqual(["true 200", "validation_failed /operationName", "Completed 100", "40", ""]);
  });
});
