import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { useService } from "../service/use-service.ts";
import { runLonghaul } from "./run-longhaul.ts";

const HEAD = "case,activity,timestamp\n";
const LOG = `${HEAD}a,b,2024-01-01\na,c,2024-01-02\n`;
const MORE = `${HEAD}d,b,2024-01-03\nd,c,2024-01-04\n`;

const service = useService(postgresBackend());

const check = async (...options: readonly string[]) => {
  const { code, output } = await runLonghaul(service.environment(), "storage", "check", ...options, "--json");
  return { code, report: JSON.parse(output) as Record<string, unknown> };
};

it("says that ledger and storage agree, or which blobs are missing, changed or nobody's", async () => {
  const { body } = await service.upload(LOG);
  const datasetId = String(body["datasetId"]);
  expect((await service.upload(MORE, { path: `/datasets/${datasetId}/append` })).status).toBe(201);
  expect((await service.call(`/datasets/${datasetId}/export?format=csv`)).status).toBe(200);
  const other = String((await service.upload(LOG)).body["datasetId"]);
  await service.run("ProcessMiningAnalysis", { datasetId, analysisType: "discovery" });
  expect(await check("--bytes")).toMatchObject({
    code: 0,
    report: { consistent: true, faults: [], orphans: { blobs: 0 } },
  });
  const { code, output } = await runLonghaul(service.environment(), "storage", "check");
  expect([code, output]).toEqual([
    0,
    expect.stringMatching(/^\d{2,} blobs are named by rows.*\n0 faults, 0 orphans\n$/s),
  ]);

  const storage = fileURLToPath(service.environment()["STORAGE_URL"] ?? "");
  const source = (id: string): string => `datasets/${service.tenantId}/${id}/source`;
  const named = await service.storedFiles();
  const table = named.find((path) => path.includes(`/${other}/`) && !path.endsWith("/source")) ?? "";
  const tableKey = table.slice(storage.length + 1);
  await rm(join(storage, source(datasetId)));
  await truncate(table, 10);
  const bytes = await readFile(join(storage, source(other)));
  bytes[0] = 0;
  await writeFile(join(storage, source(other)), bytes);
  const orphans = [
    `datasets/${service.tenantId}/${randomUUID()}/source`,
    `operations/${service.tenantId}/op-${randomUUID()}/p1/map.svg`,
  ];
  for (const key of orphans) {
    await mkdir(dirname(join(storage, key)), { recursive: true });
    await writeFile(join(storage, key), "x");
  }
  const quick = await check();
  expect(quick.code).toBe(1);
  expect(quick.report).toMatchObject({
    consistent: false,
    faults: expect.arrayContaining([
      { key: source(datasetId), namedBy: `dataset ${datasetId}`, problem: "missing" },
      { key: tableKey, namedBy: `dataset ${other}`, problem: "other-size" },
    ]),
    orphans: { blobs: 2, bytes: 2 },
  });
  const { orphans: told } = quick.report as { orphans: { examples: readonly { key: string }[] } };
  expect(told.examples.map(({ key }) => key).toSorted()).toEqual(orphans.toSorted());
  expect(quick.report["faults"]).toHaveLength(2);
  const thorough = await check("--bytes");
  expect(thorough.report["faults"]).toHaveLength(3);
  expect(thorough.report["faults"]).toContainEqual({
    key: source(other),
    namedBy: `dataset ${other}`,
    problem: "other-bytes",
  });
});

it("tells how it is used, and that a ledger is away", async () => {
  const refused = await runLonghaul(service.environment(), "storage", "check", "--byte");
  expect([refused.code, refused.output]).toEqual([expect.any(Number), expect.stringContaining("[--bytes] [--json]")]);
  expect(refused.code).not.toBe(0);
  const env = { ...service.environment(), DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" };
  const away = await runLonghaul(env, "storage", "check");
  expect([away.code === 0, away.output]).toEqual([false, expect.stringMatching(/^not compared: [^\n]+\n$/)]);
});
