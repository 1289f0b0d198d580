import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { composeEnvironment } from "../check-settings.ts";
import { findFreePort } from "../find-free-port.ts";
import { projectClient, type ClientAnswer } from "../operators/project-client.ts";
import { startPostgres } from "../start-postgres.ts";
import { startRedis } from "../start-redis.ts";
import { stopProcess } from "../stop-process.ts";
import { waitFor } from "../wait-for.ts";
import type { MountedImage } from "./mounted-image.ts";

const SERVICES = ["api", "operations-worker", "webhook-worker"] as const;
const LOG = `case,activity,time
${Array.from({ length: 40 }, (_, idx) => {
  const [id, day] = [`c${idx >> 1}`, String((idx % 28) + 1).padStart(2, "0")];
  return `${id},${idx % 2 === 0 ? "Ask" : "Answer"},2026-01-${day}T08:${String(idx).padStart(2, "0")}:00Z`;
}).join("\n")}
`;
/** What its root must refuse, and what it must allow. */
const WRITES = `for (const folder of ["/app", "/etc", "/data", "/tmp"]) {
  try { require("fs").writeFileSync(folder + "/probe", ""); process.stdout.write(folder); } catch {}
}`;

export interface ImageRun {
  /** From the start of the three processes, at once, until all are ready. */
  readonly readyMs: number;
  /** From the upload of a small log to reports of its analysis. */
  readonly reportMs: number;
  readonly faults: readonly string[];
}

/** Starts an image's processes with what docker-compose.yml gives them, on real stores, and lets a client work with them. */
export async function runImage(image: MountedImage, redisServerPath: string): Promise<ImageRun> {
  const folder = await mkdtemp(join(tmpdir(), "longhaul-image-run-"));
  await chmod(folder, 0o711);
  const data = join(folder, "files");
  await mkdir(data);
  await chown(data, image.uid, image.gid);
  const [postgres, redis] = [await startPostgres(folder), await startRedis(redisServerPath, folder)];
  const shared = {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    SECRETS_KEY: randomBytes(32).toString("base64"),
  };
  const children: ChildProcess[] = [];
  const start = (path: string, env: Readonly<Record<string, string>>): ChildProcess => {
    const child = image.run(["node", path], env, data);
    child.stderr?.pipe(process.stderr);
    children.push(child);
    return child;
  };
  try {
    const migration = start("apps/launcher/src/migrate.ts", { ...composeEnvironment("migrate"), ...shared });
    const [code] = (await once(migration, "close")) as [number | null];
    if (code !== 0) throw new Error(`migrations ended with ${code}`);
    const jwtSecret = randomBytes(32).toString("hex");
    const begunAt = performance.now();
    const ports = await Promise.all(
      SERVICES.map(async (service) => {
        const [port, health] = [await findFreePort(), await findFreePort()];
        const own = composeEnvironment(service);
        const known = Object.fromEntries(Object.entries(shared).filter(([name]) => name in own));
        start(`apps/${service}/src/main.ts`, {
          ...own,
          ...known,
          ...("JWT_SECRET" in own ? { JWT_SECRET: jwtSecret, PORT: String(port) } : {}),
          HEALTH_HOST: "127.0.0.1",
          HEALTH_PORT: String(health),
        }).stdout?.resume();
        return { port, health };
      }),
    );
    const isReady = async (port: number): Promise<boolean> =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    const allReady = async (): Promise<boolean> =>
      (await Promise.all(ports.map(({ health }) => isReady(health)))).every(Boolean);
    await waitFor(allReady, { what: "the image's processes" });
    const readyMs = Math.round(performance.now() - begunAt);
    const reportMs = await report(`http://127.0.0.1:${ports[0]?.port}`, jwtSecret);
    const probe = image.run(["node", "-e", WRITES], {}, data);
    const written = probe.stdout === null ? "" : await text(probe.stdout);
    return { readyMs, reportMs, faults: written === "/data/tmp" ? [] : [`its user writes to: ${written}`] };
  } finally {
    await Promise.all(children.map((child) => stopProcess(child, { askWith: "SIGTERM", forceWith: "SIGKILL" })));
    await Promise.all([postgres.stop(), redis.stop()]);
    await rm(folder, { recursive: true });
  }
}

/** Uploads a log, and has reports of its analysis made. @returns how long that took */
async function report(origin: string, secret: string): Promise<number> {
  const begunAt = performance.now();
  const client = await projectClient(() => origin, { secret });
  const call = async (path: string, init?: Parameters<typeof client.call>[1]): Promise<ClientAnswer["body"]> => {
    const { status, body } = await client.call(path, init);
    if (status < 200 || status > 299) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  const form = new FormData();
  form.set("file", new Blob([LOG]), "log.csv");
  const { datasetId } = await call("/datasets", { body: form });
  const isImported = async (): Promise<boolean> => (await call(`/datasets/${String(datasetId)}`))["status"] === "Ready";
  await waitFor(isImported, { what: "the log to be imported" });
  const operation = async (operationType: string, parameters: object): Promise<string> => {
    const json = { operationType, operationName: "look", parameters };
    const operationId = String((await call("/async/operation", { json }))["operationId"]);
    const status = await client.endOf(operationId);
    if (status !== "Completed") throw new Error(`${operationType} ended as ${status}`);
    return operationId;
  };
  const analysis = await operation("ProcessMiningAnalysis", { datasetId, analysisType: "comprehensive" });
  const exportFormats = ["PDF", "HTML", "Excel", "PowerPoint"];
  await operation("ReportGeneration", { sourceOperationIds: [analysis], exportFormats });
  return Math.round(performance.now() - begunAt);
}
