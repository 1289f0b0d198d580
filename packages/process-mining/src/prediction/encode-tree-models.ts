import { encodeOnnxModel, type OnnxNode } from "./onnx-model.ts";
import { listOnnxTreeNodes } from "./onnx-tree-nodes.ts";
import type { OnnxAttribute } from "./onnx-attributes.ts";
import type { TimeScale } from "./time-scale.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";

/** Input of both models: one row of features for each running case, as 32-bit floats. */
export const onnxInputName = "features";

/** A classifier as ONNX: outputs `next_activity` (a name) and `probabilities` (one column for each class). */
export function encodeClassifier(
  trees: TreeEnsemble,
  featureCount: number,
  classes: readonly string[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const listed = listOnnxTreeNodes(trees);
  return encodeOnnxModel({
    name: "next_activity",
    description: "Random forest: next activity of a running case",
    inputs: [{ name: onnxInputName, elements: "float", width: featureCount }],
    outputs: [
      { name: "next_activity", elements: "string" },
      { name: "probabilities", elements: "float", width: classes.length },
    ],
    nodes: [
      {
        operator: "TreeEnsembleClassifier",
        domain: "ai.onnx.ml",
        inputs: [onnxInputName],
        outputs: ["next_activity", "probabilities"],
        attributes: {
          ...listed.nodes,
          class_treeids: { integers: listed.entryTrees },
          class_nodeids: { integers: listed.entryNodes },
          class_ids: { integers: listed.entryTargets },
          class_weights: { floats: listed.entryWeights },
          classlabels_strings: { texts: classes },
          post_transform: { text: "NONE" },
        },
      },
    ],
    metadata,
  });
}

/** Encodes trees that predict places on a scale as ONNX: output `remaining_hours`, never less than 0 (`hoursAtPlace`). */
export function encodeRegression(
  trees: TreeEnsemble,
  { unitHours }: TimeScale,
  featureCount: number,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const listed = listOnnxTreeNodes(trees);
  return encodeOnnxModel({
    name: "remaining_time",
    description: "Gradient boosting: hours until a running case ends",
    inputs: [{ name: onnxInputName, elements: "float", width: featureCount }],
    outputs: [{ name: "remaining_hours", elements: "float", width: 1 }],
    nodes: [
      {
        operator: "TreeEnsembleRegressor",
        domain: "ai.onnx.ml",
        inputs: [onnxInputName],
        outputs: ["place"],
        attributes: {
          ...listed.nodes,
          target_treeids: { integers: listed.entryTrees },
          target_nodeids: { integers: listed.entryNodes },
          target_ids: { integers: listed.entryTargets },
          target_weights: { floats: listed.entryWeights },
          n_targets: { integer: 1 },
          base_values: { floats: [trees.base] },
          aggregate_function: { text: "SUM" },
          post_transform: { text: "NONE" },
        },
      },
      ...[
        { name: "one", value: 1 },
        { name: "unit_hours", value: unitHours },
      ].map(({ name, value }) => standardNode("Constant", [], name, { value_floats: { floats: [value] } })),
      standardNode("Relu", ["place"], "place_from_0"),
      standardNode("Exp", ["place_from_0"], "units_and_one"),
      standardNode("Sub", ["units_and_one", "one"], "units"),
      standardNode("Mul", ["units", "unit_hours"], "remaining_hours"),
    ],
    metadata,
  });
}

function standardNode(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, OnnxAttribute>> = {},
): OnnxNode {
  return { operator, domain: "", inputs, outputs: [output], attributes };
}
