import { storableText } from "@longhaul/domain";

const REFERENCES = /(?:&#(?:x[0-9a-f]+|[0-9]+);)+/gi;
const REFERENCE = /&#(x?)([0-9a-f]+);/gi;
/** What may be the beginning of one. */
const CUT_OFF = /&(?:#x?[0-9a-f]{0,8})?$/i;

/**
 * Makes of XML text that comes in pieces one that a parser takes: references to NULs become U+FFFD, those to the two halves
 * of a surrogate pair their character. Programs write them though XML has none of them.
 */
export class XmlReferences {
  #rest = "";

  push(text: string): string {
    const whole = this.#rest + text;
    this.#rest = whole.slice(-12).includes("&") ? (CUT_OFF.exec(whole)?.[0] ?? "") : "";
    return repaired(whole.slice(0, whole.length - this.#rest.length));
  }

  end(): string {
    return this.#rest;
  }
}

function repaired(text: string): string {
  if (!text.includes("&#")) return text;
  return text.replace(REFERENCES, (found) => {
    const codes = Array.from(found.matchAll(REFERENCE), ([, hex, digits = ""]) =>
      Number.parseInt(digits, hex === "" ? 10 : 16),
    );
    if (!codes.some(isUnstorable)) return found;
    const whole = storableText(
      codes.map((code) => (code <= 0x10ffff ? String.fromCodePoint(code) : "\uFFFD")).join(""),
    );
    return Array.from(whole, (char) => `&#${char.codePointAt(0)};`).join("");
  });
}

const isUnstorable = (code: number): boolean => code === 0 || (code >= 0xd800 && code <= 0xdfff);
