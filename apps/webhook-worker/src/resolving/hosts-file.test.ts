import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createHostsFile, parseHosts } from "./hosts-file.ts";

it("reads addresses and their names, and passes over all else", () => {
  const text =
    "# a comment\n127.0.0.1\tlocalhost Receiver # mine\n\n::1 localhost receiver\n127.0.0.1 receiver\r\nnot-an-address x\nfe80::1%lo0 link\n";
  expect([...parseHosts(text)]).toEqual([
    [
      "localhost",
      [
        { address: "127.0.0.1", family: 4 },
        { address: "::1", family: 6 },
      ],
    ],
    [
      "receiver",
      [
        { address: "127.0.0.1", family: 4 },
        { address: "::1", family: 6 },
      ],
    ],
    ["link", [{ address: "fe80::1%lo0", family: 6 }]],
  ]);
});

it("finds names whatever their case, hostile ones too, and none without a file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hosts-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "hosts");
  await writeFile(path, "10.0.0.7 Inner.example\n");
  const hosts = createHostsFile(path);
  expect(await hosts.find("INNER.EXAMPLE")).toEqual([{ address: "10.0.0.7", family: 4 }]);
  for (const name of ["outer.example", "__proto__", "constructor", ""]) expect(await hosts.find(name)).toEqual([]);
  expect(await createHostsFile(join(folder, "none")).find("inner.example")).toEqual([]);
});
