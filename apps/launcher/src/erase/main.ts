// Deletes a tenant's or a project's data for good: longhaul erase --tenant <guid> [--project <guid>] --yes [--json]
import { parseArgs } from "node:util";
import { createDb } from "@longhaul/db";
import { toGuid } from "@longhaul/domain";
import { createQueues, queueConnectionFromUrls } from "@longhaul/queue";
import { openBlobStore } from "@longhaul/storage";
import { readStoreSettings } from "../read-store-settings.ts";
import { describeProof } from "./describe-proof.ts";
import { eraseScope } from "./erase-scope.ts";

const USAGE =
  "longhaul erase --tenant <guid> [--project <guid>] --yes [--json]: deletes all data of a tenant or project for good";
/** Limit of a statement, which deletes a few thousand rows at most. */
const STATEMENT_MS = 120_000;

interface Given {
  readonly tenantId: string;
  readonly projectId: string | null;
  readonly isJson: boolean;
}

function readArguments(args: readonly string[]): Given | string {
  const options = {
    tenant: { type: "string" },
    project: { type: "string" },
    yes: { type: "boolean" },
    json: { type: "boolean" },
  } as const;
  try {
    const { tenant, project, yes, json } = parseArgs({ args: [...args], options }).values;
    const idOf = (text: string | undefined): string | null => (text === undefined ? null : toGuid(text));
    const [tenantId, projectId] = [idOf(tenant), idOf(project)];
    if (tenantId === null || (project !== undefined && projectId === null))
      return "a tenant's or project's id is a GUID";
    if (yes !== true) return "nothing was deleted: say --yes";
    return { tenantId, projectId, isJson: json === true };
  } catch (err) {
    return err instanceof Error ? err.message : String(err);
  }
}

async function run({ tenantId, projectId, isJson }: Given): Promise<boolean> {
  const { databaseUrl, storageUrl, redisUrl, queuePrefix } = readStoreSettings(process.env);
  const db = createDb({ databaseUrl, applicationName: "longhaul-erase", role: "longhaul_worker" });
  const queues = createQueues(queueConnectionFromUrls({ databaseUrl, redisUrl, prefix: queuePrefix }), {
    onError: () => undefined,
  });
  try {
    const stores = { sql: db.withStatementLimit(STATEMENT_MS), storage: openBlobStore(storageUrl), queues };
    const proof = await eraseScope(stores, { tenantId, projectId }, () => new Date());
    process.stdout.write(isJson ? `${JSON.stringify(proof, null, 2)}\n` : describeProof(proof));
    return proof.complete;
  } finally {
    await queues.close();
    await db.close();
  }
}

const given = readArguments(process.argv.slice(2));
if (typeof given === "string") {
  process.stderr.write(`${given}\n${USAGE}\n`);
  process.exitCode = 1;
} else {
  process.exitCode = (await run(given)) ? 0 : 1;
}
