import { ProtobufWriter } from "./protobuf-writer.ts";

/** Values of an operator's attribute. */
export type OnnxAttribute =
  | { readonly integer: number }
  | { readonly text: string }
  | { readonly integers: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly texts: readonly string[] };

/** Encodes an `AttributeProto` (onnx.proto, IR version 8). */
export function encodeAttribute(name: string, attribute: OnnxAttribute): ProtobufWriter {
  const message = new ProtobufWriter().text(1, name);
  if ("integer" in attribute) return message.integer(3, attribute.integer).integer(20, 2);
  if ("text" in attribute) return message.text(4, attribute.text).integer(20, 3);
  if ("floats" in attribute) return message.packedFloats(7, attribute.floats).integer(20, 6);
  if ("integers" in attribute) return message.packedIntegers(8, attribute.integers).integer(20, 7);
  for (const text of attribute.texts) message.text(9, text);
  return message.integer(20, 8);
}
