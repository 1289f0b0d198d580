import { emptySource, type ByteSource } from "./byte-source.ts";

const FIRST_BYTES = 4096;
/** Bytes that a code unit of a string takes at most as UTF-8. */
export const BYTES_PER_UNIT = 3;

/** Memory in which a text is written as UTF-8, one at a time. */
export class TextBytes {
  #source: ByteSource = emptySource(FIRST_BYTES);
  #buffer = bufferOf(this.#source);

  get view(): DataView {
    return this.#source.view;
  }

  /** Write a text; answers its bytes, which begin at 0. */
  write(text: string): number {
    const needed = BYTES_PER_UNIT * text.length;
    if (needed > this.#buffer.length) {
      this.#source = emptySource(2 * needed);
      this.#buffer = bufferOf(this.#source);
    }
    return this.#buffer.write(text);
  }
}

const bufferOf = ({ bytes }: ByteSource): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
