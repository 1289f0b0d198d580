export { readBranding, type BrandingParameter } from "./branding/branding.ts";
export { defineOperation, type OperationDefinition, type PhaseDefinition } from "./definition/define-operation.ts";
export type { DatasetFacts, ParameterFault } from "./filters/judge-filters.ts";
export {
  PhaseError,
  type ArtifactMeta,
  type DependencyResult,
  type EarlierPhase,
  type NewPhaseDataset,
  type PhaseContext,
  type PhaseDataset,
  type PhaseLog,
  type PhaseOutput,
  type PhaseProgressReport,
  type Recommendation,
} from "./basics/phase-context.ts";
export { phaseFingerprints, resumeIndex } from "./phase-fingerprint.ts";
export { loadOperationRegistry, type OperationRegistry } from "./operation-registry.ts";
