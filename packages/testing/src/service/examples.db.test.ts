import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { parse } from "yaml";
import { postgresBackend } from "../describe-each-backend.ts";
import { findFreePort } from "../find-free-port.ts";
import { findOnPath } from "../find-on-path.ts";
import { waitFor } from "../wait-for.ts";
import { findPython, PYTHON_SDK, startExample } from "./start-example.ts";
import { useSharedService } from "./use-shared-service.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const EXAMPLES = join(ROOT, "packages/sdk/examples");
const pythonOfFastApi = await findPython("fastapi", "uvicorn");
const SECRET = "a secret of the webhook";
const BODY = JSON.stringify({ type: "operation.completed", data: { operationId: "é-1" } });

/** A delivery of `BODY`, as the service signs it, that says `sent`. */
function delivery(sent: string): { method: string; body: string; headers: Record<string, string> } {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", SECRET).update(`m1.${timestamp}.${BODY}`).digest("base64");
  const headers = {
    "content-type": "application/json",
    "webhook-id": "m1",
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
  return { method: "POST", body: sent, headers };
}

const statusesOf = async (deliver: (init: ReturnType<typeof delivery>) => Promise<Response>): Promise<number[]> => [
  (await deliver(delivery(BODY))).status,
  (await deliver(delivery(`${BODY} `))).status,
];

describe("the examples of receivers", () => {
  it("in Express take what was signed, and nothing else", async () => {
    const env = { WEBHOOK_SECRET: SECRET, PORT: "0" };
    const receiver = startExample(process.execPath, [join(EXAMPLES, "express-receiver.js")], { cwd: EXAMPLES, env });
    onTestFinished(() => receiver.kill());
    const listening = /listening on (\d+)/;
    await waitFor(() => listening.test(receiver.told()), { what: "the receiver" });
    const url = `http://127.0.0.1:${listening.exec(receiver.told())?.[1] ?? ""}/webhooks/longhaul`;
    expect(await statusesOf((init) => fetch(url, init))).toEqual([204, 400]);
    await waitFor(() => receiver.told().includes("operation.completed é-1"), { what: "the event" });
  });

  it("for Next.js take what was signed, and nothing else", async () => {
    vi.stubEnv("WEBHOOK_SECRET", SECRET);
    const log = vi.spyOn(console, "log").mockReturnValue();
    onTestFinished(() => void vi.unstubAllEnvs());
    onTestFinished(() => log.mockRestore());
    const route = (await import(join(EXAMPLES, "nextjs-route.ts"))) as { POST(request: Request): Promise<Response> };
    const url = "https://receiver.example/webhooks/longhaul";
    expect(await statusesOf((init) => route.POST(new Request(url, init)))).toEqual([204, 400]);
    expect(log.mock.calls).toEqual([["operation.completed", "é-1"]]);
  });

  it.skipIf(pythonOfFastApi === null)("in FastAPI take what was signed, and nothing else", async () => {
    const port = await findFreePort();
    const args = ["-m", "uvicorn", "fastapi_receiver:app", "--port", String(port)];
    const cwd = join(PYTHON_SDK, "examples");
    const receiver = startExample(pythonOfFastApi ?? "python3", args, { cwd, env: { WEBHOOK_SECRET: SECRET } });
    onTestFinished(() => receiver.kill());
    await waitFor(() => receiver.told().includes("startup complete"), { what: "the receiver" });
    const url = `http://127.0.0.1:${port}/webhooks/longhaul`;
    expect(await statusesOf((init) => fetch(url, init))).toEqual([204, 400]);
    await waitFor(() => receiver.told().includes("operation.completed é-1"), { what: "the event" });
  });
});

describe("the example of a GitHub Actions job", () => {
  const service = useSharedService(postgresBackend());

  it.skipIf(findOnPath("bash") === null)("does in its steps what it says", async () => {
    const folder = await mkdtemp(join(tmpdir(), "longhaul-actions-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await symlink(join(ROOT, "packages"), join(folder, "packages"));
    await mkdir(join(folder, "bin"));
    // What `npx pnpm@12 longhaul` runs, without installing pnpm.
    const main = join(ROOT, "apps/cli/src/main.ts");
    const npx = `#!/bin/sh\n[ "$1 $2" = "pnpm@12 longhaul" ] || exit 64\nshift 2\nexec '${process.execPath}' '${main}' "$@"\n`;
    await writeFile(join(folder, "bin/npx"), npx);
    await chmod(join(folder, "bin/npx"), 0o755);

    const workflow = parse(await readFile(join(EXAMPLES, "github-actions.yml"), "utf8")) as {
      readonly jobs: {
        readonly mine: {
          readonly env: Readonly<Record<string, string>>;
          readonly steps: readonly { readonly run?: string }[];
        };
      };
    };
    const { url, tenantId, projectId, token } = service.connection();
    const kept = new Map([
      ["${{ vars.LONGHAUL_URL }}", url],
      ["${{ vars.LONGHAUL_TENANT }}", tenantId],
      ["${{ vars.LONGHAUL_PROJECT }}", projectId],
      ["${{ secrets.LONGHAUL_TOKEN }}", token],
    ]);
    const { env, steps } = workflow.jobs.mine;
    const summary = join(folder, "summary.md");
    const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
    expect(scripts).toHaveLength(2);
    for (const script of scripts) {
      // As the runner does it.
      await promisify(execFile)("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
        cwd: folder,
        env: {
          PATH: [join(folder, "bin"), process.env["PATH"] ?? ""].join(delimiter),
          HOME: folder,
          GITHUB_STEP_SUMMARY: summary,
          ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, kept.get(value) ?? value])),
        },
      });
    }
    expect(await readFile(summary, "utf8")).toContain("Completed");
    expect(await readFile(join(folder, "results/process-map.svg"), "utf8")).toContain("<svg");
  });
});
