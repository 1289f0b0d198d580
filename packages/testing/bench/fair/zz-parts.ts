// scratch: where the wait goes
import pg from "pg";
import { Redis } from "ioredis";
import { loadavg } from "node:os";
import { startProduct } from "../start-product.ts";
import { count, OPEN, post, postMany, quantile, waitOf } from "./tenants.ts";
const slots = process.argv[2] ?? "8";
const flood = Number(process.argv[3] ?? 3000);
const type = process.argv[4] ?? "Trivial";
const product = await startProduct("redis", {
  OPERATION_MODULES: new URL("../trivial-operations.ts", import.meta.url).href,
  WORKER_CPU_UNITS: slots,
  WORKER_MEMORY_GB: "64",
});
const sql = new pg.Pool({ connectionString: product.databaseUrl, max: 4 });
await product.start("operations-worker");
const pid = product.pids.get("redis");
import { execSync } from "node:child_process";
const port = execSync(`cat /proc/${pid}/cmdline | tr '\\0' ' '`).toString();
console.log(port);
const m = /:(\d+)\b/.exec(port) ?? /--port (\d+)/.exec(port);
const redis = new Redis({ port: Number(m?.[1]) });
const b = await product.newTenant();
async function measure(n: number) {
  const rows: number[][] = [];
  for (let i = 0; i < n; i++) {
    const t0 = Date.now();
    const id = await post(b, { operationType: type });
    const t1 = Date.now();
    await waitOf(sql, id);
    const {
      rows: [r],
    } = await sql.query<any>(
      "SELECT 1000*extract(epoch FROM created_at)::float8 c, 1000*extract(epoch FROM started_at)::float8 s FROM operations WHERE id=$1",
      [id],
    );
    const [ts, po] = await redis.hmget(`{bench}:operations:${id}-0`, "timestamp", "processedOn");
    rows.push([t1 - t0, Number(ts) - r.c, Number(po) - Number(ts), r.s - Number(po), r.s - r.c]);
  }
  const names = ["post", "created→add", "add→fetch", "fetch→claim", "whole"];
  names.forEach((name, at) => {
    const v = rows.map((r) => r[at] ?? 0).toSorted((x, y) => x - y);
    console.log(
      name.padEnd(14),
      [0.5, 0.75, 0.95].map((q) => quantile(v, q).toFixed(1)).join(" "),
      `load ${loadavg()[0]?.toFixed(1)}`,
    );
  });
}
await measure(10);
console.log("idle");
await measure(60);
await postMany([product], flood);
console.log("flood", await count(sql, OPEN));
await measure(60);
console.log("left", await count(sql, OPEN));
await sql.end();
redis.disconnect();
await product.stop();
