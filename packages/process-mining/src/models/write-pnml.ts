import { escapeXml } from "@longhaul/domain";
import type { PetriNet } from "./petri-net.ts";

/**
 * The net as PNML (ISO/IEC 15909-2, place/transition nets), with what ProM and PM4Py add: silent transitions are marked as
 * invisible, and the final marking is written.
 */
export function writePnml(net: PetriNet, name: string): string {
  const lines = [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<pnml xmlns="http://www.pnml.org/version-2009/grammar/pnml">`,
    `  <net id="net" type="http://www.pnml.org/version-2009/grammar/ptnet">`,
    `    <name><text>${escapeXml(name)}</text></name>`,
    `    <page id="page">`,
  ];
  const initial = new Set(net.initialMarking);
  for (const [place, { name: placeName }] of net.places.entries()) {
    const marking = initial.has(place) ? `<initialMarking><text>1</text></initialMarking>` : "";
    lines.push(`      <place id="p${place}"><name><text>${escapeXml(placeName)}</text></name>${marking}</place>`);
  }
  for (const [transition, { name: transitionName, label }] of net.transitions.entries()) {
    const invisible =
      label === null
        ? `<toolspecific tool="ProM" version="6.4" activity="$invisible$" localNodeID="t${transition}"/>`
        : "";
    lines.push(
      `      <transition id="t${transition}"><name><text>${escapeXml(label ?? transitionName)}</text></name>${invisible}</transition>`,
    );
  }
  let arcs = 0;
  const arc = (source: string, target: string) =>
    lines.push(`      <arc id="a${arcs++}" source="${source}" target="${target}"/>`);
  for (const [transition, { inputs, outputs }] of net.transitions.entries()) {
    for (const place of inputs) arc(`p${place}`, `t${transition}`);
    for (const place of outputs) arc(`t${transition}`, `p${place}`);
  }
  lines.push(`    </page>`, `    <finalmarkings>`, `      <marking>`);
  for (const place of net.finalMarking) lines.push(`        <place idref="p${place}"><text>1</text></place>`);
  lines.push(`      </marking>`, `    </finalmarkings>`, `  </net>`, `</pnml>`, ``);
  return lines.join("\n");
}
