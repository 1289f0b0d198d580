const varint = 0;
const lengthDelimited = 2;
const fixed32 = 5;
const utf8 = new TextEncoder();

/**
 * Writes one Protocol Buffers message, field by field (encoding: protobuf.dev/programming-guides/encoding).
 * Numbers are non-negative integers below 2^53, or 32-bit floats.
 */
export class ProtobufWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  integer(field: number, value: number): this {
    this.#varint(field * 8 + varint);
    this.#varint(value);
    return this;
  }

  float(field: number, value: number): this {
    this.#varint(field * 8 + fixed32);
    this.#float(value);
    return this;
  }

  text(field: number, value: string): this {
    return this.#bytesField(field, utf8.encode(value));
  }

  message(field: number, value: ProtobufWriter): this {
    return this.#bytesField(field, value.finish());
  }

  packedIntegers(field: number, values: readonly number[]): this {
    const packed = new ProtobufWriter();
    for (const value of values) packed.#varint(value);
    return this.message(field, packed);
  }

  packedFloats(field: number, values: readonly number[]): this {
    const packed = new ProtobufWriter();
    for (const value of values) packed.#float(value);
    return this.message(field, packed);
  }

  #bytesField(field: number, bytes: Uint8Array): this {
    this.#varint(field * 8 + lengthDelimited);
    this.#varint(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  #varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  #float(value: number): void {
    this.#reserve(4);
    new DataView(this.#bytes.buffer).setFloat32(this.#length, value, true);
    this.#length += 4;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
