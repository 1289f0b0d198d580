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
      meaning:
        "0 to 100: how far the predictions can be relied on, by what their accuracy on later cases is at least and the quality of the data; below 50 where one of them beats no baseline.",
    },
    modelsGenerated: { name: "Models", meaning: "Trained models that are offered because they beat their baseline." },
    reportsCreated: { name: "Reports", meaning: "Files that a person can read." },
    recordsBefore: { name: "Events before", meaning: "Rows of the dataset that was worked on." },
    recordsAfter: {
      name: "Events after",
      meaning: "Rows of the new dataset, with those that the import had left out and a rule brought back.",
    },
    recordsChanged: { name: "Events changed", meaning: "Rows that cleaning rules changed." },
    recordsDropped: { name: "Events dropped", meaning: "Rows that cleaning rules left out." },
    columnsAdded: { name: "Columns added", meaning: "Columns that were derived, or joined from another dataset." },
    casesAfter: { name: "Cases after", meaning: "Runs of the process in the new dataset." },
    activitiesAfter: { name: "Activities after", meaning: "Different activities in the new dataset." },
    problemsFound: { name: "Problems found", meaning: "Faulty rows that the cleaning rules found." },
    dataQualityScoreAfter: { name: "Data quality after", meaning: "The same score, of the new dataset." },
    outputFormat: { name: "Format", meaning: "How the new dataset is written." },
    outputDatasetId: { name: "New dataset", meaning: "The id that analyses can name it by." },
  },
  recommendations: "Recommendations",
  levels: { High: "High", Medium: "Medium", Low: "Low" },
  evidence: "Evidence",
  compared: "What was compared",
  assumed: "What has to hold",
  refutedBy: "What would refute it",
} as const;
