/** A value of Thrift's compact protocol, as far as the metadata of Parquet needs them. */
export type ThriftValue =
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "i32" | "i64"; readonly value: number }
  | { readonly kind: "binary"; readonly value: string }
  | { readonly kind: "list"; readonly of: "i32" | "binary" | "struct"; readonly items: readonly ThriftValue[] }
  | ThriftStruct;

/** Fields by their numbers, ascending. */
export interface ThriftStruct {
  readonly kind: "struct";
  readonly fields: readonly (readonly [id: number, value: ThriftValue])[];
}

const TYPES = { i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const;
const TRUE = 1;
const FALSE = 2;
const LONG_LIST = 15;

export const bool = (value: boolean): ThriftValue => ({ kind: "bool", value });
export const i32 = (value: number): ThriftValue => ({ kind: "i32", value });
export const i64 = (value: number): ThriftValue => ({ kind: "i64", value });
export const binary = (value: string): ThriftValue => ({ kind: "binary", value });
export const list = (of: "i32" | "binary" | "struct", items: readonly ThriftValue[]): ThriftValue => ({
  kind: "list",
  of,
  items,
});

/** A struct without the fields that are null. */
export function struct(fields: Readonly<Record<number, ThriftValue | null>>): ThriftStruct {
  const entries = Object.entries(fields).map(([id, value]) => [Number(id), value] as const);
  return { kind: "struct", fields: entries.flatMap(([id, value]) => (value === null ? [] : [[id, value] as const])) };
}

/** Bytes of a struct in the compact protocol (thrift/doc/specs/thrift-compact-protocol.md). */
export function encodeThrift(value: ThriftStruct): Buffer {
  const bytes: number[] = [];
  write(value, bytes);
  return Buffer.from(bytes);
}

function write(value: ThriftValue, to: number[]): void {
  switch (value.kind) {
    case "bool":
      to.push(value.value ? TRUE : FALSE);
      return;
    case "i32":
    case "i64":
      // ZigZag: the sign in the lowest bit.
      pushVarint(to, value.value < 0 ? -2 * value.value - 1 : 2 * value.value);
      return;
    case "binary": {
      const text = Buffer.from(value.value);
      pushVarint(to, text.length);
      for (const byte of text) to.push(byte);
      return;
    }
    case "list": {
      const count = value.items.length;
      to.push((Math.min(count, LONG_LIST) << 4) | TYPES[value.of]);
      if (count >= LONG_LIST) pushVarint(to, count);
      for (const item of value.items) write(item, to);
      return;
    }
    case "struct":
      writeFields(value, to);
  }
}

function writeFields({ fields }: ThriftStruct, to: number[]): void {
  let before = 0;
  for (const [id, field] of fields) {
    const type = field.kind === "bool" ? (field.value ? TRUE : FALSE) : TYPES[field.kind];
    // Numbers of Parquet's fields are never further apart than fits here.
    to.push(((id - before) << 4) | type);
    before = id;
    if (field.kind !== "bool") write(field, to);
  }
  to.push(0);
}

/** A whole number from 0 up to 2^53, seven bits a byte, lowest first. */
export function pushVarint(to: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    to.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  to.push(rest);
}
