import { formatsIn } from "@longhaul/domain";
import type { SavingEvidence } from "@longhaul/process-mining";
import type { RecommendationTexts } from "../terms/recommendation-texts.ts";
import { counted, quoted } from "./counted.ts";

const { number, decimal, percent, span } = formatsIn("en");

/** `12.4`, where several shares have one sign. */
const points = (share: number): string => decimal(100 * share, 1);

type Saved = Pick<SavingEvidence, "shareSaved" | "shareSavedLow" | "shareSavedHigh">;
const interval = ({ shareSavedLow: low, shareSavedHigh: high }: Saved): string =>
  `95 % interval ${points(low)} to ${points(high)} %`;
const saving = (evidence: SavingEvidence): string =>
  `${percent(evidence.shareSaved)} shorter mean cycle time (${span(evidence.meanCycleTimeSec)} to ${span(evidence.whatIfMeanCycleTimeSec)}; ${interval(evidence)})`;

/** What each recommendation says. */
export const recommendations: RecommendationTexts = {
  addCapacity: (evidence) => {
    const { activity, performers, performer, meanQueueOnArrival, meanWaitSec, visits } = evidence;
    const by = performers === undefined ? "" : `, done by ${number(performers)} people`;
    const who = performer === undefined ? by : `, which only ${quoted(performer)} does`;
    return {
      recommendation: `Add capacity for ${quoted(activity)}${who}: cases queue for it (${decimal(meanQueueOnArrival, 1)} wait when another comes, ${span(meanWaitSec)} each on average), and no more get done the more wait`,
      expectedImprovement: `${saving(evidence)} with ${performers === undefined ? "twice the capacity" : "one more person"}`,
      compared: `how many cases are taken up while few wait and while many wait, over ${counted(visits, "visit")}, in both halves of the time`,
      assumed: "cases keep coming as they did, and the new capacity works as fast as today’s",
      refutedBy: "more cases being done in a week as soon as more wait",
    };
  },
  workEveryDay: (evidence) => ({
    recommendation: `Do ${quoted(evidence.activity)} on every working day: ${percent(evidence.shareBegunThen)} of it is begun on ${evidence.weekday}s, while ${percent(1 - evidence.shareComingThen)} of the cases come at other times and wait for it`,
    expectedImprovement: `${saving(evidence)} if it were done on the next working day, at the time of day at which it is done now`,
    ...batching(evidence.visits),
  }),
  workTwiceADay: (evidence) => ({
    recommendation: `Do ${quoted(evidence.activity)} twice a day: ${percent(evidence.shareBegunThen)} of it is begun between ${evidence.fromHour}:00 and ${evidence.toHour}:00 UTC, while ${percent(1 - evidence.shareComingThen)} of the cases come at other times and wait for it`,
    expectedImprovement: `${saving(evidence)} if it were done half a day after, too`,
    ...batching(evidence.visits),
  }),
  findCauseOfRework: (evidence, segment) => ({
    recommendation: `Find out why ${quoted(evidence.activity)} is done again in ${percent(evidence.shareRepeating)} of the cases ${segment}, and in ${percent(evidence.otherShareRepeating)} of the others`,
    expectedImprovement: `${percent(evidence.shareSaved)} shorter mean cycle time (${interval(evidence)}) if they repeated it as seldom as the others; a repetition takes ${span(evidence.meanLoopSec)}`,
    compared: `${counted(evidence.cases, "case")} ${segment} with ${counted(evidence.otherCases, "other")}; found in one half of the time, confirmed in the other`,
    assumed: "what lies between the first time and the last is for the sake of the repetition",
    refutedBy: "a repetition on purpose in these cases (then mark the activity as monitoring)",
  }),
  endPingPong: (evidence) => ({
    recommendation: `Let people settle a case at once that they pass to and fro: ${counted(evidence.cases, "case")} go back to whoever had them two steps before, ${quoted(evidence.one)} and ${quoted(evidence.other)} most often (${counted(evidence.returnsBetween, "time")})`,
    expectedImprovement: `${saving(evidence)} if no case went back`,
    compared: `${counted(evidence.returns, "return")} with the ${number(Math.round(evidence.returnsByChance))} that there would be if anybody who does the activity had done it`,
    assumed: "what is settled in the return could have been settled the first time",
    refutedBy: "a rule that wants two people, such as a check by a second pair of eyes",
  }),
  learnFromOthers: (evidence, segment) => ({
    recommendation: `Find out why cases ${segment} take ${span(evidence.longerSec)} longer on average than others on the same path that began about the same time, and whether they can be handled as those are`,
    expectedImprovement: `${percent(evidence.shareSaved)} shorter mean cycle time (${interval(evidence)}) if they took as long as those`,
    compared: `${counted(evidence.cases, "case")} ${segment} with ${counted(evidence.otherCases, "other")}, each measured against the mean of the cases that do the same activities, and beside those that began about the same time; found in one half of the time, confirmed in the other`,
    assumed:
      "the cases are of the same kind otherwise; it is shown that the two go together, not that one causes the other",
    refutedBy: `a difference in what these cases are about that explains their length${evidence.conditions.some(({ kind }) => kind === "resource") ? ", or a step that is done only where a case has taken long" : ""}`,
  }),
  automate: (evidence) => ({
    recommendation: `See whether ${quoted(evidence.activity)} can be done by a machine: ${counted(evidence.events, "time")} ${span(evidence.meanServiceSec)}, hardly ever longer, and always followed by ${quoted(evidence.nextActivity)}`,
    expectedImprovement: `${percent(evidence.shareOfWork)} of all time at work (${span(evidence.totalServiceSec)}) would be free`,
    compared: `its ${counted(evidence.eventsTimed, "time")} at work with each other, and the steps that follow it`,
    assumed: "what is done is the same as often as it takes the same time and leads to the same step",
    refutedBy: "judgement that the work needs and the log doesn’t show (then mark the activity as a decision)",
  }),
  keepRule: ({ rule, violatingCases, cases, share, activeCases, meanSec, otherMeanSec }) => ({
    recommendation: `${number(violatingCases)} of ${counted(cases, "case")} break the rule ${quoted(rule)}`,
    expectedImprovement: `${percent(share)} of the cases would no longer break it`,
    compared: `every case with the rule, to which ${number(activeCases)} gave occasion${meanSec === undefined || otherMeanSec === undefined ? "" : `; those that break it take ${span(meanSec)} on average, the others ${span(otherMeanSec)}`}`,
    assumed: "the rule is binding, and the log has every step that it is about",
    refutedBy: "steps done but not recorded, or an exception that the rule allows for these cases",
  }),
  recordResources: ({ eventsWithoutResource: unnamed, events, most, eventsOfMost = 0 }) => ({
    recommendation: `Record who does the work: ${unnamed === events ? "no event names a resource" : `${number(unnamed)} of ${counted(events, "event")} name no resource${most === undefined ? "" : `, though others of the same activities do; most often ${quoted(most)} (${counted(eventsOfMost, "time")})`}`}`,
    expectedImprovement:
      unnamed === events
        ? "workload, handovers and odd resources would be known, of which nothing is known now"
        : `workload, handovers and odd resources would be known for ${counted(unnamed, "more event")} (${percent(unnamed / events)})`,
    compared:
      unnamed === events ? "all events" : "events without a resource with those of the same activity that name one",
    assumed: "somebody did these steps, and the source system knows who",
    refutedBy: "steps that a machine does and nobody is named for",
  }),
  removeDuplicates: ({ duplicateEvents: duplicates, events }) => ({
    recommendation: `Remove duplicates: ${number(duplicates)} of ${counted(events, "event")} repeat the one before: the same activity at the same time, by the same resource or by none`,
    expectedImprovement: `${counted(duplicates, "fewer event")} (${percent(duplicates / events)}) that count as rework`,
    compared: "each event with the one before it in its case",
    assumed: "nobody does the same thing twice at the same moment",
    refutedBy: "work that is really done twice at the same moment",
  }),
  recordExactTimes: ({ openSteps, steps, one, other, openBetween, simultaneousSteps, paths, pathsInOneOrder }) => ({
    recommendation: `Record which step comes first where times are equal (most often ${quoted(one)} and ${quoted(other)}, ${counted(openBetween, "time")}): ${number(openSteps)} of ${counted(steps, "step")} have the time of the step before, and no fixed order in the file`,
    expectedImprovement:
      pathsInOneOrder < paths
        ? `the order of ${counted(openSteps, "step")} (${percent(openSteps / steps)}) would be known; if it were always the same, cases would take ${number(pathsInOneOrder)} different ways instead of ${number(paths)}`
        : `the order of ${counted(openSteps, "step")} (${percent(openSteps / steps)}) would be known`,
    compared: `the order in which the file has the ${counted(simultaneousSteps, "step")} of equal times`,
    assumed: "one of the two is done first, and the source system knows which",
    refutedBy: "steps that are done together (then record them as one, or always in the same order)",
  }),
};

function batching(visits: number) {
  return {
    compared: `when cases come for it and when it is begun, over ${counted(visits, "visit")}, in both halves of the time`,
    assumed: "it can be done in smaller portions at no greater cost",
    refutedBy: "a reason why it can only be done then, such as a meeting or a run of another system",
  };
}
