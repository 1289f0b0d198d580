import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { spawnApp } from "./spawn-app.ts";
import type { SpawnedApp } from "./start-app.ts";
import { scaled } from "./test-time.ts";
import { useTestDatabase } from "./use-test-database.ts";
import { waitFor } from "./wait-for.ts";

const ROOT = new URL("../../../", import.meta.url);
/** `LONGHAUL_CHAOS=full` restarts ten times. */
const RESTARTS = process.env["LONGHAUL_CHAOS"] === "full" ? 10 : 2;
const CLIENTS = 8;
/** Between two looks or requests: an instance that ends has connections with nothing on them, too, and clients don't take all of the machine. */
const PAUSE_MS = 10;

const database = useTestDatabase();

/** A client's request over connections that are kept alive. @returns the status, or how it failed */
function ask(agent: Agent, url: string): Promise<number | string> {
  return new Promise((resolve) => {
    const req = request(url, { agent }, (res) => {
      text(res).then(
        () => resolve(res.statusCode ?? 0),
        (err: unknown) => resolve(String(err)),
      );
    });
    req.on("error", (err: NodeJS.ErrnoException) => resolve(err.code ?? err.message)).end();
  });
}

it(`breaks no request of ${CLIENTS} keep-alive clients over ${RESTARTS} rolling restarts`, async () => {
  const folder = await mkdtemp(join(tmpdir(), "longhaul-rolling-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const start = (): Promise<SpawnedApp> =>
    spawnApp(new URL("apps/api/src/main.ts", ROOT), {
      NODE_ENV: "test",
      DATABASE_URL: database.url,
      STORAGE_URL: pathToFileURL(folder).href,
      JWT_SECRET: "a secret of at least thirty-two bytes",
      DOWNLOAD_SECRET: "another secret of thirty-two bytes or more",
      SECRETS_KEY: Buffer.alloc(32, 7).toString("base64"),
      HOST: "127.0.0.1",
      PORT: "0",
      HEALTH_PORT: "0",
      SHUTDOWN_DELAY: `${scaled(1_000)}ms`,
      LOG_LEVEL: "error",
    });
  const urlOf = (app: SpawnedApp): string => String(app.ready["url"]);
  const instances = await Promise.all([start(), start()]);

  // A load balancer: sends each request to one of those that said they are ready when it asked last.
  const end = new AbortController();
  const ready = new Set(instances.map(urlOf));
  const probe = async (): Promise<void> => {
    while (!end.signal.aborted) {
      for (const url of instances.map(urlOf)) {
        const isReady = await fetch(`${url}/readyz`).then(
          async (answer) => answer.body?.cancel().then(() => answer.ok),
          () => false,
        );
        if (isReady === true) ready.add(url);
        else ready.delete(url);
      }
      await pause(PAUSE_MS);
    }
  };
  const outcomes: (number | string)[] = [];
  const client = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let turn = 0; !end.signal.aborted; turn++) {
      const [first, second] = [...ready];
      const url = turn % 2 === 0 ? first : (second ?? first);
      // The second asks for what only an answer with a body, from behind the router, can tell.
      if (url !== undefined) outcomes.push(await ask(agent, turn % 4 < 2 ? `${url}/healthz` : `${url}/openapi.json`));
      await pause(PAUSE_MS);
    }
    agent.destroy();
  };
  const load = Promise.all([probe(), ...Array.from({ length: CLIENTS }, client)]);

  const restart = async (place: number): Promise<void> => {
    const old = instances[place];
    if (old === undefined) throw new Error("there is no such instance");
    instances[place] = await start();
    const { url } = instances[place].ready;
    await waitFor(() => ready.has(String(url)), { what: "the new instance to be ready" });
    const exit = old.kill("SIGTERM");
    // Until it is out of the load balancer's list it must still be asked for readiness.
    const isNoticed = async (): Promise<boolean> =>
      (await fetch(`${urlOf(old)}/readyz`).then((answer) => answer.status === 503)) && ready.delete(urlOf(old));
    await waitFor(isNoticed, { what: "it to say that it isn't ready" });
    expect(await exit).toEqual({ code: 0, signal: null });
  };
  for (let time = 0; time < RESTARTS; time++) {
    const before = outcomes.length;
    await waitFor(() => outcomes.length > before + 20 * CLIENTS, { what: "load" });
    await restart(time % 2);
  }
  end.abort();
  await load;
  expect(outcomes.length).toBeGreaterThan(RESTARTS * 20 * CLIENTS);
  expect(outcomes.filter((outcome) => outcome !== 200)).toEqual([]);
  await Promise.all(instances.map((app) => app.kill()));
});
