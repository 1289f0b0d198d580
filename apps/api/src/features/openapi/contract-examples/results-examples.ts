import type { ContractExample } from "./contract-example.ts";

export const RESULTS_EXAMPLES: readonly ContractExample[] = [
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
];
