import { isAscii, isUtf8 } from "node:buffer";

const maxSampleBytes = 256 * 1024;

/** Follows a byte stream and tells in the end whether it was UTF-8, keeping a sample of what was not. */
export class Utf8Checker {
  #carry: Buffer = Buffer.alloc(0);
  #sample: Buffer[] = [];
  #sampleBytes = 0;
  #ascii = true;
  #valid = true;

  push(chunk: Buffer): void {
    if (this.#ascii && isAscii(chunk)) return;
    this.#ascii = false;
    const bytes = this.#carry.length > 0 ? Buffer.concat([this.#carry, chunk]) : chunk;
    const end = lastCharacterBoundary(bytes);
    this.#carry = Buffer.from(bytes.subarray(end));
    this.#check(bytes.subarray(0, end));
  }

  end(): { readonly ascii: boolean; readonly valid: boolean; readonly mostlyUtf8: boolean; readonly sample: Buffer } {
    this.#check(this.#carry);
    const sample = Buffer.concat(this.#sample);
    return { ascii: this.#ascii, valid: this.#valid, mostlyUtf8: isMostlyUtf8(sample), sample };
  }

  #check(bytes: Buffer): void {
    if (isUtf8(bytes)) return;
    this.#valid = false;
    if (this.#sampleBytes >= maxSampleBytes) return;
    const sample = Buffer.from(bytes.subarray(0, maxSampleBytes));
    this.#sample.push(sample);
    this.#sampleBytes += sample.length;
  }
}

/** Where the last character that may be cut off by the end of `bytes` begins. */
function lastCharacterBoundary(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** Text of another encoding hardly ever forms UTF-8 sequences by chance; damaged UTF-8 has many of them. */
function isMostlyUtf8(bytes: Buffer): boolean {
  let sequences = 0;
  let strays = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte < 0x80) continue;
    const length = byte >= 0xf0 && byte < 0xf5 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
    if (length > 0 && byte < 0xf5 && index + length <= bytes.length && isUtf8(bytes.subarray(index, index + length))) {
      sequences++;
      index += length - 1;
    } else strays++;
  }
  return sequences > strays * 4;
}
