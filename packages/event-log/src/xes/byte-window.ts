import { emptySource, type ByteSource } from "../plain/byte-source.ts";

const FIRST_BYTES = 2 * 1024 * 1024;

/** Bytes of a file that haven't been read yet, one piece behind another; zeros stand behind them. */
export class ByteWindow {
  source: ByteSource = emptySource(FIRST_BYTES);
  length = 0;

  push(piece: Uint8Array): void {
    const length = this.length + piece.length;
    if (length >= this.source.bytes.length) {
      const { bytes } = this.source;
      this.source = emptySource(2 * length);
      this.source.bytes.set(bytes.subarray(0, this.length));
    }
    this.source.bytes.set(piece, this.length);
    this.source.bytes[length] = 0;
    this.length = length;
  }

  /** Forget the bytes before `from`. */
  keepFrom(from: number): void {
    this.source.bytes.copyWithin(0, from, this.length);
    this.length -= from;
  }
}
