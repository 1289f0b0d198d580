import { expect, it } from "vitest";
import { parseAllowList } from "./allow-list.ts";
import { isAllowedAddress } from "./is-allowed-address.ts";

const PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.215.14", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1"];
const PUBLIC_V6 = ["2606:4700:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888", "::ffff:8.8.8.8"];

it("allows public addresses and nothing that isn't an address in its plain form", () => {
  expect([...PUBLIC, ...PUBLIC_V6].filter((address) => !isAllowedAddress(address, []))).toEqual([]);
  const nonsense = ["", "localhost", "127.1", "0x7f.0.0.1", "1.2.3", "fe80::1%eth0", "2606:4700::1%1", "1.1.1.1 "];
  expect(nonsense.filter((text) => isAllowedAddress(text, []))).toEqual([]);
});

it("allows of the others what the list names, in its own family only", () => {
  const list = parseAllowList("loopback, 10.1.0.0/16,fd00::/8");
  const allowed = ["127.9.9.9", "::1", "10.1.255.1", "fd12::1", "::ffff:10.1.0.1", "::ffff:127.0.0.1"];
  expect(allowed.filter((address) => !isAllowedAddress(address, list))).toEqual([]);
  const refused = ["10.2.0.1", "fe80::1", "169.254.169.254", "192.168.0.1", "::", "0.0.0.0"];
  expect(refused.filter((address) => isAllowedAddress(address, list))).toEqual([]);
});

it("takes no list that it doesn't understand", () => {
  expect(() => parseAllowList("loopback,10.0.0.1")).toThrow(/10\.0\.0\.1 is neither/);
  expect(() => parseAllowList("everything")).toThrow(/neither/);
});
