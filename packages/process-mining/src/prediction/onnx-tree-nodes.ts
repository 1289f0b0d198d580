import type { OnnxAttribute } from "./onnx-attributes.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";

/** An ensemble as the attributes that TreeEnsembleClassifier and TreeEnsembleRegressor (ai.onnx.ml 3) share. */
export interface OnnxTreeNodes {
  readonly nodes: Readonly<Record<string, OnnxAttribute>>;
  /** What the leaves add: one place in each list for each entry. */
  readonly entryTrees: readonly number[];
  readonly entryNodes: readonly number[];
  readonly entryTargets: readonly number[];
  readonly entryWeights: readonly number[];
}

/** Lists the nodes of an ensemble, numbered from 0 in each tree; one empty leaf when it has no tree. */
export function listOnnxTreeNodes(trees: TreeEnsemble): OnnxTreeNodes {
  const treeIds: number[] = [];
  const nodeIds: number[] = [];
  const featureIds: number[] = [];
  const values: number[] = [];
  const modes: string[] = [];
  const trueIds: number[] = [];
  const falseIds: number[] = [];
  const entryTrees: number[] = [];
  const entryNodes: number[] = [];
  const entryTargets: number[] = [];
  const entryWeights: number[] = [];
  const addNode = (tree: number, node: number, feature: number, value: number, mode: string): void => {
    treeIds.push(tree);
    nodeIds.push(node);
    featureIds.push(feature);
    values.push(value);
    modes.push(mode);
  };
  const addEntry = (tree: number, node: number, target: number, weight: number): void => {
    entryTrees.push(tree);
    entryNodes.push(node);
    entryTargets.push(target);
    entryWeights.push(weight);
  };

  for (const [tree, root] of trees.roots.entries()) {
    // Nodes in the order of their numbers: children are numbered when their parent is listed.
    const queue = [root];
    for (let id = 0; id < queue.length; id++) {
      const node = queue[id] ?? 0;
      const feature = trees.feature[node] ?? -1;
      const left = trees.left[node] ?? 0;
      const right = trees.right[node] ?? 0;
      if (feature < 0) {
        addNode(tree, id, 0, 0, "LEAF");
        trueIds.push(0);
        falseIds.push(0);
        for (let entry = left; entry < right; entry++) {
          addEntry(tree, id, trees.entryTarget[entry] ?? 0, trees.entryWeight[entry] ?? 0);
        }
      } else {
        // "Equal" is written as "not equal" with its children exchanged: ONNX Runtime 1.30 merges chains of BRANCH_EQ
        // on one feature into a set and then takes the wrong child for some values.
        const asksEqual = trees.asksEqual[node] === 1;
        addNode(tree, id, feature, trees.threshold[node] ?? 0, asksEqual ? "BRANCH_NEQ" : "BRANCH_LEQ");
        const leftId = queue.push(left) - 1;
        const rightId = queue.push(right) - 1;
        trueIds.push(asksEqual ? rightId : leftId);
        falseIds.push(asksEqual ? leftId : rightId);
      }
    }
  }
  if (trees.roots.length === 0) {
    addNode(0, 0, 0, 0, "LEAF");
    trueIds.push(0);
    falseIds.push(0);
    addEntry(0, 0, 0, 0);
  }
  return {
    nodes: {
      nodes_treeids: { integers: treeIds },
      nodes_nodeids: { integers: nodeIds },
      nodes_featureids: { integers: featureIds },
      nodes_values: { floats: values },
      nodes_modes: { texts: modes },
      nodes_truenodeids: { integers: trueIds },
      nodes_falsenodeids: { integers: falseIds },
    },
    entryTrees,
    entryNodes,
    entryTargets,
    entryWeights,
  };
}
