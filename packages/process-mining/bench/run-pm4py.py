# The same figures by PM4Py, from the CSV: python3 run-pm4py.py <folder>; prints a run as JSON.
import json, resource, sys, time
import pandas, pm4py

seconds = {}


def timed(step, work):
    start = time.perf_counter()
    result = work()
    seconds[step] = time.perf_counter() - start
    return result


def read():
    frame = pandas.read_csv(sys.argv[1] + "/log.csv")
    frame["timestamp"] = pandas.to_datetime(frame["timestamp"], utc=True)
    return pm4py.format_dataframe(frame, case_id="case_id", activity_key="activity", timestamp_key="timestamp")


log = timed("read", read)
graph = timed("dfg", lambda: pm4py.discover_dfg(log)[0])
variants = timed("variants", lambda: pm4py.get_variants(log))
durations = timed("durations", lambda: sorted(pm4py.get_all_case_durations(log)))
usage = resource.getrusage(resource.RUSAGE_SELF)
middle = len(durations) // 2
median = durations[middle] if len(durations) % 2 else (durations[middle - 1] + durations[middle]) / 2
print(json.dumps({
    "seconds": seconds,
    "extraSeconds": {},
    "cpuSeconds": usage.ru_utime + usage.ru_stime,
    "peakMB": usage.ru_maxrss / 1024,
    "results": {
        "events": len(log), "cases": len(durations), "edges": len(graph), "topEdge": max(graph.values()),
        "variants": len(variants), "topVariant": max(variants.values()), "medianSec": median,
    },
}))
