import { formatDuration, formatNumber, formatShare } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Facts } from "../../ui/facts.tsx";
import { RISKS, type Predictions } from "./findings.ts";
import { PredictionWays } from "./prediction-ways.tsx";
import { nextStepWays, remainingTimeWays, riskWays } from "./ways-of.ts";

/** How well the next step can be predicted, compared with methods that need no model. */
export function PredictionsPanel({ predictions }: { readonly predictions: Predictions }) {
  const texts = t.value.findings.predictions;
  const { pathPrediction: path, cycleTimePrediction: time, evaluation, models = [], risks = {} } = predictions;
  const notBetter = (predicts: string) => {
    const model = models.find((one) => one.predicts === predicts && !one.offered);
    return model !== undefined && <p class="soft">{texts.notBetter(texts.way(model.name))}</p>;
  };
  return (
    <section class="card">
      <header class="card-head">
        <h2>{texts.title}</h2>
        {evaluation !== undefined && (
          <span class="soft">{texts.judged(evaluation.testCases, evaluation.trainCases)}</span>
        )}
      </header>
      {predictions.notAvailable !== undefined && <p class="soft">{texts.none(predictions.notAvailable)}</p>}
      <div class="columns">
        {path !== undefined && (
          <PredictionWays title={texts.next} ways={nextStepWays(path)}>
            {notBetter("nextActivity")}
            <Facts
              facts={[
                [texts.accuracy, formatShare(path.accuracy), texts.meanings.right],
                [texts.defended, formatShare(path.defendedAccuracy), texts.meanings.defended],
                [texts.confidence, formatShare(path.confidence), texts.meanings.confidence],
              ]}
            />
          </PredictionWays>
        )}
        {time !== undefined && (
          <PredictionWays title={texts.time} ways={remainingTimeWays(time)}>
            {notBetter("remainingTime")}
            <Facts
              facts={[
                [texts.errorName, formatDuration(time.meanAbsoluteErrorSec), texts.meanings.error],
                [texts.accuracy, formatShare(time.accuracy), texts.meanings.gain],
                [texts.defended, formatShare(time.defendedAccuracy), texts.meanings.defended],
              ]}
            />
          </PredictionWays>
        )}
        {RISKS.map((name) => {
          const risk = risks[name];
          if (risk === undefined) return null;
          if (risk.recommended === undefined)
            return (
              <section key={name} class="ways">
                <h3>{texts.risks[name]}</h3>
                <p class="soft">{texts.none(risk.notAvailable ?? "")}</p>
              </section>
            );
          return (
            <PredictionWays key={name} title={texts.risks[name]} ways={riskWays(risk)}>
              <Facts
                facts={[
                  [texts.brierName, formatNumber(risk.brierScore ?? 0, 3), texts.meanings.brier],
                  [texts.auc, formatNumber(risk.areaUnderCurve ?? 0, 3), texts.meanings.auc],
                  [texts.happens, formatShare(risk.shareOfTestPrefixes ?? 0), texts.meanings.happens],
                ]}
              />
            </PredictionWays>
          );
        })}
      </div>
    </section>
  );
}
