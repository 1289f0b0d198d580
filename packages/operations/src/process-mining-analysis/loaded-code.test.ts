import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

/** Packages whose files a process loads for a module of this folder. */
async function packagesOf(module: string): Promise<string[]> {
  const script = `
    import { registerHooks } from "node:module";
    const found = new Set();
    registerHooks({ load(url, context, next) { found.add(/.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1]); return next(url, context); } });
    await import(${JSON.stringify(new URL(module, import.meta.url).href)});
    process.stdout.write(JSON.stringify([...found]));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  return JSON.parse(stdout) as string[];
}

describe("the code of a phase", () => {
  it.each([["./load-and-validate.ts"], ["./discover-process.ts"], ["./learn-from-log.ts"]])(
    "of %s draws nothing, and loads nothing that draws",
    async (module) => {
      const packages = await packagesOf(module);
      expect(packages).toContain("@duckdb/node-api");
      expect(packages.filter((name) => ["fontkit", "pdfkit", "pptxgenjs", "write-excel-file"].includes(name))).toEqual(
        [],
      );
    },
  );
});
