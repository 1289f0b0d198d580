import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";

/** The modules of the page, each after those that it imports. */
const MODULES = [
  "map-model.ts",
  "page-elements.ts",
  "assign-layers.ts",
  "order-layers.ts",
  "place-layers.ts",
  "lay-out.ts",
  "draw-box.ts",
  "draw-arrow.ts",
  "draw-map.ts",
  "map-view.ts",
  "show-map.ts",
];

const IMPORT = /^import [^;]*;\n/gmu;
let script: string | null = null;

/** The script of the page: its modules one after the other, each in a scope of its own, without types and comments. */
export function pageScript(): string {
  script ??= MODULES.map((name) => {
    const source = readFileSync(new URL(`page/${name}`, import.meta.url), "utf8").replaceAll(IMPORT, "");
    const names = [...source.matchAll(/^export (?:function|class|const) (\w+)/gmu)]
      .map(([, found]) => found)
      .join(", ");
    const plain = stripTypeScriptTypes(source.replaceAll(/^export /gmu, ""), { mode: "strip" });
    return `const { ${names} } = (() => {\n${compact(plain)}\nreturn { ${names} };\n})();`;
  }).join("\n");
  return script;
}

/** Without comments of their own lines, blank lines and indents. */
function compact(source: string): string {
  let isComment = false;
  const lines = source.split("\n").flatMap((whole) => {
    const line = whole.trim();
    const isOpen = isComment || line.startsWith("/*");
    isComment = isOpen && !line.endsWith("*/");
    return isOpen || line === "" || line.startsWith("//") ? [] : [line];
  });
  return lines.join("\n");
}
