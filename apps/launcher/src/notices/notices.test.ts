import { globSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { listLibraries } from "./list-libraries.ts";
import { renderNotices, renderSbom } from "./render-notices.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

it("tells each library once, with its licence and the text of that, and its place in a bill of materials", async () => {
  const root = await mkdtemp(join(tmpdir(), "longhaul-notices-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const add = async (place: string, manifest: object, files: Readonly<Record<string, string>> = {}): Promise<void> => {
    const folder = join(root, "node_modules/.pnpm", place);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  };
  const mit = { LICENSE: "Do as you like.\n" };
  await add(
    "a@1.0.0/node_modules/a",
    { name: "a", version: "1.0.0", license: "MIT", homepage: "https://a.example" },
    mit,
  );
  await add(
    "@s+b@2.0.0/node_modules/@s/b",
    { name: "@s/b", version: "2.0.0", licenses: [{ type: "MIT" }, { type: "BSD" }] },
    mit,
  );
  await add("c@3.0.0/node_modules/c", { name: "c", version: "3.0.0" }, { "NOTICE.md": "Made by c." });
  await symlink("../../a@1.0.0/node_modules/a", join(root, "node_modules/.pnpm/c@3.0.0/node_modules/a"));

  const libraries = listLibraries(root);
  expect(libraries.map(({ name, license }) => [name, license])).toEqual([
    ["@s/b", "MIT OR BSD"],
    ["a", "MIT"],
    ["c", null],
  ]);
  const notices = renderNotices(libraries);
  expect(notices).toContain("- a 1.0.0: MIT, https://a.example\n- c 3.0.0: no licence named\n");
  expect(notices.match(/Do as you like\./g)).toHaveLength(1);
  expect(notices).toContain("@s/b 2.0.0, a 1.0.0\n\nDo as you like.");
  const { components } = JSON.parse(renderSbom(libraries)) as { components: readonly object[] };
  expect(components).toEqual([
    expect.objectContaining({ purl: "pkg:npm/%40s/b@2.0.0", licenses: [{ expression: "MIT OR BSD" }] }),
    expect.objectContaining({ purl: "pkg:npm/a@1.0.0", licenses: [{ license: { name: "MIT" } }] }),
    expect.not.objectContaining({ licenses: expect.anything() }),
  ]);
});

it("knows every library that the packages of this clone name", async () => {
  const known = new Set(listLibraries(ROOT).map(({ name }) => name));
  const wanted = new Set<string>();
  for (const path of globSync("{apps,packages}/*/package.json", { cwd: ROOT })) {
    const { dependencies = {} } = JSON.parse(await readFile(join(ROOT, path), "utf8")) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    for (const [name, version] of Object.entries(dependencies)) if (!version.startsWith("workspace:")) wanted.add(name);
  }
  expect(wanted.size).toBeGreaterThan(20);
  expect([...wanted].filter((name) => !known.has(name))).toEqual([]);
});

it("names a licence that is no SPDX expression, though it looks like one", () => {
  const library = { name: "d", version: "1.0.0", homepage: null, texts: [] };
  const licensesOf = (license: string): unknown =>
    (JSON.parse(renderSbom([{ ...library, license }])) as { components: readonly { licenses: unknown }[] })
      .components[0]?.licenses;
  expect(licensesOf("(MIT OR CC0-1.0)")).toEqual([{ expression: "(MIT OR CC0-1.0)" }]);
  expect(licensesOf("MIT and ISC")).toEqual([{ license: { name: "MIT and ISC" } }]);
  expect(licensesOf("See LICENSE")).toEqual([{ license: { name: "See LICENSE" } }]);
});
