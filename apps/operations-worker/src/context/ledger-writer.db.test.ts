import { NO_QUOTAS } from "@longhaul/domain";
import { createDb, readLedgerSql, type Db } from "@longhaul/db";
import { patientLimits, useTestDatabase } from "@longhaul/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultyDb } from "../test/faulty-db.ts";
import { playHistory, type HistoryWorker } from "../test/play-history.ts";
import { history } from "../test/writer-history.ts";
import { createLedgerWriter, type LedgerWriter } from "./ledger-writer.ts";

const database = useTestDatabase();
const dbs: Db[] = [];
beforeAll(() => {
  for (const applicationName of ["others", "worker 0", "worker 1"])
    dbs.push(createDb({ databaseUrl: database.url, applicationName, poolSize: 5, limits: patientLimits() }));
});
afterAll(async () => {
  await Promise.all(dbs.map(async (db) => db.close()));
});

const asItIs = (writer: LedgerWriter): LedgerWriter => writer;

const HISTORIES = process.env["LONGHAUL_CHAOS"] === "full" ? 300 : 15;

/** More histories than any bug stays hidden in: the first that shows it is the last. */
const FAR = 500;

/** Plays random histories until one is not to be explained. */
async function check(numRuns: number, spoil = asItIs) {
  const [others, ...own] = dbs;
  if (others === undefined) throw new Error("no database");
  const workers = own.map((db): HistoryWorker => {
    const faulty = faultyDb(db);
    return { faulty, writer: spoil(createLedgerWriter(faulty.db, NO_QUOTAS)) };
  });
  const property = fc.asyncProperty(history, async (rounds) => {
    expect(await playHistory(others, workers, rounds)).toBeNull();
  });
  // What is at once differs from run to run: a smaller history needn't fail.
  return fc.check(property, { numRuns, endOnFailure: true });
}

/** Bugs of the ledger that histories must show. */
const planted = [
  ["no epoch is looked at", "o.epoch = m.epoch AND ", ""],
  ["a phase is committed whether it runs or not", "THEN ph.is_running ELSE", "THEN true ELSE"],
  ["a claim commits a phase again and again", "c.phase_idx >= m.first AND c.epoch = m.epoch", "false"],
] as const;

describe("all that workers write together", () => {
  it("is in the ledger as if each had written alone, whatever was refused, lost or asked by somebody who was replaced", async () => {
    const { failed, errorInstance } = await check(HISTORIES);
    if (failed) throw errorInstance;
    expect(failed).toBe(false);
  });

  it.each(planted)("is found not to be when %s", async (_, right, wrong) => {
    const part = (await readLedgerSql()).find(({ name }) => name === "operations/advance_operations.sql");
    expect(part?.sql).toContain(right);
    await dbs[0]?.query(part?.sql.replace(right, wrong) ?? "");
    try {
      expect((await check(FAR)).failed).toBe(true);
    } finally {
      await dbs[0]?.query(part?.sql ?? "");
    }
  });

  it("is found not to be when a writer says that all was accepted", async () => {
    const { failed } = await check(FAR, (writer) => ({
      ...writer,
      write: async (move, onBytes) => {
        await writer.write(move, onBytes);
        return true;
      },
    }));
    expect(failed).toBe(true);
  });
});
