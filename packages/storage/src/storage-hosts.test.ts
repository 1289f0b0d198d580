import { expect, it } from "vitest";
import { storageHosts } from "./storage-hosts.ts";

it.each([
  ["file:///var/lib/longhaul", []],
  ["s3://blobs?endpoint=http%3A%2F%2F127.0.0.1%3A9000", ["127.0.0.1:9000", "*.127.0.0.1:9000"]],
  ["s3://blobs?endpoint=https%3A%2F%2Fs3.example", ["s3.example:443", "*.s3.example:443"]],
  ["s3://blobs?endpoint=http%3A%2F%2Fs3.example", ["s3.example:80", "*.s3.example:80"]],
])("a store of %s is spoken with at %j", (url, hosts) => {
  expect(storageHosts(url)).toEqual(hosts);
});

it("asks Amazon, and what gives machines their credentials there", () => {
  expect(storageHosts("s3://blobs?region=eu-west-3")).toEqual(
    expect.arrayContaining(["*.amazonaws.com", "169.254.169.254"]),
  );
});
