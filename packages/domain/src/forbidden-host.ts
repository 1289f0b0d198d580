import type { AllowList } from "./allow-list.ts";
import { isAllowedAddress } from "./is-allowed-address.ts";

/** Whether a name is this machine's own for certain (RFC 6761, 6.3): it is never looked up. */
export function isLoopbackName(name: string): boolean {
  return /(^|\.)localhost\.?$/i.test(name);
}

/** The addresses that a loopback name stands for. */
export const LOOPBACK_ADDRESSES = ["127.0.0.1", "::1"] as const;

/**
 * The address that must not be reached where a URL's host is one, or is this machine by its name; null when it may be
 * reached, or is a name that has to be looked up.
 * @param hostname of a `URL`, which brings decimal, octal, hexadecimal and shortened forms to the plain one
 */
export function forbiddenHost(hostname: string, allowList: AllowList): string | null {
  const literal = hostname.replace(/^\[|\]$/g, "");
  const addresses = isLoopbackName(literal) ? LOOPBACK_ADDRESSES : isLiteral(hostname, literal) ? [literal] : [];
  return addresses.every((address) => isAllowedAddress(address, allowList)) ? null : literal;
}

/** A name can't hold a colon, and none that a `URL` lets through ends in a number. */
function isLiteral(hostname: string, literal: string): boolean {
  return hostname.startsWith("[") || literal.includes(":") || /(^|\.)\d+\.?$/.test(literal);
}
