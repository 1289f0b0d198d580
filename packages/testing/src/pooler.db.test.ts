import { readFileSync } from "node:fs";
import { areSessionsShared, asTenants, createDb, createLedgerCheck } from "@longhaul/db";
import { afterAll, describe, expect, it } from "vitest";
import { RECEIPT } from "./console/receipt.ts";
import { postgresBackend } from "./describe-each-backend.ts";
import { patientLimits } from "./patience.ts";
import { useService } from "./service/use-service.ts";
import { findPooler, startPooler } from "./start-pooler.ts";

const executable = findPooler();
const poolers: { stop(): Promise<void> }[] = [];

async function pooled(databaseUrl: string, mode: "session" | "transaction", more?: string): Promise<string> {
  const pooler = await startPooler(executable ?? "", databaseUrl, mode, more);
  poolers.push(pooler);
  return pooler.url;
}

describe.skipIf(executable === null)(
  `pgBouncer before the ledger${executable === null ? " (skipped: none here)" : ""}`,
  () => {
    let sessionUrl = "";
    const service = useService(postgresBackend(), async () => {
      sessionUrl = await pooled(service.databaseUrl(), "session");
      return { DATABASE_URL: sessionUrl };
    });
    afterAll(() => Promise.all(poolers.map((pooler) => pooler.stop())));
    const open = (databaseUrl: string, role: "longhaul_api" | "longhaul_worker") =>
      createDb({ databaseUrl, applicationName: "test", role, limits: patientLimits() });

    it("that pools sessions lets the service work, behind the wall between tenants", async () => {
      const { body } = await service.upload(new Uint8Array(readFileSync(RECEIPT)), { fileName: "receipt.xes.gz" });
      const { results } = await service.run("ProcessMiningAnalysis", {
        datasetId: body["datasetId"],
        analysisType: "discovery",
      });
      expect(results["status"]).toBe("Completed");
      const db = open(sessionUrl, "longhaul_api");
      expect(await areSessionsShared(db)).toBe(false);
      const seenBy = async (tenantId: string): Promise<unknown> =>
        asTenants([tenantId], async () =>
          db.query("SELECT current_user AS who, count(*)::int AS seen FROM operations"),
        ).then(({ rows }) => rows[0]);
      expect(await seenBy(service.tenantId)).toEqual({ who: "longhaul_api", seen: 1 });
      expect(await seenBy(service.projectId)).toEqual({ who: "longhaul_api", seen: 0 });
      await db.close();
    });

    it.each(["", "server_round_robin = 1"])(
      "that pools transactions is refused, with what to do (%j)",
      async (more) => {
        const db = open(await pooled(service.databaseUrl(), "transaction", more), "longhaul_worker");
        expect(await areSessionsShared(db)).toBe(true);
        await expect(createLedgerCheck(db, () => undefined)).rejects.toThrow(/name this pooler in DATABASE_POOLER_URL/);
        await db.close();
      },
    );
  },
);
