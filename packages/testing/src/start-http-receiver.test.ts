import { get } from "node:http";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { startHttpReceiver } from "./start-http-receiver.ts";

describe("the HTTP receiver", () => {
  it("records method, path, headers and the raw body of a request", async () => {
    const receiver = await startHttpReceiver();
    const body = Buffer.from([0, 255, 13, 10]);
    const response = await fetch(`${receiver.url}/hook?a=1`, { method: "POST", body, headers: { "X-Id": "7" } });
    expect(response.status).toBe(200);
    const [request] = await receiver.waitForRequests(1);
    expect(request).toMatchObject({ method: "POST", path: "/hook?a=1", body });
    expect(request?.headers["x-id"]).toBe("7");
  });

  it("plays the scripted answers in order and then the default", async () => {
    const receiver = await startHttpReceiver();
    receiver.answerAll((request) => ({ kind: "respond", status: 200, body: `default ${request.path}` }));
    receiver.answerNext(
      { kind: "respond", status: 503, headers: { "retry-after": "2" }, body: "later" },
      { kind: "redirect", to: "/elsewhere", status: 307 },
    );
    const first = await fetch(`${receiver.url}/1`);
    expect([first.status, first.headers.get("retry-after"), await first.text()]).toEqual([503, "2", "later"]);
    const second = await fetch(`${receiver.url}/2`, { redirect: "manual" });
    expect([second.status, second.headers.get("location")]).toEqual([307, "/elsewhere"]);
    await expect(fetch(`${receiver.url}/3`).then((response) => response.text())).resolves.toBe("default /3");
  });

  it("answers after the delay it was told, and not before", async () => {
    const receiver = await startHttpReceiver();
    receiver.answerNext({ kind: "respond", status: 204, delayMs: 60 });
    const before = performance.now();
    await fetch(receiver.url);
    expect(performance.now() - before).toBeGreaterThanOrEqual(59);
  });

  it("can hang until the client gives up", async () => {
    const receiver = await startHttpReceiver();
    receiver.answerNext({ kind: "hang" });
    const abort = new AbortController();
    const outcome = fetch(receiver.url, { signal: abort.signal }).then(
      () => "answered",
      () => "given up",
    );
    await receiver.waitForRequests(1);
    abort.abort();
    expect(await outcome).toBe("given up");
    expect(receiver.requests).toHaveLength(1);
  });

  it("can reset the connection", async () => {
    const receiver = await startHttpReceiver();
    receiver.answerNext({ kind: "reset" });
    await expect(fetch(receiver.url)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
  });

  it("can drip bytes and pour without end", async () => {
    const receiver = await startHttpReceiver();
    receiver.answerNext({ kind: "drip", intervalMs: 5 }, { kind: "endless" });
    await expect(readBytes(receiver.url, 3)).resolves.toBeGreaterThanOrEqual(3);
    await expect(readBytes(receiver.url, 5_000_000)).resolves.toBeGreaterThanOrEqual(5_000_000);
  });

  it("closes even while a client hangs on it", async () => {
    const receiver = await startHttpReceiver();
    receiver.answerNext({ kind: "hang" });
    const outcome = fetch(receiver.url).catch((err: unknown) => String(err));
    await receiver.waitForRequests(1);
    await receiver.close();
    await expect(outcome).resolves.toContain("fetch failed");
  });
});

async function readBytes(url: string, count: number): Promise<number> {
  const request = get(url, { agent: false });
  const [response] = await once(request, "response");
  let received = 0;
  for await (const chunk of response) {
    received += chunk.length;
    if (received >= count) {
      break;
    }
  }
  request.destroy();
  return received;
}
