// Compares the ledger's rows with the blobs in storage, in the environment of the processes: longhaul storage check [--bytes] [--json]
import { parseArgs } from "node:util";
import { createDb } from "@longhaul/db";
import { openBlobStore } from "@longhaul/storage";
import { readStoreSettings } from "../read-store-settings.ts";
import { checkBlobs } from "./check-blobs.ts";
import { describeReport } from "./describe-report.ts";

const USAGE = `longhaul storage check [--bytes] [--json]: compares the ledger's rows with the blobs in storage, both ways

  --bytes  also reads the blobs and compares their SHA-256
  --json   the report as JSON
`;
/** Limit of the statement that reads a page of rows. */
const STATEMENT_MS = 120_000;

interface Given {
  readonly isThorough: boolean;
  readonly isJson: boolean;
}

function readArguments(args: readonly string[]): Given | null {
  try {
    const options = { bytes: { type: "boolean" }, json: { type: "boolean" } } as const;
    const { bytes, json } = parseArgs({ args: [...args], options }).values;
    return { isThorough: bytes === true, isJson: json === true };
  } catch {
    return null;
  }
}

async function run({ isThorough, isJson }: Given): Promise<boolean> {
  const { databaseUrl, storageUrl } = readStoreSettings(process.env);
  const db = createDb({ databaseUrl, applicationName: "longhaul-storage-check", role: "longhaul_worker" });
  try {
    const report = await checkBlobs(db.withStatementLimit(STATEMENT_MS), openBlobStore(storageUrl), isThorough);
    process.stdout.write(isJson ? `${JSON.stringify(report, null, 2)}\n` : describeReport(report));
    return report.consistent;
  } catch (err) {
    process.stderr.write(`not compared: ${err instanceof Error ? err.message : String(err)}\n`);
    return false;
  } finally {
    await db.close();
  }
}

const given = readArguments(process.argv.slice(2));
if (given === null) process.stderr.write(USAGE);
process.exitCode = given !== null && (await run(given)) ? 0 : 1;
