import { fileURLToPath } from "node:url";
import { createVirtualFileSystem } from "typescript/unstable/fs";
import { API, type Project } from "typescript/unstable/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findTextKeys } from "./find-text-keys.ts";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

/** Where one function does it for all, after it has looked whether the record itself has the name. */
const HOME = "packages/domain/src/own-value.ts";

const FOR_TESTS = /\.(test|fixture|contract)\.ts$|\/src\/(.*\/)?(test|truth)\/|^packages\/testing\//;

it("no text that may be anything is a key of a plain object: use a Map, or ownValue of domain", () => {
  const api = new API({ cwd: PROJECT });
  try {
    const project = openProject(api, `${PROJECT}tsconfig.json`);
    const files = project.program
      .getSourceFileNames()
      .map((path) => path.slice(PROJECT.length))
      .filter((path) => /^(apps|packages)\/[^/]+\/src\//.test(path) && !FOR_TESTS.test(path));
    expect(files.length).toBeGreaterThan(500);
    const found = files.flatMap((path) => findTextKeys(project, PROJECT + path).map((place) => `${path}:${place}`));
    expect(found.filter((place) => !place.startsWith(HOME))).toEqual([]);
    expect(found).toHaveLength(1);
  } finally {
    api.close();
  }
});

describe("a text as a key", () => {
  const FLAWED = [
    "record[text]",
    "record[text] = 1",
    "delete record[text]",
    "record?.[text]",
    "record[`${text}s`]",
    "record[`a${text}` as const]",
    "roles[text as Role]",
    "roles[(text as Role)]",
    "record[any()]",
    "record[maybe ?? 1]",
    "record[text.toUpperCase() as Uppercase<string>]",
    "text in record",
    "for (const key in record) void key",
    "Object.assign({}, record)",
    "record.hasOwnProperty(text)",
    "const { [text]: x } = record; void x",
    "function f<N extends string>(name: N, of: Record<string, 1>) { return of[name]; }",
  ];
  const SOUND = [
    "record['name']",
    "record[idx]",
    "list[idx]",
    "roles[role]",
    "'name' in record",
    "map.get(text)",
    "Object.hasOwn(record, text)",
    "Object.fromEntries([[text, 1]])",
    "Object.assign(roles, { caseId: 1 })",
    "({ [text]: 1 })",
    "for (const key of Object.keys(record)) void key",
    "function f<N extends Role>(name: N) { return roles[name]; }",
  ];
  const DECLARATIONS = `
    type Role = "caseId" | "activity";
    declare const text: string;
    declare const maybe: string | undefined;
    declare const role: Role;
    declare const idx: number;
    declare const record: Record<string, number>;
    declare const roles: Record<Role, number>;
    declare const list: readonly number[];
    declare const map: Map<string, number>;
    declare function get<N extends string>(name: N): void;
    declare function any(): any;`;
  const pathOf = (code: string) => `/planted/${[...FLAWED, ...SOUND].indexOf(code)}.ts`;
  let api: API;
  let planted: Project;

  beforeAll(() => {
    const codes = [...FLAWED, ...SOUND].map((code) => [pathOf(code), `export {};${DECLARATIONS}\n${code};`] as const);
    const compilerOptions = { target: "es2024", strict: true, types: [], noEmit: true };
    const fs = createVirtualFileSystem({
      "/planted/tsconfig.json": JSON.stringify({ compilerOptions, files: codes.map(([path]) => path) }),
      ...Object.fromEntries(codes),
    });
    api = new API({ cwd: "/planted", fs });
    planted = openProject(api, "/planted/tsconfig.json");
  });

  afterAll(() => {
    api.close();
  });

  it.each(FLAWED)("is found in %s", (code) => {
    expect(findTextKeys(planted, pathOf(code))).toHaveLength(1);
  });

  it.each(SOUND)("is not found in %s", (code) => {
    expect(findTextKeys(planted, pathOf(code))).toEqual([]);
  });
});

function openProject(api: API, path: string): Project {
  const [project] = api.updateSnapshot({ openProjects: [path] }).getProjects();
  if (project === undefined) throw new Error(`${path} can't be opened`);
  return project;
}
