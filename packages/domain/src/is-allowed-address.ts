import ipaddr from "ipaddr.js";
import { isInList, type AllowList } from "./allow-list.ts";

/** The IPv6 that is handed out as public unicast (RFC 4291, IANA); all else leads nowhere or back inside. */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR("2000::/3");
/** Inside it: protocol assignments with Teredo and ORCHID, documentation, 6to4. */
const REFUSED_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].map((cidr) => ipaddr.IPv6.parseCIDR(cidr));
/** Unicast by their form: the metadata service of a cloud, 6to4 relays, AS112, and addresses of AMT. */
const REFUSED_V4 = ["168.63.129.16/32", "192.88.99.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24"].map(
  (cidr) => ipaddr.IPv4.parseCIDR(cidr),
);

/**
 * Whether a delivery may connect to an address: public unicast only, and what the list allows. IPv4 mapped into IPv6 is
 * judged as IPv4. Anything that is no address in its plain form, such as one with a zone, is refused.
 */
export function isAllowedAddress(address: string, allowList: AllowList): boolean {
  if (address.includes("%") || !isPlain(address)) return false;
  const parsed = ipaddr.process(address);
  if (isInList(parsed, allowList)) return true;
  if (parsed.range() !== "unicast") return false;
  if (parsed instanceof ipaddr.IPv4) return !REFUSED_V4.some((range) => parsed.match(range));
  return parsed.match(GLOBAL_V6) && !REFUSED_V6.some((range) => parsed.match(range));
}

/** Four decimal parts, or IPv6. Octal, hexadecimal and shortened forms are not what a resolver answers. */
const isPlain = (address: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
