import type { SchemaName } from "./named-schemas.ts";

/**
 * The examples of the document that the API was built from, by the schema that each must be valid under. Ids of tenant and
 * project stand where it has `{tenantId}` and `{projectId}`, and a GUID for its `dataset-1`.
 */
export const CONTRACT_EXAMPLES: readonly (readonly [SchemaName, Readonly<Record<string, unknown>>])[] = [
  [
    "OperationRequest",
    {
      operationType: "ProcessMiningAnalysis",
      operationName: "Comprehensive Customer Journey Analysis",
      operationDescription: "Deep analysis of customer interaction patterns with advanced ML algorithms",
      priority: "High",
      parameters: {
        datasetId: "880e8400-e29b-41d4-a716-446655440000",
        analysisType: "comprehensive",
        timeWindow: {
          startDate: "2024-01-01",
          endDate: "2024-01-31",
        },
        algorithmSettings: {
          useAdvancedML: true,
          enableAnomalyDetection: true,
          performanceOptimization: "high_accuracy",
        },
        outputOptions: {
          generateReports: true,
          createVisualizations: true,
          exportFormats: ["PDF", "CSV", "JSON"],
        },
      },
      callbacks: {
        onProgress: "https://your-app.com/webhooks/progress",
        onCompletion: "https://your-app.com/webhooks/completion",
        onError: "https://your-app.com/webhooks/error",
      },
      notifications: {
        email: ["analyst@company.com", "manager@company.com"],
        slack: {
          channel: "#process-mining",
          mentionUsers: ["@analyst", "@data-team"],
        },
      },
      timeout: 7200,
      retryPolicy: {
        maxRetries: 3,
        retryDelay: 300,
        backoffMultiplier: 2.0,
      },
    },
  ],
  [
    "OperationAccepted",
    {
      operationId: "op-ff0e8400-e29b-41d4-a716-446655440000",
      operationType: "ProcessMiningAnalysis",
      operationName: "Comprehensive Customer Journey Analysis",
      status: "Initiated",
      estimatedDuration: "45-60 minutes",
      estimatedCompletion: "2024-01-20T12:15:00Z",
      trackingUrl:
        "/api/770e8400-e29b-41d4-a716-446655440000/660e8400-e29b-41d4-a716-446655440000/async/operation/op-ff0e8400-e29b-41d4-a716-446655440000",
      webhooksRegistered: 3,
      priority: "High",
      dateCreated: "2024-01-20T11:15:00Z",
      timeoutAt: "2024-01-20T13:15:00Z",
      resourcesAllocated: {
        cpuUnits: 4,
        memoryGB: 8,
        estimatedCost: "$2.45",
      },
    },
  ],
  [
    "OperationStatus",
    {
      operationId: "op-ff0e8400-e29b-41d4-a716-446655440000",
      operationType: "ProcessMiningAnalysis",
      operationName: "Comprehensive Customer Journey Analysis",
      status: "Running",
      progress: {
        percentage: 67,
        currentPhase: "Machine Learning Analysis",
        phasesCompleted: 2,
        totalPhases: 3,
        startTime: "2024-01-20T11:18:00Z",
        elapsedTime: "23 minutes 15 seconds",
        estimatedRemaining: "15-20 minutes",
        estimatedCompletion: "2024-01-20T12:05:00Z",
      },
      execution: {
        executionId: "exec-aa1e8400-e29b-41d4-a716-446655440000",
        workerNode: "async-worker-03",
        resourceUsage: {
          cpuUsage: 78,
          memoryUsage: "6.2 GB",
          diskUsage: "1.3 GB",
          networkIO: "45 MB",
        },
        processedRecords: 125430,
        totalRecords: 187250,
        processingRate: "1890 records/minute",
      },
      phases: [
        {
          phaseName: "Data Loading & Validation",
          status: "Completed",
          startTime: "2024-01-20T11:18:00Z",
          endTime: "2024-01-20T11:25:00Z",
          duration: "7 minutes",
          recordsProcessed: 187250,
          validationResults: {
            validRecords: 187248,
            errorRecords: 2,
            dataQualityScore: 99.9,
          },
        },
        {
          phaseName: "Process Discovery",
          status: "Completed",
          startTime: "2024-01-20T11:25:00Z",
          endTime: "2024-01-20T11:38:00Z",
          duration: "13 minutes",
          results: {
            activitiesDiscovered: 52,
            processVariants: 347,
            uniquePaths: 289,
          },
        },
        {
          phaseName: "Machine Learning Analysis",
          status: "Running",
          startTime: "2024-01-20T11:38:00Z",
          progress: 72,
          currentActivity: "Training anomaly detection models",
          modelsTraining: 3,
          modelsCompleted: 2,
        },
        {
          phaseName: "Report Generation",
          status: "Pending",
          estimatedStartTime: "2024-01-20T11:55:00Z",
          estimatedDuration: "8-10 minutes",
        },
      ],
      callbacks: {
        progressCallbacksSent: 15,
        lastProgressCallback: "2024-01-20T11:40:00Z",
        callbacksSuccessful: 15,
        callbacksFailed: 0,
      },
      dateCreated: "2024-01-20T11:15:00Z",
      timeoutAt: "2024-01-20T13:15:00Z",
      priority: "High",
    },
  ],
  [
    "OperationList",
    {
      operations: [
        {
          operationId: "op-ff0e8400-e29b-41d4-a716-446655440000",
          operationType: "ProcessMiningAnalysis",
          operationName: "Comprehensive Customer Journey Analysis",
          status: "Running",
          progress: 67,
          priority: "High",
          startTime: "2024-01-20T11:18:00Z",
          estimatedCompletion: "2024-01-20T12:05:00Z",
          currentPhase: "Machine Learning Analysis",
          resourceUsage: {
            cpuUsage: 78,
            memoryUsage: "6.2 GB",
          },
        },
        {
          operationId: "op-gg1e8400-e29b-41d4-a716-446655440000",
          operationType: "DataEnrichment",
          operationName: "Sales Data Processing",
          status: "Completed",
          progress: 100,
          priority: "Normal",
          startTime: "2024-01-20T10:45:00Z",
          endTime: "2024-01-20T11:10:00Z",
          duration: "25 minutes",
          recordsProcessed: 89420,
        },
      ],
      summary: {
        totalOperations: 47,
        running: 3,
        completed: 41,
        failed: 2,
        cancelled: 1,
      },
      page: 1,
      pageSize: 20,
      hasNextPage: true,
    },
  ],
  [
    "CancelRequest",
    {
      reason: "User requested cancellation due to changed requirements",
      preservePartialResults: true,
      forceTermination: false,
      notifyCallbacks: true,
    },
  ],
  [
    "OperationCancelled",
    {
      operationId: "op-ff0e8400-e29b-41d4-a716-446655440000",
      status: "Cancelled",
      cancellationTime: "2024-01-20T11:42:00Z",
      reason: "User requested cancellation due to changed requirements",
      progressAtCancellation: 67,
      phaseAtCancellation: "Machine Learning Analysis",
      partialResults: {
        available: true,
        completedPhases: 2,
        downloadUrls: ["https://api.mindzie.com/downloads/partial-results-ff0e8400.zip"],
      },
      resourcesReleased: {
        cpuUnits: 4,
        memoryGB: 8,
        costSaved: "$1.20",
      },
      cancelledBy: "user123",
    },
  ],
  [
    "OperationResults",
    {
      operationId: "op-ff0e8400-e29b-41d4-a716-446655440000",
      operationType: "ProcessMiningAnalysis",
      operationName: "Comprehensive Customer Journey Analysis",
      status: "Completed",
      completionTime: "2024-01-20T12:03:00Z",
      totalDuration: "45 minutes",
      success: true,
      summary: {
        recordsAnalyzed: 187248,
        processVariants: 347,
        anomaliesDetected: 23,
        modelsGenerated: 3,
        reportsCreated: 5,
        dataQualityScore: 94.7,
        overallConfidenceScore: 91.2,
      },
      phaseResults: [
        {
          phaseName: "Data Loading & Validation",
          status: "Completed",
          results: {
            recordsLoaded: 187250,
            validRecords: 187248,
            dataQualityScore: 99.9,
            validationErrors: [
              {
                type: "Missing Timestamp",
                count: 2,
                resolved: true,
              },
            ],
          },
        },
        {
          phaseName: "Process Discovery",
          status: "Completed",
          results: {
            processModel: {
              activities: 52,
              transitions: 178,
              variants: 347,
              complexity: "Medium-High",
            },
            performanceMetrics: {
              averageCycleTime: "4.2 hours",
              medianCycleTime: "3.1 hours",
              bottleneckActivities: ["Review Application", "Manager Approval"],
              efficiency: 78.3,
            },
          },
        },
        {
          phaseName: "Machine Learning Analysis",
          status: "Completed",
          results: {
            anomalies: {
              detected: 23,
              highSeverity: 5,
              mediumSeverity: 12,
              lowSeverity: 6,
              falsePositiveRate: 0.03,
            },
            predictions: {
              cycleTimePrediction: {
                accuracy: 0.89,
                meanAbsoluteError: "0.3 hours",
              },
              pathPrediction: {
                accuracy: 0.92,
                confidence: 0.87,
              },
            },
            patterns: {
              frequentPatterns: 15,
              rarePatterns: 8,
              criticalPaths: 3,
            },
          },
        },
      ],
      artifacts: [
        {
          name: "Process Mining Analysis Report",
          type: "Report",
          format: "PDF",
          size: "3.2 MB",
          downloadUrl: "https://api.mindzie.com/downloads/report-ff0e8400.pdf",
          description: "Comprehensive analysis report with insights and recommendations",
        },
        {
          name: "Process Model Visualization",
          type: "Visualization",
          format: "SVG",
          size: "890 KB",
          downloadUrl: "https://api.mindzie.com/downloads/process-map-ff0e8400.svg",
          description: "Interactive process flow diagram",
        },
        {
          name: "Anomaly Detection Results",
          type: "Dataset",
          format: "CSV",
          size: "1.8 MB",
          downloadUrl: "https://api.mindzie.com/downloads/anomalies-ff0e8400.csv",
          description: "Detailed anomaly analysis with severity scores",
        },
        {
          name: "Predictive Models",
          type: "Model",
          format: "PKL",
          size: "45.7 MB",
          downloadUrl: "https://api.mindzie.com/downloads/models-ff0e8400.zip",
          description: "Trained ML models for cycle time and path prediction",
        },
      ],
      performance: {
        totalExecutionTime: "45 minutes",
        resourceUtilization: {
          averageCpuUsage: 72,
          peakMemoryUsage: "7.8 GB",
          totalCpuHours: 3.0,
          totalCost: "$2.31",
        },
        throughput: "4161 records/minute",
        efficiency: 87.2,
      },
      recommendations: [
        {
          category: "Process Optimization",
          priority: "High",
          recommendation: "Focus on reducing wait times in 'Manager Approval' activity",
          expectedImprovement: "25% reduction in overall cycle time",
        },
        {
          category: "Data Quality",
          priority: "Medium",
          recommendation: "Implement automated timestamp validation",
          expectedImprovement: "Improved data quality score to 99.5%",
        },
      ],
    },
  ],
  [
    "WebhookRequest",
    {
      webhookUrl: "https://your-app.com/webhooks/async-operations",
      webhookName: "Main Operations Webhook",
      events: [
        "operation.started",
        "operation.progress",
        "operation.phase.completed",
        "operation.completed",
        "operation.failed",
        "operation.cancelled",
      ],
      filters: {
        operationTypes: ["ProcessMiningAnalysis", "DataEnrichment"],
        priorities: ["High", "Critical"],
        minProgressIncrement: 10,
      },
      authentication: {
        type: "hmac-sha256",
        secret: "your-webhook-secret-key",
      },
      retryPolicy: {
        maxRetries: 5,
        retryDelay: 60,
        backoffMultiplier: 2.0,
        maxDelay: 3600,
      },
      headers: {
        "X-Source": "mindzie-api",
        "X-Environment": "production",
      },
    },
  ],
  [
    "WebhookCreated",
    {
      webhookId: "wh-123e8400-e29b-41d4-a716-446655440000",
      webhookUrl: "https://your-app.com/webhooks/async-operations",
      webhookName: "Main Operations Webhook",
      status: "Active",
      eventsSubscribed: [
        "operation.started",
        "operation.progress",
        "operation.phase.completed",
        "operation.completed",
        "operation.failed",
        "operation.cancelled",
      ],
      filters: {
        operationTypes: ["ProcessMiningAnalysis", "DataEnrichment"],
        priorities: ["High", "Critical"],
        minProgressIncrement: 10,
      },
      createdAt: "2024-01-20T11:45:00Z",
      lastDelivery: null,
      deliveryStats: {
        totalDeliveries: 0,
        successfulDeliveries: 0,
        failedDeliveries: 0,
        averageResponseTime: null,
      },
    },
  ],
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
