import type { ContractExample } from "./contract-example.ts";

export const RETRY_EXAMPLES: readonly ContractExample[] = [
  [
    "RetryRequest",
    {
      retryMode: "resume",
      retryReason: "Infrastructure issue resolved, retrying with increased resources",
      modifyParameters: true,
      updatedParameters: {
        algorithmSettings: {
          useAdvancedML: true,
          enableAnomalyDetection: true,
          performanceOptimization: "high_throughput",
        },
        resourceAllocation: {
          cpuUnits: 6,
          memoryGB: 12,
          priority: "Critical",
        },
      },
      retryPolicy: {
        maxRetries: 2,
        retryDelay: 180,
        backoffMultiplier: 1.5,
      },
      newTimeout: 10800,
      preserveOriginalResults: true,
    },
  ],
  [
    "RetryAccepted",
    {
      originalOperationId: "op-ff0e8400-e29b-41d4-a716-446655440000",
      newOperationId: "op-retry-ff0e8400-e29b-41d4-a716-446655440000",
      retryMode: "resume",
      retryNumber: 1,
      resumeFromPhase: "Machine Learning Analysis",
      status: "Initiated",
      estimatedDuration: "20-25 minutes",
      estimatedCompletion: "2024-01-20T12:30:00Z",
      preservedResults: {
        phasesPreserved: 2,
        recordsProcessed: 187248,
        progressSaved: 45,
      },
      resourcesAllocated: {
        cpuUnits: 6,
        memoryGB: 12,
        estimatedCost: "$3.20",
      },
      retryAttemptDate: "2024-01-20T12:05:00Z",
    },
  ],
];
