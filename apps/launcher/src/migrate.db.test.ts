import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { inheritedEnv, startTcpProxy, useTestDatabase, waitFor } from "@longhaul/testing";
import { expect, it, onTestFinished } from "vitest";

const database = useTestDatabase();

it("waits for a database that is away, and says so, then brings it up to date", async () => {
  const { hostname, port } = new URL(database.url);
  const proxy = await startTcpProxy(hostname, Number(port));
  onTestFinished(() => proxy.close());
  await proxy.cut();
  const url = new URL(database.url);
  url.host = `127.0.0.1:${proxy.port}`;
  const child = spawn(process.execPath, [fileURLToPath(new URL("migrate.ts", import.meta.url))], {
    env: { ...inheritedEnv(), DATABASE_URL: url.href },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await waitFor(() => output.match(/the database is not there yet/g)?.length === 2, { what: "two tries" });
  await proxy.restore();
  expect(await exited).toBe(0);
  expect(output).toContain("the database is up to date");
});
