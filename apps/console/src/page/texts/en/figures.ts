/** Results of analyses. */
export const figures = {
  known: {
    recordsAnalyzed: {
      name: "Events",
      meaning: "Records of the log that were analysed, after filters and the time window.",
    },
    casesAnalyzed: { name: "Cases", meaning: "Runs of the process: events that share a case id." },
    processVariants: { name: "Variants", meaning: "Different sequences of activities that cases follow." },
    anomaliesDetected: {
      name: "Anomalies",
      meaning: "Cases that differ from most others by path or time, each with its reasons.",
    },
    dataQualityScore: {
      name: "Data quality",
      meaning: "0 to 100: 100 less what missing, unreadable and doubtful values cost.",
    },
    overallConfidenceScore: {
      name: "Confidence",
      meaning: "0 to 100: how much better the predictions are than their baselines on later cases; 0 is no better.",
    },
    modelsGenerated: { name: "Models", meaning: "Trained models that are offered because they beat their baseline." },
    reportsCreated: { name: "Reports", meaning: "Files that a person can read." },
  },
  recommendations: "Recommendations",
  levels: { High: "High", Medium: "Medium", Low: "Low" },
  evidence: "Evidence",
  compared: "What was compared",
  assumed: "What has to hold",
  refutedBy: "What would refute it",
} as const;
