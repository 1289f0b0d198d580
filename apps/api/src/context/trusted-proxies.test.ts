import express from "express";
import { expect, it } from "vitest";
import { parseTrustedProxies, PRIVATE_PROXIES } from "./trusted-proxies.ts";

it.each([
  ["none", []],
  ["loopback", ["loopback"]],
  ["10.1.2.3, 192.168.0.0/16,2001:db8::/32", ["10.1.2.3", "192.168.0.0/16", "2001:db8::/32"]],
  [PRIVATE_PROXIES.join(), PRIVATE_PROXIES],
])("reads %s, as Express takes it", (text, proxies) => {
  expect(parseTrustedProxies(text)).toEqual(proxies);
  expect(() => express().set("trust proxy", [...proxies])).not.toThrow();
});

it.each(["everybody", "10.0.0.0/33", "::/129", "10.0.0/8", "none, loopback", "1.2.3.4/"])("refuses %s", (text) => {
  expect(() => parseTrustedProxies(text)).toThrow("no address or CIDR");
});
