import { createAddressGuard, ForbiddenAddressError } from "@longhaul/egress";
import { once } from "node:events";
import { connect, createServer, isIPv6, type AddressInfo, type Socket } from "node:net";
import { hangMs, startHttpReceiver, type HttpReceiver } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllowList } from "@longhaul/domain";
import { LookupError } from "../resolving/lookup-error.ts";
import type { NameResolver } from "../resolving/name-resolver.ts";
import { createSender } from "./create-sender.ts";
import { ADDRESSES, REFUSED_HOSTS } from "./refused-hosts.fixture.ts";
import type { Sender, SendOutcome } from "./sender.ts";

const familyOf = (address: string): number => (isIPv6(address) ? 6 : 4);
const resolver: NameResolver = {
  async resolve(name) {
    const addresses = ADDRESSES[name] ?? [];
    if (addresses.length === 0) throw new LookupError("none", `${name} has no address`);
    return addresses.map((address) => ({ address, family: familyOf(address) }));
  },
};

const settings = (client: "got" | "undici", allow: string) => ({
  client,
  timeoutMs: hangMs(),
  allowList: parseAllowList(allow),
  egressProxyUrl: null,
  dnsServers: [],
  dnsTimeoutMs: 1000,
});
const post = (sender: Sender, url: string): Promise<SendOutcome> =>
  sender.send({ url, headers: { "content-type": "application/json" }, body: '{"a":1}', share: "a" });

/** Those of the refused that have to be looked up. */
const NAMES = new Set(Object.keys(ADDRESSES));

let receiver: HttpReceiver;
beforeAll(async () => {
  receiver = await startHttpReceiver();
});

describe.each(["got", "undici"] as const)("the guard of a sender on %s", (client) => {
  let sender: Sender;
  beforeAll(() => {
    sender = createSender(settings(client, ""), { originCap: 4 }, resolver);
  });
  afterAll(() => sender.close());

  it.each(REFUSED_HOSTS)("never reaches %s: %s", async (host) => {
    const told = NAMES.has(host)
      ? { kind: "no_public_address", message: "the URL's name doesn't lead to a public address" }
      : { kind: "forbidden_address", message: "the URL leads to an address that is not public" };
    for (const scheme of ["http", "https"]) {
      const { detail, ...sent } = {
        detail: undefined,
        ...(await post(sender, `${scheme}://${host}:${receiver.port}/`)),
      };
      expect(sent).toEqual({ outcome: "failed", ...told });
      expect(detail === undefined).toBe(!NAMES.has(host));
    }
    expect(receiver.requests).toEqual([]);
  });

  it("tells a name that leads inside from one that doesn't exist to the operator alone", async () => {
    const inside = await post(sender, "http://to-metadata.test/");
    const nowhere = await post(sender, "http://to-nothing.test/");
    expect(inside).toEqual({ ...nowhere, detail: "to-metadata.test leads to 169.254.169.254" });
    expect(nowhere).toMatchObject({ detail: "to-nothing.test has no address" });
  });

  it("connects to the very answer that was judged", async () => {
    // The first is for preparing, the second for the connection; the third would be for another connection.
    const answers = ["127.0.0.1", "127.0.0.1", "127.0.0.1", "169.254.169.254"];
    let asked = 0;
    const rebinding: NameResolver = {
      resolve: async () => [{ address: answers[asked++] ?? "", family: 4 }],
    };
    const target = await startHttpReceiver();
    target.answerAll({ kind: "respond", status: 200, headers: { connection: "close" } });
    const allowing = createSender(settings(client, "loopback"), { originCap: 4 }, rebinding);
    expect(await post(allowing, `http://rebinding.test:${target.port}/`)).toMatchObject({ statusCode: 200 });
    expect(asked).toBe(2);
    const second = await post(allowing, `http://rebinding.test:${target.port}/`);
    expect(second).toMatchObject({ kind: "no_public_address" });
    expect([asked, target.requests.length]).toEqual([4, 1]);
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
  createAddressGuard([], resolver).watch(socket, "example.com");
  socket.write("POST / HTTP/1.1\r\n");
  const [err] = (await once(socket, "error")) as [Error];
  expect(err).toBeInstanceOf(ForbiddenAddressError);
  expect(socket.destroyed).toBe(true);
  server.close();
  await once(server, "close");
  expect(received).toBe(0);
});
