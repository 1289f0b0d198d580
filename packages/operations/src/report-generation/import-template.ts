import { open } from "node:fs/promises";

/** The import result of a slide template: without anything about a log. */
export interface ImportedTemplate {
  readonly ok: true;
  readonly format: "pptx";
  readonly detected: {
    readonly template: {
      readonly masters: number;
      readonly layouts: number;
      readonly widthInches: number;
      readonly heightInches: number;
    };
  };
}

/** A presentation that can't be one. */
export interface RefusedTemplate {
  readonly ok: false;
  readonly code: "UnreadableTemplate";
  readonly message: string;
}

const MOST_BYTES = 64 * 2 ** 20;
const EMU_PER_INCH = 914_400;
const ZIP = Buffer.from("PK\u0003\u0004");
/** What PowerPoint writes for a password, and wrote until 2003. */
const COMPOUND = Buffer.from("d0cf11e0a1b11ae1", "hex");
const NAMES = /\.(?:pp|po)t[xm]?$|\.pps[xm]?$/i;
/** In what the archive lists its files by: no other Office file has it. */
const MAIN_PART = "ppt/presentation.xml";
const END_BYTES = 2 ** 20;
const END = Buffer.from("PK\u0005\u0006");
/** Offset of the list's size in the end record. */
const LIST_SIZE_AT = 12;

/** Reads an uploaded presentation as a template; null for a file that is none. */
export async function importTemplate(
  path: string,
  fileName: string,
): Promise<ImportedTemplate | RefusedTemplate | null> {
  const bytes = await presentationBytes(path, fileName);
  if (bytes === null) return null;
  const refuse = (fault: string): RefusedTemplate => ({
    ok: false,
    code: "UnreadableTemplate",
    message: `The presentation can't be a template of slides: ${fault}.`,
  });
  if (bytes.subarray(0, COMPOUND.length).equals(COMPOUND))
    return refuse("it has a password, or is of PowerPoint 97 to 2003; save it as .pptx, without a password");
  if (bytes.length > MOST_BYTES) return refuse(`it has more than ${MOST_BYTES / 2 ** 20} MB`);
  const { readTemplate, TemplateFault } = await import("@longhaul/rendering/read-template");
  try {
    const { masters, layouts, slide } = readTemplate(bytes);
    const [widthInches, heightInches] = [slide.w, slide.h].map((emu) => Number((emu / EMU_PER_INCH).toFixed(2)));
    return {
      ok: true,
      format: "pptx",
      detected: { template: { masters, layouts, widthInches: widthInches ?? 0, heightInches: heightInches ?? 0 } },
    };
  } catch (err) {
    if (err instanceof TemplateFault) return refuse(err.message);
    throw err;
  }
}

/** A presentation, up to a byte more than may be; null for another file. */
async function presentationBytes(path: string, fileName: string): Promise<Buffer | null> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const read = async (at: number, length: number): Promise<Buffer> => {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, at);
      return buffer.subarray(0, bytesRead);
    };
    const isPresentation =
      NAMES.test(fileName) ||
      ((await read(0, ZIP.length)).equals(ZIP) &&
        listIn(await read(Math.max(0, size - END_BYTES), Math.min(size, END_BYTES))).includes(MAIN_PART));
    return isPresentation ? await read(0, Math.min(size, MOST_BYTES + 1)) : null;
  } finally {
    await file.close();
  }
}

/** What an archive lists its files by, as far as its last bytes have it; what is in the files isn't looked at. */
function listIn(last: Buffer): Buffer {
  const end = last.lastIndexOf(END);
  if (end < 0 || end + LIST_SIZE_AT + 4 > last.length) return Buffer.alloc(0);
  return last.subarray(Math.max(0, end - last.readUInt32LE(end + LIST_SIZE_AT)), end);
}
