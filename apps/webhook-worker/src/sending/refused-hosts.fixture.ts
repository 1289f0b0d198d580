import { PRIVATE_HOSTS } from "@longhaul/testing";

/** Hosts of URLs that must never be reached, each with what it is. */
export const REFUSED_HOSTS: readonly (readonly [host: string, what: string])[] = [
  ...PRIVATE_HOSTS,
  ["to-loopback.test", "a name of loopback"],
  ["to-loopback6.test", "a name of loopback in IPv6"],
  ["to-mapped.test", "a name of an IPv4-mapped loopback"],
  ["to-metadata.test", "a name of the metadata service"],
  ["to-both.test", "a name of a public and a private address"],
  ["to-both6.test", "a name of a public and a unique local address"],
  ["to-zone.test", "a name of an address with a zone"],
  ["to-nothing.test", "a name without addresses"],
];

/** What the names above resolve to. */
export const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  "to-loopback.test": ["127.0.0.1"],
  "to-loopback6.test": ["::1"],
  "to-mapped.test": ["::ffff:127.0.0.1"],
  "to-metadata.test": ["169.254.169.254"],
  "to-both.test": ["93.184.215.14", "10.0.0.1"],
  "to-both6.test": ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "fd00::1"],
  "to-zone.test": ["fe80::1%eth0"],
  "to-nothing.test": [],
};
