import http from "node:http";
import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllowList, type AllowList } from "./allow-list.ts";
import { createSender } from "./create-sender.ts";
import { isAllowedAddress } from "./is-allowed-address.ts";
import type { Resolver } from "./address-guard.ts";
import type { Sender, SendOutcome } from "./sender.ts";

/** Hosts as they may stand in a URL; each leads to something that is not the public internet, or may. */
const FORBIDDEN_HOSTS = [
  // IPv4: this network, private, shared, loopback, link-local with the clouds' metadata
  ...["0.0.0.0", "0.0.0.1", "0.255.255.255", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255"],
  ...["127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.254", "169.254.0.1", "169.254.169.254", "169.254.170.2"],
  ...["172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255", "100.100.100.200", "168.63.129.16"],
  // protocol assignments, documentation, 6to4 relays, AS112, AMT, benchmarks, multicast, reserved, broadcast
  ...["192.0.0.1", "192.0.0.170", "192.0.0.192", "192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1"],
  ...["192.31.196.1", "192.52.193.1", "192.175.48.1", "198.18.0.1", "198.19.255.255", "224.0.0.1"],
  ...["239.255.255.255", "240.0.0.1", "255.255.255.255"],
  // other ways to write 127.0.0.1, 10.0.0.1 and 169.254.169.254
  ...["127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "0x7f.1"],
  ...["127.0.0.1.", "10.1", "167772161", "0xa.0.0.1", "012.0.0.1", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376"],
  ...["%31%32%37.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "0", "0x0"],
  // IPv6: unspecified, loopback, IPv4-compatible and -mapped, NAT64, discard, Teredo, ORCHID, documentation, 6to4
  ...["[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[::7f00:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"],
  ...["[::ffff:10.0.0.1]", "[::ffff:a9fe:a9fe]", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]"],
  ...["[64:ff9b:1::1]", "[100::1]", "[2001::1]", "[2001:0:7f00:1::1]", "[2001:10::1]", "[2001:20::1]"],
  ...["[2001:db8::1]", "[2002:7f00:1::1]", "[2002:a00:1::1]", "[3fff::1]"],
  // outside 2000::/3: unassigned, unique local with a cloud's metadata, link-local, site-local, multicast
  ...["[4000::1]", "[5f00::1]", "[8000::1]", "[fc00::1]", "[fd00::1]", "[fd00:ec2::254]", "[fe80::1]", "[fec0::1]"],
  ...["[febf::1]", "[ff02::1]", "[ff0e::1]"],
];

/** Answers of a resolver: every one must be public, or none is used. */
const FORBIDDEN_ANSWERS: readonly (readonly string[])[] = [
  ["127.0.0.1"],
  ["::1"],
  ["10.0.0.1"],
  ["::ffff:127.0.0.1"],
  ["64:ff9b::a00:1"],
  ["93.184.215.14", "127.0.0.1"],
  ["127.0.0.1", "93.184.215.14"],
  ["2606:4700::1111", "::1"],
  ["169.254.169.254", "2606:4700::1111"],
  [],
];

const PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.215.14", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1"];
const PUBLIC_V6 = ["2606:4700:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888", "::ffff:8.8.8.8"];

const NOTHING: AllowList = [];

it("allows public addresses and nothing that isn't an address", () => {
  expect([...PUBLIC, ...PUBLIC_V6].filter((address) => !isAllowedAddress(address, NOTHING))).toEqual([]);
  const nonsense = ["", "localhost", "127.1", "0x7f.0.0.1", "1.2.3", "fe80::1%eth0", "2606:4700::1%1", "1.1.1.1 "];
  expect(nonsense.filter((text) => isAllowedAddress(text, NOTHING))).toEqual([]);
});

it("allows of the others what the list names, in its own family only", () => {
  const list = parseAllowList("loopback, 10.1.0.0/16,fd00::/8");
  const allowed = ["127.9.9.9", "::1", "10.1.255.1", "fd12::1", "::ffff:10.1.0.1", "::ffff:127.0.0.1"];
  expect(allowed.filter((address) => !isAllowedAddress(address, list))).toEqual([]);
  const refused = ["10.2.0.1", "fe80::1", "169.254.169.254", "192.168.0.1", "::", "0.0.0.0"];
  expect(refused.filter((address) => isAllowedAddress(address, list))).toEqual([]);
  expect(() => parseAllowList("loopback,10.0.0.1")).toThrow(/10\.0\.0\.1 is neither/);
  expect(() => parseAllowList("everything")).toThrow(/neither/);
});

describe.each(["got", "undici"] as const)("a delivery through %s", (client) => {
  let trap: Server;
  let hits = 0;
  let answers: readonly string[] = [];
  let sender: Sender;
  const resolve: Resolver = (_hostname, callback) =>
    callback(
      null,
      answers.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  const open = (allowList: AllowList): Sender =>
    createSender({ client, timeoutMs: 2000, allowList, egressProxyUrl: null }, { originCap: 4 }, resolve);

  beforeAll(async () => {
    trap = http
      .createServer((_request, response) => {
        hits++;
        response.end();
      })
      .on("connection", () => hits++)
      .listen(0, "0.0.0.0");
    await once(trap, "listening");
    sender = open(NOTHING);
  });
  afterAll(async () => {
    await sender.close();
    trap.close();
  });

  const port = (): number => (trap.address() as AddressInfo).port;
  const post = (url: string): Promise<SendOutcome> => sender.send({ url, headers: {}, body: "{}" });

  it(`reaches none of ${FORBIDDEN_HOSTS.length} hosts`, async () => {
    const leaks: string[] = [];
    const before = hits;
    for (const host of FORBIDDEN_HOSTS) {
      const outcome = await post(`http://${host}:${port()}/`);
      if (outcome.outcome !== "failed" || outcome.kind !== "forbidden_address") leaks.push(`${host} ${JSON.stringify(outcome)}`);
    }
    expect(leaks).toEqual([]);
    expect(hits).toBe(before);
  });

  it.each(FORBIDDEN_ANSWERS.map((list) => ({ list })))("uses no answer of $list", async ({ list }) => {
    answers = list;
    const before = hits;
    const outcome = await post(`http://example.com:${port()}/`);
    expect(outcome).toMatchObject({ outcome: "failed", kind: "forbidden_address" });
    expect(await post(`https://example.com:${port()}/`)).toMatchObject({ outcome: "failed", kind: "forbidden_address" });
    expect(hits).toBe(before);
  });

  it("asks the resolver once for a connection, so that a second answer can't lead elsewhere", async () => {
    let asked = 0;
    const rebinding: Resolver = (_hostname, callback) => {
      asked++;
      callback(null, [{ address: asked === 1 ? "127.0.0.2" : "169.254.169.254", family: 4 }]);
    };
    const list = parseAllowList("127.0.0.2/32");
    const own = createSender({ client, timeoutMs: 2000, allowList: list, egressProxyUrl: null }, { originCap: 4 }, rebinding);
    const outcome = await own.send({ url: `http://rebind.example:${port()}/`, headers: {}, body: "{}" });
    expect(outcome).toMatchObject({ outcome: "answered", statusCode: 200 });
    expect(asked).toBe(1);
    await own.close();
  });

  it("follows no redirect", async () => {
    const own = open(parseAllowList("127.0.0.1/32"));
    const redirecting = http
      .createServer((_request, response) => {
        response.writeHead(307, { location: `http://127.0.0.2:${port()}/` }).end();
      })
      .listen(0, "127.0.0.1");
    await once(redirecting, "listening");
    const before = hits;
    const url = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}/`;
    expect(await own.send({ url, headers: {}, body: "{}" })).toMatchObject({ outcome: "answered", statusCode: 307 });
    expect(hits).toBe(before);
    await own.close();
    redirecting.close();
  });

  it("is counted over more cases than were ever measured to leak", () => {
    expect(FORBIDDEN_HOSTS.length + FORBIDDEN_ANSWERS.length).toBeGreaterThanOrEqual(87);
    expect(new Set(FORBIDDEN_HOSTS).size).toBe(FORBIDDEN_HOSTS.length);
  });
});
