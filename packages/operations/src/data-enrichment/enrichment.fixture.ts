import type { ImportSuccess } from "@longhaul/event-log";
import { importEventLog } from "@longhaul/event-log/event-tables";
import { recordLog } from "../record-log.fixture.ts";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  PhaseError,
  type EarlierPhase,
  type NewPhaseDataset,
  type PhaseContext,
  type PhaseDataset,
  type PhaseOutput,
} from "../basics/phase-context.ts";
import { dataEnrichment } from "./definition.ts";

/** What an enrichment left behind. */
export interface EnrichmentRun {
  /** Outputs of the phases by name. */
  readonly outputs: Readonly<Record<string, PhaseOutput>>;
  readonly artifacts: ReadonlyMap<string, string>;
  /** Its table was copied to a place of its own. */
  readonly dataset: NewPhaseDataset;
}

/** Imported logs on which enrichments are run without a worker. */
export interface EnrichmentBench {
  /** Imports a file, or text as one. */
  import(
    id: string,
    source: { readonly path: string } | { readonly text: string; readonly fileName: string },
  ): Promise<ImportSuccess>;
  /** Runs all phases on an imported log. */
  run(datasetId: string, parameters: Record<string, unknown>): Promise<EnrichmentRun>;
  /** Path of an artifact of the last run. */
  artifactPath(fileName: string): string;
  close(): Promise<void>;
}

export async function openEnrichmentBench(): Promise<EnrichmentBench> {
  const folder = await mkdtemp(join(tmpdir(), "enrichment-"));
  const datasets = new Map<string, PhaseDataset>();
  const open = (id: string): PhaseDataset => {
    const found = datasets.get(id);
    if (found === undefined) throw new PhaseError("dataset_not_found", `no dataset ${id}`);
    return found;
  };
  const artifactPath = (fileName: string): string => join(folder, `artifact-${fileName}`);

  return {
    artifactPath,
    async import(id, source) {
      const sourcePath = "path" in source ? source.path : join(folder, source.fileName);
      if ("text" in source) await writeFile(sourcePath, source.text);
      const tablePath = join(folder, `${id}.parquet`);
      const untimedPath = join(folder, `${id}-untimed.parquet`);
      const limits = { threads: 1, memoryLimitMB: 256, signal: new AbortController().signal, scratchDir: folder };
      const imported = await importEventLog({
        ...limits,
        sourcePath,
        fileName: "log",
        tablePath,
        untimedPath,
        onProgress: () => undefined,
      });
      if (!imported.ok) throw new Error(imported.message);
      const { events, cases, activities, errorRecords, quality, errors, untimedRows } = imported;
      datasets.set(id, {
        id,
        name: id,
        events,
        cases,
        activities,
        errorRecords,
        quality: { ...quality, errors, untimedRows },
        detected: { ...imported.detected },
        tablePath,
        ...(untimedRows > 0 ? { openUntimed: () => Promise.resolve(untimedPath) } : {}),
      });
      return imported;
    },
    async run(datasetId, parameters) {
      const { value, error } = dataEnrichment.parameters.validate(parameters);
      if (error !== undefined) throw error;
      const kept = new Map<string, string>();
      const artifacts = new Map<string, string>();
      const earlier: EarlierPhase[] = [];
      const given: NewPhaseDataset[] = [];
      const ctx: PhaseContext = {
        operationId: "o",
        operationName: "Data Preparation",
        parameters: value as Record<string, unknown>,
        resources: { cpuUnits: 1, memoryGb: 1 },
        signal: new AbortController().signal,
        dataset: open(datasetId),
        earlier,
        dependencies: [],
        scratchDir: folder,
        progress: () => undefined,
        log: recordLog().log,
        hasFile: (name) => kept.has(name),
        openFile: (name) => Promise.resolve(kept.get(name) ?? ""),
        openDependencyFile: () => Promise.reject(new Error("an enrichment needs no dependency")),
        openDataset: async (id) => open(id),
        openDatasetFile: () => Promise.reject(new Error("no dataset is a file here")),
        async keepFile(name, path) {
          const copy = join(folder, `kept-${name}`);
          await copyFile(path, copy);
          kept.set(name, copy);
        },
        async giveDataset(dataset) {
          const tablePath = join(folder, "given.parquet");
          await copyFile(dataset.tablePath, tablePath);
          given.push({ ...dataset, tablePath });
          return "new";
        },
        async artifact({ fileName }, source) {
          if (!(typeof source === "object" && "path" in source)) throw new Error("an enrichment streams its artifacts");
          await copyFile(source.path, artifactPath(fileName));
          artifacts.set(fileName, await readFile(source.path, "utf8"));
        },
      };
      const outputs: Record<string, PhaseOutput> = {};
      for (const phase of dataEnrichment.phases) {
        const output = await phase.run(ctx);
        outputs[phase.name] = output;
        earlier.push({ name: phase.name, output });
      }
      const [dataset] = given;
      if (dataset === undefined || given.length > 1) throw new Error(`${given.length} datasets were given`);
      return { outputs, artifacts, dataset };
    },
    close: () => rm(folder, { recursive: true }),
  };
}
