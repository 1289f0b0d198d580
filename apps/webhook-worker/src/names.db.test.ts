import { spawnApp, startHttpReceiver, waitFor, type HttpReceiver } from "@longhaul/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startDnsServer, type DnsRecord, type DnsServer } from "./test/start-dns-server.ts";
import { useWorker } from "./test/use-worker.ts";

const test = useWorker();
let receiver: HttpReceiver;
let server: DnsServer;
beforeEach(async () => {
  receiver = await startHttpReceiver();
  receiver.answerAll({ kind: "respond", status: 200 });
  server = await startDnsServer();
});
afterEach(() => server.close());

const HERE: DnsRecord = { addresses: ["127.0.0.1"] };
const DEAD_NAMES = 20;

describe.each(["got", "undici"])("with %s", (client) => {
  const env = (changes: Record<string, string> = {}): Record<string, string> => ({
    WEBHOOK_SENDER: client,
    WEBHOOK_DNS_SERVERS: server.address,
    ...changes,
  });

  it("names that nobody answers for hold up no delivery to others", async () => {
    server.answer((name) => (name.endsWith(".dead.test") ? "silent" : HERE));
    // Longer than the test: whatever waits for a dead name waits until the end.
    await test.start(env({ WEBHOOK_TIMEOUT: "10m", WEBHOOK_DNS_TIMEOUT: "2m" }));
    const dead = await Promise.all(
      Array.from({ length: DEAD_NAMES }, (_, n) => test.register(`http://n${n}.dead.test/`)),
    );
    await test.startOperation();
    const isAsked = () => new Set(server.questions).size === DEAD_NAMES;
    await waitFor(isAsked, { what: "look-ups of all dead names" });
    const alive = await Promise.all(
      ["a", "b", "c", "d", "e"].map((name) => test.register(`http://${name}.alive.test:${receiver.port}/`)),
    );
    await test.startOperation();
    for (const id of alive) expect(await test.ended(id)).toMatchObject({ status: "Delivered", attemptsMade: 1 });
    for (const id of dead) expect((await test.deliveries(id)).map(({ attemptsMade }) => attemptsMade)).toEqual([0, 0]);
    server.release();
  });

  it("a name that is gone for a while loses nothing", async () => {
    server.answer((name) => {
      if (name !== "blip.test") return HERE;
      return server.questions.length > 2 ? HERE : undefined;
    });
    await test.start(env());
    const retryPolicy = { maxRetries: 20, retryDelay: 0.3, backoffMultiplier: 1, maxDelay: 1 };
    const id = await test.register(`http://blip.test:${receiver.port}/`, { retryPolicy });
    await test.startOperation();
    const delivery = await test.ended(id);
    expect(delivery.attempts[0]).toMatchObject({ outcome: "no_public_address" });
    expect(delivery.status).toBe("Delivered");
  });
});

it("tells the operator alone whether a name leads inside or doesn't exist", async () => {
  server.answer({ "inside.test": { addresses: ["10.0.0.7"] } });
  const worker = await spawnApp(
    new URL("main.ts", import.meta.url),
    test.env({ LOG_LEVEL: "info", LOG_FORMAT: "json", WEBHOOK_DNS_SERVERS: server.address }),
  );
  const ids = await Promise.all(["inside", "nowhere"].map((name) => test.register(`http://${name}.test/`)));
  await test.startOperation();
  const told = await Promise.all(
    ids.map(async (id) => {
      const { status, attemptsMade, maxAttempts, lastStatusCode, lastError, attempts } = await test.ended(id);
      const seen = attempts.map((attempt) => ({ ...attempt, startedAt: null }));
      return { status, attemptsMade, maxAttempts, lastStatusCode, lastError, seen };
    }),
  );
  expect(told[0]).toEqual(told[1]);
  expect(told[0]).toMatchObject({
    status: "Failed",
    attemptsMade: 3,
    lastError: "the URL's name doesn't lead to a public address",
  });
  const isTold = () =>
    ["inside.test leads to 10.0.0.7", "nowhere.test has no address"].every((text) => worker.output().includes(text));
  await waitFor(isTold, { what: "both reasons in the log" });
  await worker.kill();
});
