import { once } from "node:events";
import { connect, createServer, isIPv6, type AddressInfo, type Socket } from "node:net";
import { hangMs, startHttpReceiver, type HttpReceiver } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAddressGuard, ForbiddenAddressError, type Resolver } from "./address-guard.ts";
import { parseAllowList } from "./allow-list.ts";
import { createSender } from "./create-sender.ts";
import { ADDRESSES, REFUSED_HOSTS } from "./refused-hosts.fixture.ts";
import type { Sender, SendOutcome } from "./sender.ts";

const resolve: Resolver = (hostname, callback) => {
  const addresses = ADDRESSES[hostname] ?? [];
  callback(
    null,
    addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 })),
  );
};

const settings = (client: "got" | "undici", allow: string) => ({
  client,
  timeoutMs: hangMs(),
  allowList: parseAllowList(allow),
  egressProxyUrl: null,
});
const post = (sender: Sender, url: string): Promise<SendOutcome> =>
  sender.send({ url, headers: { "content-type": "application/json" }, body: '{"a":1}' });

let receiver: HttpReceiver;
beforeAll(async () => {
  receiver = await startHttpReceiver();
});

describe.each(["got", "undici"] as const)("the guard of a sender on %s", (client) => {
  let sender: Sender;
  beforeAll(() => {
    sender = createSender(settings(client, ""), { originCap: 4 }, resolve);
  });
  afterAll(() => sender.close());

  it.each(REFUSED_HOSTS)("never reaches %s: %s", async (host) => {
    for (const scheme of ["http", "https"]) {
      const sent = await post(sender, `${scheme}://${host}:${receiver.port}/`);
      expect(sent).toEqual({
        outcome: "failed",
        kind: "forbidden_address",
        message: "the URL leads to an address that is not public",
      });
    }
    expect(receiver.requests).toEqual([]);
  });

  it("connects to the very answer that was judged, and asks once for each connection", async () => {
    const answers = ["127.0.0.1", "169.254.169.254"];
    let asked = 0;
    const rebinding: Resolver = (_hostname, callback) =>
      callback(null, [{ address: answers[asked++] ?? "", family: 4 }]);
    const target = await startHttpReceiver();
    target.answerAll({ kind: "respond", status: 200, headers: { connection: "close" } });
    const allowing = createSender(settings(client, "loopback"), { originCap: 4 }, rebinding);
    expect(await post(allowing, `http://rebinding.test:${target.port}/`)).toMatchObject({ statusCode: 200 });
    expect(asked).toBe(1);
    const second = await post(allowing, `http://rebinding.test:${target.port}/`);
    expect(second).toMatchObject({ kind: "forbidden_address" });
    expect([asked, target.requests.length]).toEqual([2, 1]);
    await allowing.close();
  });

  it("refuses what isn't http", async () => {
    expect(await post(sender, "file:///etc/passwd")).toMatchObject({ outcome: "failed" });
    expect(await post(sender, "gopher://8.8.8.8/")).toMatchObject({ outcome: "failed" });
  });
});

it("destroys a socket that is connected to where it must not be, before anything is written", async () => {
  let received = 0;
  const server = createServer((socket) => socket.on("data", (chunk) => (received += chunk.length))).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  const socket: Socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  createAddressGuard([]).watch(socket, "example.com");
  socket.write("POST / HTTP/1.1\r\n");
  const [err] = (await once(socket, "error")) as [Error];
  expect(err).toBeInstanceOf(ForbiddenAddressError);
  expect(socket.destroyed).toBe(true);
  server.close();
  await once(server, "close");
  expect(received).toBe(0);
});
