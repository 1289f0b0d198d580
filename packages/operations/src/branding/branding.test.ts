import { crc32, deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { brandOf, readBranding } from "./branding.ts";
import { analysisParametersSchema } from "../analysis-parameters/parameters.ts";
import { reportParametersSchema } from "../report-generation/parameters.ts";

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A PNG picture of this size, all black; with `rows` rows of data. */
function png(width: number, height: number, rows = height): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const data = deflateSync(Buffer.alloc(rows * (1 + 3 * width)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

const dataUrl = (bytes: Buffer, type = "png"): string => `data:image/${type};base64,${bytes.toString("base64")}`;
const faultsOf = (branding: unknown): string[] =>
  reportParametersSchema
    .validate({ branding }, { abortEarly: false })
    .error?.details.map(({ path, message }) => `${path.join("/")} ${message}`) ?? [];

const jpeg = Buffer.from("ffd8ffc0001108000a001403012200021101031101ffd9", "hex");

describe("the branding of a report", () => {
  it("takes a company's name, a colour and a logo", () => {
    const branding = { companyName: "Nordwind", color: "#0A7d4b", logo: dataUrl(png(40, 20)) };
    expect(faultsOf(branding)).toEqual([]);
    expect(faultsOf({ logo: dataUrl(jpeg, "jpeg") })).toEqual([]);
    expect(brandOf({ parameters: { branding } })).toMatchObject({
      company: "Nordwind",
      color: "#0A7d4b",
      logo: { mediaType: "image/png", width: 40, height: 20 },
    });
  });

  it.each<[string, unknown]>([
    ["nothing at all", {}],
    ["an unknown key", { font: "Comic Sans" }],
    ["a colour by name", { color: "pink" }],
    ["an address", { logo: "https://nordwind.example/logo.png" }],
    ["a picture with scripts", { logo: `data:image/svg+xml;base64,${Buffer.from("<svg/>").toString("base64")}` }],
    ["a picture that is cut", { logo: dataUrl(png(40, 20).subarray(0, 60)) }],
    ["a picture with too few rows", { logo: dataUrl(png(40, 20, 19)) }],
    ["a picture of another type", { logo: dataUrl(jpeg, "png") }],
    ["a picture that is damaged", { logo: dataUrl(png(40, 20).fill(0x55, 45, 50)) }],
    ["a picture that is too wide", { logo: dataUrl(png(3000, 2)) }],
    ["a JPEG without a frame", { logo: dataUrl(Buffer.from("ffd8ffd9", "hex"), "jpeg") }],
    ["a picture of too many bytes", { logo: dataUrl(Buffer.alloc(210_000)) }],
  ])("refuses %s, and says why", (_, branding) => {
    expect(faultsOf(branding)).toHaveLength(1);
    expect(faultsOf(branding)[0]).toMatch(/^branding/);
  });

  it("is a parameter of an analysis, too", () => {
    const parameters = { datasetId: "880e8400-e29b-41d4-a716-446655440000", branding: { color: "pink" } };
    expect(analysisParametersSchema.validate(parameters).error?.message).toMatch(/colour such as/);
  });

  it("is the deployment's where the request says nothing, key by key", () => {
    const deployment = { branding: readBranding('{"companyName":"Nordwind","color":"#0a7d4b"}') };
    expect(brandOf({ ...deployment, parameters: {} })).toEqual({ company: "Nordwind", color: "#0a7d4b" });
    const asked = { branding: { companyName: "Südwind" } };
    expect(brandOf({ ...deployment, parameters: asked })).toEqual({ company: "Südwind", color: "#0a7d4b" });
    expect(brandOf({ parameters: {} })).toBeUndefined();
  });

  it.each([
    ["pink", /is not JSON/],
    ["[]", /must be of type object/],
    ['{"color":"pink","font":"x"}', /color must be a colour.*font .*not allowed/],
  ])("of a deployment is refused with what is wrong: %s", (text, fault) => {
    expect(() => readBranding(text)).toThrow(fault);
  });
});
