// Looks at settings, versions, clock, stores and ledger of a deployment, in its environment: longhaul doctor [--json]
import { checkDatabase, checkPooler } from "./check-database.ts";
import { checkQueue } from "./check-queue.ts";
import { checkNode, checkSettings } from "./check-settings.ts";
import { checkStorage } from "./check-storage.ts";
import { describeFindings } from "./describe-findings.ts";

const { findings, urls } = checkSettings(process.env);
const looked = await Promise.all([
  urls.databaseUrl === undefined ? [] : checkDatabase(urls.databaseUrl),
  urls.databaseUrl === undefined || urls.poolerUrl === undefined ? [] : checkPooler(urls.databaseUrl, urls.poolerUrl),
  checkQueue(urls.redisUrl),
  urls.storageUrl === undefined ? [] : checkStorage(urls.storageUrl),
]);
const all = [checkNode(process.versions.node), ...findings, ...looked.flat()];
const isHealthy = all.every(({ level }) => level !== "error");
process.stdout.write(
  process.argv.includes("--json")
    ? `${JSON.stringify({ healthy: isHealthy, findings: all }, null, 2)}\n`
    : describeFindings(all),
);
process.exitCode = isHealthy ? 0 : 1;
