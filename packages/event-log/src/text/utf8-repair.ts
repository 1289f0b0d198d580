/** A NUL, a pair of surrogates that were encoded one by one (CESU-8), or one alone; of bytes as Latin-1. */
const UNSTORABLE = /\0|\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]/g;
/** What may be the beginning of a surrogate, or of a pair. */
const CUT_OFF = /\xed(?:[\xa0-\xbf](?:[\x80-\xbf](?:\xed[\xb0-\xbf]?)?)?)?$/;
const REPLACEMENT = Buffer.from("\uFFFD").toString("latin1");

const SURROGATES = new RegExp(UNSTORABLE.source.replace(String.raw`\0|`, ""), "g");

/** The bytes, with what stands for surrogates as UTF-8. */
export const withoutSurrogates = (bytes: Buffer): Buffer =>
  bytes.includes(0xed) ? Buffer.from(bytes.toString("latin1").replace(SURROGATES, replaced), "latin1") : bytes;

const replaced = (found: string): string => (found.length === 6 ? pairOf(found) : REPLACEMENT);

/** Makes of text that comes in pieces, and is UTF-8 but for NULs and surrogates, what every store can keep. */
export class Utf8Repair {
  #rest = "";
  #hasReplaced = false;

  get hasReplaced(): boolean {
    return this.#hasReplaced;
  }

  write(chunk: Buffer): Buffer {
    const text = this.#rest + chunk.toString("latin1");
    this.#rest = CUT_OFF.exec(text.slice(-5))?.[0] ?? "";
    return this.#repair(text.slice(0, text.length - this.#rest.length));
  }

  end(): Buffer {
    return this.#repair(this.#rest);
  }

  #repair(text: string): Buffer {
    const repaired = text.replace(UNSTORABLE, (found) => {
      this.#hasReplaced = true;
      return replaced(found);
    });
    return Buffer.from(repaired, "latin1");
  }
}

/** The character of a pair of surrogates, three bytes each, as UTF-8. */
function pairOf(bytes: string): string {
  const unit = (at: number): number =>
    0xd000 | ((bytes.charCodeAt(at + 1) & 0x3f) << 6) | (bytes.charCodeAt(at + 2) & 0x3f);
  return Buffer.from(String.fromCharCode(unit(0), unit(3))).toString("latin1");
}
