import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleTemplate, storedZip } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importTemplate } from "./import-template.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longhaul-template-"));
});
afterAll(async () => rm(folder, { recursive: true }));

async function read(content: string | Uint8Array, fileName: string): Promise<unknown> {
  const path = join(folder, "source");
  await writeFile(path, content);
  return importTemplate(path, fileName);
}

describe("importTemplate", () => {
  it.each(["slides.pptx", "SLIDES.POTX", "slides.ppsx", "upload"])("takes a presentation named %s", async (name) => {
    expect(await read(sampleTemplate(), name)).toEqual({
      ok: true,
      format: "pptx",
      detected: { template: { masters: 1, layouts: 4, widthInches: 10, heightInches: 5.63 } },
    });
  });

  it.each<[string, string | Uint8Array]>([
    ["a table", "case,activity,time"],
    ["nothing", ""],
    ["an archive of a log", storedZip(new Map([["log.csv", "case,activity"]]))],
    [
      "an archive in which a presentation lies",
      storedZip(
        new Map<string, string | Uint8Array>([
          ["a.csv", "a,b"],
          ["a.pptx", sampleTemplate()],
        ]),
      ),
    ],
    ["an archive that is cut off", sampleTemplate().subarray(0, -30)],
  ])("leaves %s to others", async (_, content) => {
    expect(await read(content, "upload.zip")).toBeNull();
  });

  it.each<[string, string | Uint8Array, string]>([
    ["slides.pptx", "hello", "no whole ZIP archive"],
    ["slides.pptx", Buffer.from("d0cf11e0a1b11ae1000000", "hex"), "it has a password, or is of PowerPoint 97 to 2003"],
    ["slides.ppt", Buffer.from("d0cf11e0a1b11ae1000000", "hex"), "it has a password, or is of PowerPoint 97 to 2003"],
    ["slides.pptx", storedZip(new Map([["a", "b"]])), "no PowerPoint presentation"],
  ])("says why a file named %s can't be one", async (name, content, reason) => {
    expect(await read(content, name)).toMatchObject({
      ok: false,
      code: "UnreadableTemplate",
      message: expect.stringContaining(reason),
    });
  });
});
