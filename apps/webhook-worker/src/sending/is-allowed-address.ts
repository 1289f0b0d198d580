import ipaddr from "ipaddr.js";

/** Ranges inside 2000::/3 that are not the public internet, or lead elsewhere. */
const REFUSED_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].map((cidr) => ipaddr.IPv6.parseCIDR(cidr));
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR("2000::/3");
/** Public by its form, but the metadata service of a cloud. */
const REFUSED_V4 = ["168.63.129.16/32", "192.88.99.0/24"].map((cidr) => ipaddr.IPv4.parseCIDR(cidr));

/**
 * Whether a delivery may connect to an address: public unicast only, and the loopback where the deployment says so.
 * IPv4 inside IPv6 is judged as IPv4. Anything that is no address is refused.
 */
export function isAllowedAddress(address: string, options: { readonly allowLoopback: boolean }): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (options.allowLoopback && parsed.range() === "loopback") return true;
  if (parsed instanceof ipaddr.IPv4)
    return parsed.range() === "unicast" && !REFUSED_V4.some((range) => parsed.match(range));
  return parsed.range() === "unicast" && parsed.match(GLOBAL_V6) && !REFUSED_V6.some((range) => parsed.match(range));
}
