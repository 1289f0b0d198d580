import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { useService } from "../service/use-service.ts";
import { describeInBrowser } from "./describe-in-browser.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** What a page does with the client; `run` is called in the page and in a worker of its. */
const PROGRAM = `import { createClient } from "./index.js";

export async function run(connection) {
  const client = createClient(connection);
  const log = ["case,activity,timestamp\\n"];
  for (let at = 0; at < 40; at++)
    for (const [n, step] of ["Receive", "Check", "Ship"].entries()) log.push(\`c\${at},\${step},2024-01-0\${1 + n}T08:00:00Z\\n\`);
  const { datasetId } = await client.datasets.upload(new Blob(log), "orders.csv");
  const operation = await client.operations.start({
    operationType: "ProcessMiningAnalysis",
    operationName: "From a browser",
    parameters: { datasetId, analysisType: "discovery" },
  });
  const types = [];
  for await (const event of operation.watch()) types.push(event.type);
  const { summary } = await operation.result();
  return { last: types.at(-1), cases: summary.casesAnalyzed, process: typeof process };
}
`;
const WORKER = `import { run } from "./program.js";

onmessage = async ({ data }) => postMessage(await run(data).catch(String));
`;
const PAGE = "<!doctype html><title>Somebody's page</title><link rel=icon href=data:,>";

/** Somebody's own site, with the client as the package has it. */
async function startSite(): Promise<{ readonly server: Server; readonly folder: string; readonly origin: string }> {
  const folder = await mkdtemp(join(tmpdir(), "longhaul-browser-sdk-"));
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const project = join(ROOT, "packages/sdk/tsconfig.build.json");
  await promisify(execFile)(process.execPath, [tsc, "-p", project, "--outDir", folder]);
  for (const [name, text] of Object.entries({ "program.js": PROGRAM, "worker.js": WORKER, "index.html": PAGE }))
    await writeFile(join(folder, name), text);
  const server = createServer((req, res) => {
    const path = new URL(req.url ?? "/", "http://localhost").pathname;
    readFile(join(folder, path)).then(
      (bytes) => res.setHeader("content-type", path.endsWith(".js") ? "text/javascript" : "text/html").end(bytes),
      () => res.writeHead(404).end(),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, folder, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

let site: Awaited<ReturnType<typeof startSite>> | null = null;

describeInBrowser(
  "the TypeScript client on a page of another origin",
  () =>
    useService(postgresBackend(), async () => {
      site = await startSite();
      return { CORS_ORIGINS: site.origin };
    }),
  (browser) => {
    afterAll(async () => {
      site?.server.closeAllConnections();
      site?.server.close();
      if (site !== null) await rm(site.folder, { recursive: true, force: true });
    });

    it.each([
      ["the page", `import("/program.js").then(({ run }) => run(connection))`],
      [
        "a worker",
        `new Promise((resolve) => {
          const worker = new Worker("/worker.js", { type: "module" });
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => resolve(message ?? "the worker couldn't be loaded");
          worker.postMessage(connection);
        })`,
      ],
    ])("uploads a log, starts an operation, watches it and has its results, in %s", async (_where, code) => {
      browser.expectFault(/^asked http:\/\/127\.0\.0\.1/);
      const page = await browser.open("/", { token: null });
      await page.goto(`${site?.origin}/index.html`);
      const connection = JSON.stringify(browser.service.connection());
      const told = await page.evaluate(`(async (connection) => ${code})(${connection})`);
      expect(told).toEqual({ last: "operation.completed", cases: 40, process: "undefined" });
    });
  },
);
