import { openAsBlob } from "node:fs";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Product, ProductTenant } from "../start-product.ts";
import { quantile } from "./tenants.ts";

const POLL_MS = 50;
const ACTIVITIES = ["Register", "Check", "Decide", "Notify", "Pay", "Archive"];

/** A log of so many bytes, six events a case. */
async function writeLog(path: string, bytes: number): Promise<void> {
  const file = await open(path, "w");
  await file.write("case,activity,timestamp,resource\n");
  let written = 0;
  for (let first = 0; written < bytes; first += 10_000) {
    const lines: string[] = [];
    for (let number = first; number < first + 10_000; number++) {
      const day = String(1 + (number % 28)).padStart(2, "0");
      for (const [step, activity] of ACTIVITIES.entries())
        lines.push(
          `case-${number},${activity},2024-0${1 + (number % 9)}-${day}T1${step}:${10 + (number % 50)}:00Z,user-${number % 97}`,
        );
    }
    const chunk = Buffer.from(`${lines.join("\n")}\n`);
    await file.write(chunk);
    written += chunk.length;
  }
  await file.close();
}

async function upload({ project, authorization }: ProductTenant, file: Blob): Promise<string> {
  const body = new FormData();
  body.append("file", file, "log.csv");
  const headers = { authorization, prefer: "respond-async" };
  const response = await fetch(`${project}/datasets`, { method: "POST", body, headers });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return ((await response.json()) as { datasetId: string }).datasetId;
}

async function statusOf({ project, authorization }: ProductTenant, datasetId: string): Promise<string> {
  const response = await fetch(`${project}/datasets/${datasetId}`, { headers: { authorization } });
  return ((await response.json()) as { status: string }).status;
}

/** How long a tenant's smallest uploads take until they are ready, alone and while another one imports large files. */
export async function measureImports(
  product: Product,
  { files, gigabytes }: { readonly files: number; readonly gigabytes: number },
  say: (line: string) => unknown,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "longhaul-bench-"));
  try {
    const path = join(folder, "large.csv");
    await writeLog(path, gigabytes * 1e9);
    const rows = Array.from(
      { length: 18 },
      (_, row) => `case-${row % 3},Step ${row},2024-01-01T${10 + (row % 12)}:00:00Z`,
    );
    const small = new Blob([`case,activity,timestamp\n${rows.join("\n")}\n`]);
    const b = await product.newTenant();
    const readyAfter = async (): Promise<number> => {
      const begunAt = performance.now();
      const id = await upload(b, small);
      for (let status = ""; status !== "Ready"; status = await statusOf(b, id)) {
        if (status === "Failed") throw new Error("the small import failed");
        await delay(POLL_MS);
      }
      return (performance.now() - begunAt) / 1000;
    };
    const summary = (seconds: readonly number[]): string => {
      const sorted = seconds.toSorted((x, y) => x - y);
      return `p50 ${quantile(sorted, 0.5).toFixed(2)} s, longest ${(sorted.at(-1) ?? NaN).toFixed(2)} s of ${sorted.length}`;
    };
    const alone: number[] = [];
    for (let i = 0; i < 10; i++) alone.push(await readyAfter());
    say(`a file of ${small.size} bytes is ready, alone: ${summary(alone)}`);

    const bytes = (await stat(path)).size;
    const begunAt = performance.now();
    let left = files;
    const large = Promise.all(
      Array.from({ length: files }, async () => {
        const id = await upload(product, await openAsBlob(path));
        while ((await statusOf(product, id)) === "Importing") await delay(500);
        if ((await statusOf(product, id)) !== "Ready") throw new Error("a large import failed");
        left--;
      }),
    );
    const beside: number[] = [];
    while (left > 0) {
      beside.push(await readyAfter());
      await Promise.race([large, delay(1000)]);
    }
    await large;
    const took = (performance.now() - begunAt) / 1000;
    say(
      `while another tenant uploads and imports ${files} of ${(bytes / 1e9).toFixed(2)} GB (${took.toFixed(0)} s): ${summary(beside)}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
