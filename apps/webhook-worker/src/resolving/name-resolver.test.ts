import { scaled } from "@longhaul/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startDnsServer, type DnsServer } from "../test/start-dns-server.ts";
import { createNameResolver, type NameResolver } from "./name-resolver.ts";
import { parseDnsServers } from "./parse-dns-servers.ts";
import { createQueryDns, type QueryDns } from "./query-dns.ts";

let server: DnsServer;
beforeEach(async () => {
  server = await startDnsServer();
});
afterEach(() => server.close());

const NO_HOSTS = { find: async () => [] };
const resolverOf = (timeoutMs = 5000): NameResolver =>
  createNameResolver({
    query: createQueryDns({ servers: [server.address], timeoutMs }),
    waitMs: timeoutMs,
    hosts: NO_HOSTS,
  });
const addresses = async (resolver: NameResolver, name: string): Promise<string[]> =>
  (await resolver.resolve(name, "a")).map(({ address }) => address);

describe("a look-up", () => {
  it("gives all addresses of both families, IPv4 first", async () => {
    server.answer({
      "both.test": { addresses: ["2606:4700::1", "1.1.1.1", "1.0.0.1"] },
      "six.test": { addresses: ["2606:4700::1"] },
    });
    const resolver = resolverOf();
    expect(await addresses(resolver, "both.test")).toEqual(["1.1.1.1", "1.0.0.1", "2606:4700::1"]);
    expect(await resolver.resolve("six.test", "a")).toEqual([{ address: "2606:4700::1", family: 6 }]);
  });

  it.each([
    ["none.test", "none"],
    ["empty.test", "none"],
    ["silent.test", "timeout"],
    ["broken.test", "failed"],
  ])("of %s fails with %j", async (name, failure) => {
    server.answer({ "empty.test": { addresses: [] }, "silent.test": "silent", "broken.test": "servfail" });
    await expect(resolverOf(scaled(1_000)).resolve(name, "a")).rejects.toMatchObject({ code: "ERR_LOOKUP", failure });
  });

  it("never asks for this machine's own names, nor for those of its hosts file", async () => {
    const hosts = { find: async (name: string) => (name === "inner" ? [{ address: "10.0.0.7", family: 4 }] : []) };
    const query: QueryDns = () => Promise.reject(new Error("asked"));
    const resolver = createNameResolver({ query, waitMs: 1000, hosts });
    for (const name of ["localhost", "LocalHost.", "a.b.localhost"]) {
      expect(await addresses(resolver, name)).toEqual(["127.0.0.1", "::1"]);
    }
    expect(await addresses(resolver, "inner")).toEqual(["10.0.0.7"]);
    await expect(resolver.resolve("localhost.test", "a")).rejects.toThrow("asked");
  });
});

describe("answers", () => {
  const counted = (ttlSec: number) => {
    let asked = 0;
    const query: QueryDns = async () => {
      asked++;
      return { addresses: [{ address: "1.1.1.1", family: 4 }], ttlSec };
    };
    return { resolver: createNameResolver({ query, waitMs: 1000, hosts: NO_HOSTS }), asked: () => asked };
  };

  it("are kept, whatever the case of the name, and asked for once at a time", async () => {
    const { resolver, asked } = counted(60);
    await Promise.all(Array.from({ length: 20 }, () => resolver.resolve("a.test", "a")));
    for (const name of ["a.test", "A.TEST", "a.test."]) await resolver.resolve(name, "b");
    expect(asked()).toBe(1);
    await resolver.resolve("b.test", "a");
    expect(asked()).toBe(2);
  });

  it("are kept for a moment even when their zone says 0, so that a connection finds what was judged", async () => {
    const { resolver, asked } = counted(0);
    await resolver.resolve("a.test", "a");
    await resolver.resolve("a.test", "a");
    expect(asked()).toBe(1);
  });

  it("are bounded in number", async () => {
    const { resolver, asked } = counted(300);
    for (let n = 0; n <= 10_000; n++) await resolver.resolve(`n${n}.test`, "a");
    expect(asked()).toBe(10_001);
    await resolver.resolve("n10000.test", "a");
    expect(asked()).toBe(10_001);
    await resolver.resolve("n0.test", "a");
    expect(asked()).toBe(10_002);
  });

  it("that failed are asked for again soon", async () => {
    server.answer({});
    const resolver = resolverOf();
    await expect(resolver.resolve("new.test", "a")).rejects.toMatchObject({ failure: "none" });
    await expect(resolver.resolve("new.test", "a")).rejects.toMatchObject({ failure: "none" });
    expect(server.questions.length).toBe(2);
    server.answer({ "new.test": { addresses: ["1.1.1.1"] } });
    await expect
      .poll(() => addresses(resolver, "new.test").catch(() => null), { timeout: 10_000 })
      .toEqual(["1.1.1.1"]);
  });
});

it("lets names that never answer hold up nobody else, be they as many as they like", async () => {
  server.answer((name) => (name.endsWith(".dead.test") ? "silent" : { addresses: ["1.1.1.1"] }));
  const resolver = resolverOf(60_000);
  const names = Array.from({ length: 200 }, (_, n) => `n${n}.dead.test`);
  const dead = names.map((name) => resolver.resolve(name, "hostile"));
  void Promise.allSettled(dead);
  for (let n = 0; n < 20; n++) expect(await addresses(resolver, `n${n}.alive.test`)).toEqual(["1.1.1.1"]);
  // And no more than its share is asked for at a time.
  const asked = new Set(server.questions.filter((name) => name.endsWith(".dead.test")));
  expect(asked.size).toBe(64);
  server.release();
  const ends = await Promise.allSettled(dead);
  expect(ends.every(({ status }) => status === "rejected")).toBe(true);
});

it("takes addresses of name servers and nothing else", () => {
  expect(parseDnsServers("10.0.0.2, 10.0.0.3:5353,[fd00::2]:53")).toEqual([
    "10.0.0.2",
    "10.0.0.3:5353",
    "[fd00::2]:53",
  ]);
  expect(() => parseDnsServers("10.0.0.2,dns.example")).toThrow(/dns\.example is not the address of a name server/);
});
