import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { hangMs, startHttpReceiver, type HttpReceiver } from "@longhaul/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTlsReceiver } from "../test/start-tls-receiver.ts";
import { createSender } from "./create-sender.ts";
import type { Sender, SendOutcome } from "./sender.ts";

/** A proxy that only tunnels. Every name leads to this machine; some statuses instead of a tunnel on demand. */
let proxy: Server;
let asked: { readonly authority: string; readonly authorization: string | undefined }[] = [];
let refuseWith: number | null = null;
let receiver: HttpReceiver;

beforeAll(async () => {
  receiver = await startHttpReceiver();
  proxy = createServer().listen(0, "127.0.0.1");
  proxy.on("connect", (req, client) => {
    asked.push({ authority: req.url ?? "", authorization: req.headers["proxy-authorization"] });
    if (refuseWith !== null) {
      client.end(`HTTP/1.1 ${refuseWith} No\r\n\r\n`);
      return;
    }
    const upstream = connect(Number((req.url ?? "").split(":").at(-1)), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [upstream, client]) {
      socket.on("error", () => {
        upstream.destroy();
        client.destroy();
      });
    }
  });
  await once(proxy, "listening");
});
afterAll(() => {
  proxy.closeAllConnections();
  proxy.close();
});
beforeEach(() => {
  asked = [];
  refuseWith = null;
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

describe.each(["got", "undici"] as const)("a sender on %s behind an egress proxy", (client) => {
  async function post(url: string, proxyUrl = `http://ann:p%40ss@127.0.0.1:${portOf(proxy)}`): Promise<SendOutcome> {
    const settings = {
      client,
      timeoutMs: hangMs(),
      allowList: [],
      egressProxyUrl: proxyUrl,
      dnsServers: [],
      dnsTimeoutMs: 1000,
    };
    const sender: Sender = createSender(settings, { originCap: 2 });
    try {
      return await sender.send({ url, headers: { "content-type": "application/json" }, body: "{}", share: "a" });
    } finally {
      await sender.close();
    }
  }

  it("goes through a tunnel that the proxy makes, with its name not looked up here", async () => {
    const before = receiver.requests.length;
    expect(await post(`http://customer.test:${receiver.port}/hook`)).toMatchObject({ statusCode: 200 });
    expect(asked).toEqual([
      {
        authority: `customer.test:${receiver.port}`,
        authorization: `Basic ${Buffer.from("ann:p@ss").toString("base64")}`,
      },
    ]);
    expect(receiver.requests[before]?.headers.host).toBe(`customer.test:${receiver.port}`);
  });

  it("still checks certificates, inside the tunnel", async () => {
    const tls = await startTlsReceiver();
    const sent = await post(tls.url.replace("localhost", "customer.test"));
    expect(sent).toMatchObject({ outcome: "failed", kind: "tls_error" });
    expect([asked.length, tls.count()]).toEqual([1, 0]);
    await tls.close();
  });

  it("doesn't even ask for literals that aren't public", async () => {
    expect(await post("http://169.254.169.254/")).toMatchObject({ kind: "forbidden_address" });
    expect(await post("http://[::1]/")).toMatchObject({ kind: "forbidden_address" });
    expect(asked).toEqual([]);
  });

  it.each([
    [403, "network_error"],
    [407, "proxy_error"],
    [500, "proxy_error"],
    [502, "network_error"],
    [503, "network_error"],
    [504, "network_error"],
  ])("takes a %i of the proxy for %s", async (status, kind) => {
    refuseWith = status;
    expect(await post("http://customer.test/")).toMatchObject({ outcome: "failed", kind });
  });

  it("takes a proxy that is away for the proxy's fault", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const port = portOf(closed);
    closed.close();
    await once(closed, "close");
    expect(await post("http://customer.test/", `http://127.0.0.1:${port}`)).toMatchObject({ kind: "proxy_error" });
  });
});
