import { readFile } from "node:fs/promises";
import {
  petriNetDot,
  processTreeText,
  renderModel,
  writeBpmn,
  writePnml,
  type DiscoveredModel,
} from "@longhaul/process-mining";
import type { PhaseContext } from "../basics/phase-context.ts";
import type { AnalysisParameters } from "../analysis-parameters/parameters.ts";
import { MODEL_FILE } from "../compliance/process-model.ts";

/** The model that the discovery phase kept, or null. */
export async function readProcessModel(ctx: PhaseContext<AnalysisParameters>): Promise<DiscoveredModel | null> {
  if (!ctx.hasFile(MODEL_FILE)) return null;
  return JSON.parse(await readFile(await ctx.openFile(MODEL_FILE), "utf8")) as DiscoveredModel;
}

/** What the report says of the model. */
export function modelReport(model: DiscoveredModel): Record<string, unknown> {
  const { algorithm, petriNet, tree, dependencyGraph, quality } = model;
  return {
    algorithm,
    quality,
    ...(tree === undefined ? {} : { processTree: processTreeText(tree) }),
    ...(dependencyGraph === undefined ? {} : { dependencyGraph }),
    petriNet,
  };
}

/** Stores the model as PNML, BPMN and DOT. */
export async function exportModel(ctx: PhaseContext<AnalysisParameters>, model: DiscoveredModel): Promise<void> {
  const { petriNet, algorithm } = model;
  const description = `discovered by ${algorithm}, fitness ${model.quality.fitness.toFixed(3)}, precision ${model.quality.precision.toFixed(3)}`;
  await ctx.artifact(
    {
      name: "Process Model (PNML)",
      fileName: "process-model.pnml",
      type: "Model",
      format: "PNML",
      mediaType: "application/xml",
      description: `Petri net ${description}`,
    },
    writePnml(petriNet, ctx.operationName),
  );
  ctx.signal.throwIfAborted();
  await ctx.artifact(
    {
      name: "Process Model (BPMN)",
      fileName: "process-model.bpmn",
      type: "Model",
      format: "BPMN",
      mediaType: "application/xml",
      description: `BPMN 2.0 diagram ${description}`,
    },
    await writeBpmn(petriNet, ctx.operationName),
  );
  ctx.signal.throwIfAborted();
  await ctx.artifact(
    {
      name: "Process Model (DOT)",
      fileName: "process-model.dot",
      type: "Model",
      format: "DOT",
      mediaType: "text/vnd.graphviz",
      description: `Petri net for Graphviz ${description}`,
    },
    petriNetDot(petriNet),
  );
  ctx.signal.throwIfAborted();
}

/** Stores a picture of the model, where it is one that can be read. */
export async function drawModel(ctx: PhaseContext<AnalysisParameters>, model: DiscoveredModel): Promise<void> {
  const svg = await renderModel(model.petriNet, ctx.operationName, "bpmn");
  if (svg === null) return;
  await ctx.artifact(
    {
      name: "Process Model Diagram",
      fileName: "process-model.svg",
      type: "Visualization",
      format: "SVG",
      mediaType: "image/svg+xml",
      description: `The model as a BPMN diagram, discovered by ${model.algorithm}`,
    },
    svg,
  );
  ctx.signal.throwIfAborted();
}
