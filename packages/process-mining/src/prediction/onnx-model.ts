import { encodeAttribute } from "./onnx-attributes.ts";
import type { OnnxAttribute } from "./onnx-attributes.ts";
import { ProtobufWriter } from "./protobuf-writer.ts";

export interface OnnxNode {
  readonly operator: string;
  /** Operator set: the standard one or that of classical machine learning. */
  readonly domain: "" | "ai.onnx.ml";
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A tensor of `width` columns, or a vector when there is no width, with one row for each prediction. */
export interface OnnxTensor {
  readonly name: string;
  readonly elements: "float" | "string";
  readonly width?: number;
}

export interface OnnxModel {
  readonly name: string;
  readonly description: string;
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxTensor[];
  readonly outputs: readonly OnnxTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

const irVersion = 8;
const operatorSets = [
  { domain: "", version: 13 },
  { domain: "ai.onnx.ml", version: 3 },
];
const elementTypes = { float: 1, string: 8 };

/** Encodes a `ModelProto` (onnx.proto, IR version 8; operator sets 13 and ai.onnx.ml 3). */
export function encodeOnnxModel(model: OnnxModel): Uint8Array {
  const graph = new ProtobufWriter();
  for (const node of model.nodes) graph.message(1, encodeNode(node));
  graph.text(2, model.name);
  for (const input of model.inputs) graph.message(11, encodeTensor(input));
  for (const output of model.outputs) graph.message(12, encodeTensor(output));

  const message = new ProtobufWriter()
    .integer(1, irVersion)
    .text(2, "longhaul")
    .text(6, model.description)
    .message(7, graph);
  for (const { domain, version } of operatorSets) {
    message.message(8, new ProtobufWriter().text(1, domain).integer(2, version));
  }
  for (const [key, value] of Object.entries(model.metadata)) {
    message.message(14, new ProtobufWriter().text(1, key).text(2, value));
  }
  return message.finish();
}

function encodeNode(node: OnnxNode): ProtobufWriter {
  const message = new ProtobufWriter();
  for (const input of node.inputs) message.text(1, input);
  for (const output of node.outputs) message.text(2, output);
  message.text(3, node.operator).text(4, node.operator);
  for (const [name, attribute] of Object.entries(node.attributes)) message.message(5, encodeAttribute(name, attribute));
  return message.text(7, node.domain);
}

function encodeTensor(tensor: OnnxTensor): ProtobufWriter {
  const shape = new ProtobufWriter().message(1, new ProtobufWriter().text(2, "rows"));
  if (tensor.width !== undefined) shape.message(1, new ProtobufWriter().integer(1, tensor.width));
  const type = new ProtobufWriter().integer(1, elementTypes[tensor.elements]).message(2, shape);
  return new ProtobufWriter().text(1, tensor.name).message(2, new ProtobufWriter().message(1, type));
}
