import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { parseAllowList } from "@longhaul/domain";
import { afterEach, expect, it } from "vitest";
import { createDownloader, type Downloader } from "./create-downloader.ts";
import { DownloadError } from "./download-error.ts";

const opened: { close(): unknown }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

const downloader = (allowed = "loopback", idleMs = 60_000): Downloader => {
  const made = createDownloader({ allowList: parseAllowList(allowed), proxyUrl: null, idleMs });
  opened.push(made);
  return made;
};

async function serve(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.push({
    close() {
      server.closeAllConnections();
      server.close();
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function read(from: Downloader, url: string): Promise<string> {
  const { chunks } = await from.open(url, new AbortController().signal);
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

const failure = async (work: Promise<unknown>): Promise<[message: string, isTemporary: boolean]> => {
  const err = await work.then(
    () => new Error("it succeeded"),
    (reason: unknown) => reason,
  );
  return err instanceof DownloadError ? [err.message, err.isTemporary] : [String(err), false];
};

it("reads a file, over redirects, and its size where the server tells it", async () => {
  const url = await serve((req, res) => {
    if (req.url === "/log.csv") res.setHeader("content-length", 5).end("a,b,c");
    else res.writeHead(302, { location: "/log.csv" }).end();
  });
  expect(await read(downloader(), `${url}/first`)).toBe("a,b,c");
  const { sizeBytes } = await downloader().open(`${url}/log.csv`, new AbortController().signal);
  expect(sizeBytes).toBe(5);
});

it.each([
  [404, false],
  [403, false],
  [401, false],
  [408, true],
  [429, true],
  [500, true],
  [503, true],
])("tells a %i, which may pass: %s", async (status, isTemporary) => {
  const url = await serve((_req, res) => res.writeHead(status).end("x"));
  expect(await failure(read(downloader(), url))).toEqual([`the server answered ${status}`, isTemporary]);
});

const NOT_PUBLIC = ["the URL doesn't lead to a public address", false];

it.each([
  "http://127.0.0.1/",
  "http://localhost/",
  "http://[::1]/",
  "http://10.0.0.1/",
  "http://169.254.169.254/latest/meta-data/",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://[::ffff:127.0.0.1]/",
  "http://192.168.1.1:8080/",
])("connects to no private address: %s", async (url) => {
  expect(await failure(read(downloader("203.0.113.0/24"), url))).toEqual(NOT_PUBLIC);
});

it("judges each hop of a redirect as it does the URL", async () => {
  const inside = ["http://10.0.0.1/", "http://169.254.169.254/", "http://[fd00::1]/", "http://192.168.0.1/x"];
  for (const location of inside) {
    const url = await serve((_req, res) => res.writeHead(307, { location }).end());
    expect(await failure(read(downloader("127.0.0.1/32"), url))).toEqual(NOT_PUBLIC);
  }
  for (const location of ["file:///etc/passwd", "gopher://127.0.0.1/", "http://user:secret@127.0.0.1/", "http://"]) {
    const url = await serve((_req, res) => res.writeHead(301, { location }).end());
    expect(await failure(read(downloader(), url))).toEqual(["the server redirects to what can't be followed", false]);
  }
  const round = await serve((_req, res) => res.writeHead(302, { location: "/again" }).end());
  expect(await failure(read(downloader(), round))).toEqual(["the server redirects more than 5 times", false]);
});

it("tells a body that is cut off, a server that sends nothing, and one that isn't there, which may all pass", async () => {
  const cut = await serve((_req, res) => {
    res.setHeader("content-length", 100).write("half", () => res.destroy());
  });
  expect((await failure(read(downloader(), cut)))[1]).toBe(true);
  const silent = await serve(() => undefined);
  expect(await failure(read(downloader("loopback", 50), silent))).toEqual(["the server sends nothing", true]);
  expect((await failure(read(downloader(), "http://127.0.0.1:1/")))[1]).toBe(true);
});

it("stops when it is told to", async () => {
  const silent = await serve(() => undefined);
  const stop = new AbortController();
  const failed = failure(downloader().open(silent, stop.signal));
  stop.abort();
  expect((await failed)[1]).toBe(true);
});
