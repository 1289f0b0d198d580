import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findLateAwaits } from "./find-late-awaits.ts";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));
const files = globSync("{apps,packages}/*/src/**/*.ts", { cwd: PROJECT }).filter(
  (path) => !/\.(test|fixture|contract)\.ts$/.test(path),
);

describe("a promise that is started early and awaited late", () => {
  it("is nowhere: while something else is awaited its rejection would end the process", () => {
    const found = files.flatMap((path) =>
      findLateAwaits(path, readFileSync(join(PROJECT, path), "utf8")).map((what) => `${path}: ${what}`),
    );
    expect(found).toEqual([]);
    expect(files.length).toBeGreaterThan(300);
  });

  it.each([
    ["behind another await", "async () => { const p = f(); await g(); await p; }"],
    ["behind an await in its own statement", "async () => { const p = f(); return [await g(), await p]; }"],
    ["behind an await that is named", "async () => { const p = f(); const x = await g(); return x + (await p); }"],
    ["behind a loop of awaits", "async () => { const p = f(); for (const x of xs) await g(x); await p; }"],
    ["behind a stream", "async () => { const p = f(); for await (const x of xs) use(x); await p; }"],
    ["in a method", "class A { async m() { const p = this.f(); await g(); return await p; } }"],
    ["in a function within another", "const h = () => { return async () => { const p = f(); await g(); await p; }; }"],
    ["at the top of a module", "const p = f(); await g(); await p; export {};"],
  ])("is found %s", (_where, text) => {
    expect(findLateAwaits("planted.ts", text)).toEqual(["p (line 1)"]);
  });

  it.each([
    ["together with the other", "async () => { const p = f(); const [x] = await Promise.all([p, g()]); }"],
    ["with a listener from the start", "async () => { const p = f(); p.catch(note); await g(); await p; }"],
    ["at once", "async () => { const p = f(); await p; await g(); }"],
    [
      "where the other await is another function's",
      "async () => { const p = f(); on(async () => { await g(); }); await p; }",
    ],
    ["though what is named is no promise", "async () => { const x = f(); await g(); use(x); }"],
  ])("is not seen in one that is awaited %s", (_how, text) => {
    expect(findLateAwaits("planted.ts", text)).toEqual([]);
  });
});
