import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Cost } from "./operation-cost.ts";
import { endToEnd, type Bench } from "./operation-runs.ts";

/** Costs of operations that do more than end, each beside the same operations without it, one right after the other. */
export interface FormCost {
  readonly plain: Cost;
  readonly cost: Cost;
  /** Of one delivery, over all processes. */
  readonly cpuMsPerDelivery?: number;
}

const IN_FLIGHT = 16;

/** Each phase writes an artifact. */
export async function withArtifacts(bench: Bench): Promise<FormCost> {
  const plain = await endToEnd(bench, IN_FLIGHT);
  return { plain, cost: await endToEnd(bench, IN_FLIGHT, { operationType: "TrivialArtifacts" }) };
}

/** Somebody forgot a transaction: rows that it might still see are kept by the server. */
export async function besideOpenSnapshot(bench: Bench): Promise<FormCost> {
  const plain = await endToEnd(bench, IN_FLIGHT);
  const reader = new pg.Client({ connectionString: bench.product.databaseUrl });
  await reader.connect();
  await reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  await reader.query("SELECT count(*) FROM operations");
  const cost = await endToEnd(bench, IN_FLIGHT);
  await reader.end();
  return { plain, cost };
}

/** One webhook gets all events; the run has ended when the last of them is delivered. */
export async function withWebhook(bench: Bench): Promise<FormCost> {
  const { product, sql } = bench;
  const plain = await endToEnd(bench, IN_FLIGHT);
  const receiver = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(204).end());
  });
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const address = receiver.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await product.start("webhook-worker");
  const response = await fetch(`${product.project}/async/webhooks`, {
    method: "POST",
    headers: { authorization: product.authorization, "content-type": "application/json" },
    body: JSON.stringify({ webhookUrl: `http://127.0.0.1:${port}/` }),
  });
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  const { webhookId } = (await response.json()) as { webhookId: string };
  const isSettled = async (): Promise<boolean> => {
    const { rowCount } = await sql.query(
      `(SELECT FROM deliveries WHERE status = 'Pending' AND tenant_id IS NOT NULL LIMIT 1)
       UNION ALL (SELECT FROM deliveries WHERE status = 'InFlight' LIMIT 1)`,
    );
    return rowCount === 0;
  };
  const settled = async (): Promise<void> => {
    while (!(await isSettled())) await delay(50);
  };
  const cost = await endToEnd(bench, IN_FLIGHT, { settled });
  const { rows } = await sql.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM deliveries WHERE status = 'Delivered'",
  );
  const delivered = rows[0]?.n ?? 0;
  await fetch(`${product.project}/async/webhooks/${webhookId}`, {
    method: "DELETE",
    headers: { authorization: product.authorization },
  });
  receiver.close();
  const more = (cost.cpuMsPerOperation - plain.cpuMsPerOperation) * bench.count;
  return { plain, cost, cpuMsPerDelivery: more / delivered };
}
