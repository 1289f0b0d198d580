// 1. Enregistrer un webhook pour les notifications en temps réel
const registerWebhook = async () => {
  const response = await fetch("/api/{tenantId}/{projectId}/async/webhooks", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({
      webhookUrl: "https://your-app.com/webhooks/async-operations",
      webhookName: "Process Mining Webhook",
      events: ["operation.started", "operation.progress", "operation.completed", "operation.failed"],
      filters: {
        operationTypes: ["ProcessMiningAnalysis"],
        priorities: ["High", "Critical"],
        minProgressIncrement: 15,
      },
      authentication: {
        type: "hmac-sha256",
        secret: "your-secret-key",
      },
    }),
  });

  return await response.json();
};

// 2. Démarrer une opération asynchrone complexe
const startAsyncAnalysis = async () => {
  const response = await fetch("/api/{tenantId}/{projectId}/async/operation", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({
      operationType: "ProcessMiningAnalysis",
      operationName: "Advanced Customer Journey Analysis",
      operationDescription: "Deep ML-powered analysis with anomaly detection",
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
        email: ["analyst@company.com"],
        slack: {
          channel: "#process-mining",
          mentionUsers: ["@analyst"],
        },
      },
      timeout: 7200,
    }),
  });

  return await response.json();
};

// 3. Surveiller la progression de l'opération
const monitorOperation = async (operationId) => {
  const checkStatus = async () => {
    const response = await fetch(`/api/{tenantId}/{projectId}/async/operation/${operationId}`, {
      headers: {
        Authorization: `Bearer ${token}`,
      },
    });

    const operation = await response.json();
    console.log(`Operation ${operationId}: ${operation.status} (${operation.progress.percentage}%)`);
    console.log(`Phase actuelle : ${operation.progress.currentPhase}`);
    console.log(`ETA : ${operation.progress.estimatedCompletion}`);

    if (operation.status === "Running") {
      setTimeout(() => checkStatus(), 60000); // Vérifier chaque minute
    } else if (operation.status === "Completed") {
      console.log("Opération terminée avec succès !");
      await getOperationResults(operationId);
    } else if (operation.status === "Failed") {
      console.log("Échec de l’opération, tentative de relance...");
      await retryOperation(operationId);
    }
  };

  await checkStatus();
};

// 4. Obtenir les résultats de l'opération
const getOperationResults = async (operationId) => {
  const response = await fetch(
    `/api/{tenantId}/{projectId}/async/operation/${operationId}/results?format=detailed&includeArtifacts=true`,
    {
      headers: {
        Authorization: `Bearer ${token}`,
      },
    },
  );

  const results = await response.json();
  console.log("Résultats de l’opération :", results.summary);
  console.log("Artefacts générés :");

  results.artifacts.forEach((artifact) => {
    console.log(`- ${artifact.name} (${artifact.format}) : ${artifact.downloadUrl}`);
  });

  return results;
};

// 5. Relancer une opération échouée
const retryOperation = async (operationId) => {
  const response = await fetch(`/api/{tenantId}/{projectId}/async/operation/${operationId}/retry`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({
      retryMode: "resume",
      retryReason: "Automatic retry with increased resources",
      modifyParameters: true,
      updatedParameters: {
        resourceAllocation: {
          cpuUnits: 6,
          memoryGB: 12,
          priority: "Critical",
        },
      },
      newTimeout: 10800,
    }),
  });

  const retryResult = await response.json();
  console.log(`Relance de l’opération lancée : ${retryResult.newOperationId}`);

  // Surveiller la relance de l'opération
  await monitorOperation(retryResult.newOperationId);

  return retryResult;
};

// 6. Soumettre des opérations en lot
const submitBatchOperations = async () => {
  const response = await fetch("/api/{tenantId}/{projectId}/async/batch", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({
      batchName: "Complete Process Mining Pipeline",
      batchDescription: "End-to-end analysis with data prep and reporting",
      operations: [
        {
          operationName: "Data Cleaning",
          operationType: "DataEnrichment",
          priority: "High",
          operationKey: "clean",
          parameters: {
            datasetId: "raw-dataset-123",
            cleaningRules: ["remove_duplicates", "fix_timestamps", "validate_activities"],
          },
        },
        {
          operationName: "Process Analysis",
          operationType: "ProcessMiningAnalysis",
          priority: "High",
          operationKey: "analyze",
          dependencies: ["clean"],
          parameters: {
            analysisType: "comprehensive",
            enableML: true,
            generateInsights: true,
          },
        },
        {
          operationName: "Report Generation",
          operationType: "ReportGeneration",
          priority: "Normal",
          operationKey: "report",
          dependencies: ["analyze"],
          parameters: {
            reportType: "executive_summary",
            includeVisualizations: true,
            exportFormats: ["PDF", "PowerPoint"],
          },
        },
      ],
      failurePolicy: {
        stopOnFirstFailure: false,
        continueIndependentOperations: true,
        retryFailedOperations: true,
      },
    }),
  });

  return await response.json();
};

// Exécuter le workflow complet asynchrone
const runAsyncWorkflow = async () => {
  try {
    console.log("Démarrage du workflow d’opération asynchrone...");

    // Enregistrer le webhook
    const webhook = await registerWebhook();
    console.log(`Webhook enregistré : ${webhook.webhookId}`);

    // Démarrer l'opération
    const operation = await startAsyncAnalysis();
    console.log(`Opération démarrée : ${operation.operationId}`);
    console.log(`Fin estimée : ${operation.estimatedCompletion}`);

    // Surveiller la progression
    await monitorOperation(operation.operationId);
  } catch (error) {
    console.error("Échec du workflow asynchrone :", error);
  }
};

// Démarrer le workflow
runAsyncWorkflow();
