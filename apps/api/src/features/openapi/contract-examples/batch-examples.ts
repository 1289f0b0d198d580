import type { ContractExample } from "./contract-example.ts";

export const BATCH_EXAMPLES: readonly ContractExample[] = [
  [
    "BatchRequest",
    {
      batchName: "Monthly Process Mining Pipeline",
      batchDescription: "Complete monthly analysis workflow with multiple datasets",
      operations: [
        {
          operationName: "Data Preparation",
          operationType: "DataEnrichment",
          priority: "High",
          operationKey: "data-prep",
          parameters: {
            datasetId: "880e8400-e29b-41d4-a716-446655440000",
            cleaningRules: ["remove_duplicates", "fix_timestamps"],
            outputFormat: "processed_csv",
          },
        },
        {
          operationName: "Process Discovery",
          operationType: "ProcessMiningAnalysis",
          priority: "High",
          operationKey: "discovery",
          dependencies: ["data-prep"],
          parameters: {
            algorithm: "alpha_miner_enhanced",
            enableVariantAnalysis: true,
          },
        },
        {
          operationName: "Performance Analysis",
          operationType: "ProcessMiningAnalysis",
          priority: "Normal",
          operationKey: "performance",
          dependencies: ["discovery"],
          parameters: {
            enableBottleneckDetection: true,
            generateOptimizationRecommendations: true,
          },
        },
      ],
      batchCallbacks: {
        onBatchStart: "https://your-app.com/webhooks/batch-start",
        onOperationComplete: "https://your-app.com/webhooks/operation-complete",
        onBatchComplete: "https://your-app.com/webhooks/batch-complete",
      },
      failurePolicy: {
        stopOnFirstFailure: false,
        continueIndependentOperations: true,
        retryFailedOperations: true,
      },
    },
  ],
  [
    "Batch",
    {
      batchId: "batch-567e8400-e29b-41d4-a716-446655440000",
      batchName: "Monthly Process Mining Pipeline",
      status: "Initiated",
      operations: [
        {
          operationKey: "data-prep",
          operationId: "op-prep-890e8400-e29b-41d4-a716-446655440000",
          status: "Running",
          dependencies: [],
          estimatedDuration: "15 minutes",
        },
        {
          operationKey: "discovery",
          operationId: "op-disc-901e8400-e29b-41d4-a716-446655440000",
          status: "Pending",
          dependencies: ["data-prep"],
          estimatedStartTime: "2024-01-20T12:20:00Z",
        },
        {
          operationKey: "performance",
          operationId: "op-perf-012e8400-e29b-41d4-a716-446655440000",
          status: "Pending",
          dependencies: ["discovery"],
          estimatedStartTime: "2024-01-20T12:45:00Z",
        },
      ],
      totalOperations: 3,
      estimatedBatchDuration: "75-90 minutes",
      estimatedBatchCompletion: "2024-01-20T13:45:00Z",
      batchStartTime: "2024-01-20T12:05:00Z",
      trackingUrl:
        "/api/770e8400-e29b-41d4-a716-446655440000/660e8400-e29b-41d4-a716-446655440000/async/batch/batch-567e8400-e29b-41d4-a716-446655440000",
    },
  ],
];
