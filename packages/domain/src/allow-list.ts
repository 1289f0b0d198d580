import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Networks that may be reached although they aren't public. */
export type AllowList = readonly (readonly [Address, number])[];

/** The networks of a list, for people. */
export function allowListText(list: AllowList): string {
  return list.map(([network, bits]) => `${network.toString()}/${bits}`).join(", ");
}

const LOOPBACK = ["127.0.0.0/8", "::1/128"];

/**
 * Reads `loopback` and CIDRs, separated by commas.
 * @throws Error when a part is neither
 */
export function parseAllowList(text: string): AllowList {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .flatMap((part) => (part === "loopback" ? LOOPBACK : [part]))
    .map((cidr) => {
      if (!ipaddr.isValidCIDR(cidr)) throw new Error(`${cidr} is neither "loopback" nor a network such as 10.0.0.0/8`);
      return ipaddr.parseCIDR(cidr);
    });
}

export function isInList(address: Address, list: AllowList): boolean {
  return list.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
}
